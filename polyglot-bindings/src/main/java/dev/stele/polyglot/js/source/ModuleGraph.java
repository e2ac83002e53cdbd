package dev.stele.polyglot.js.source;

import dev.stele.polyglot.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The import graph of a program: found by following imports from the entry, then linked by writing
 * absolute paths in place of specifiers.
 *
 * <p>A CommonJS or JSON file is evaluated as a function in a registry ({@link CommonJs}); when an
 * ES module imports it, it gets a second module in front that exports what importers ask for.
 */
public final class ModuleGraph {

    /** How a file is evaluated. */
    private enum Form {
        MODULE,
        COMMON_JS,
        JSON
    }

    private record Node(
            String path, Form form, CompiledSource compiled, Map<ImportSite, Resolution> targets) {}

    private static final CompiledSource NOTHING =
            new CompiledSource(
                    "",
                    "",
                    new LineIndex(""),
                    Optional.empty(),
                    List.of(),
                    new TextEdits(),
                    false,
                    false,
                    OptionalInt.empty(),
                    Set.of());

    private final SourceCompiler compiler;
    private final FileLookup files;
    private final Resolver resolver;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Set<String>> namesWanted = new HashMap<>();
    private final List<SourceProblem> problems = new ArrayList<>();

    private ModuleGraph(SourceCompiler compiler, FileLookup files) {
        this.compiler = compiler;
        this.files = files;
        this.resolver = new Resolver(files);
    }

    /** Compiles and links everything that the entry of {@code tree} reaches. */
    public static LinkedProgram link(SourceCompiler compiler, SourceTree tree)
            throws SourceException {
        ModuleGraph graph = explored(compiler, new SdkOverlay(tree), tree.entry());
        Map<String, LinkedModule> modules = new HashMap<>(SystemModules.all());
        for (Node node : graph.nodes.values()) {
            graph.link(node, modules);
        }
        return new LinkedProgram(tree.entry(), graph.absolute(tree.entry()), modules);
    }

    /** The files that {@code entry} reaches, the host's own left out. */
    static Set<String> reach(SourceCompiler compiler, FileLookup files, String entry)
            throws SourceException {
        Set<String> paths =
                new TreeSet<>(explored(compiler, new SdkOverlay(files), entry).nodes.keySet());
        paths.removeIf(path -> path.startsWith(SourceTree.RESERVED + "/"));
        return paths;
    }

    private static ModuleGraph explored(SourceCompiler compiler, FileLookup files, String entry)
            throws SourceException {
        ModuleGraph graph = new ModuleGraph(compiler, files);
        graph.explore(entry);
        if (!graph.problems.isEmpty()) {
            throw new SourceException(graph.problems);
        }
        return graph;
    }

    private void explore(String entry) {
        Deque<String> todo = new ArrayDeque<>(List.of(entry));
        while (!todo.isEmpty() && problems.size() < Limits.PROBLEMS_MAX) {
            String path = todo.remove();
            if (nodes.containsKey(path)) {
                continue;
            }
            if (nodes.size() >= Limits.GRAPH_MODULES_MAX) {
                problems.add(
                        SourceProblem.ofFile(
                                path,
                                "the program imports more than "
                                        + Limits.GRAPH_MODULES_MAX
                                        + " modules"));
                return;
            }
            try {
                Node node = node(path);
                nodes.put(path, node);
                resolve(node, todo);
            } catch (SourceException e) {
                problems.addAll(e.problems());
            }
        }
    }

    private Node node(String path) throws SourceException {
        String text =
                files.text(path)
                        .orElseThrow(() ->
                                new SourceException(
                                        SourceProblem.ofFile(path, "the file is not UTF-8 text")));
        if (path.endsWith(".json")) {
            if (Json.parse(text).isEmpty() && !text.strip().equals("null")) {
                throw new SourceException(SourceProblem.ofFile(path, "the file is not JSON"));
            }
            CompiledSource json =
                    new CompiledSource(
                            text,
                            "",
                            NOTHING.lines(),
                            NOTHING.map(),
                            List.of(),
                            new TextEdits(),
                            false,
                            false,
                            OptionalInt.empty(),
                            Set.of());
            return new Node(path, Form.JSON, json, new HashMap<>());
        }
        CompiledSource compiled = compiler.compile(path, text);
        return new Node(
                path,
                isCommonJs(path, compiled) ? Form.COMMON_JS : Form.MODULE,
                compiled,
                new HashMap<>());
    }

    private boolean isCommonJs(String path, CompiledSource compiled) {
        if (compiled.isModule()) {
            return false;
        }
        return switch (Paths.extension(path)) {
            case ".cjs", ".cts" -> true;
            case ".js" ->
                    (compiled.usesCommonJs() || Paths.inNodeModules(path))
                            && !resolver.packages().isModuleType(path);
            default -> false;
        };
    }

    private void resolve(Node node, Deque<String> todo) {
        for (ImportSite site : node.compiled.imports()) {
            boolean require = site.kind() == ImportSite.Kind.REQUIRE;
            if (require && node.form != Form.COMMON_JS) {
                continue;
            }
            Resolution target = resolver.resolve(node.path, site.specifier(), require);
            node.targets.put(site, target);
            switch (target) {
                case Resolution.File file -> {
                    todo.add(file.path());
                    namesWanted
                            .computeIfAbsent(file.path(), path -> new TreeSet<>())
                            .addAll(site.names());
                }
                case Resolution.Builtin ignored -> {}
                case Resolution.Refused refused -> {
                    if (!require) {
                        problems.add(
                                SourceProblem.at(
                                        node.compiled.position(node.path, site.start()),
                                        node.compiled.source(),
                                        refused.message()));
                    }
                }
            }
        }
    }

    private void link(Node node, Map<String, LinkedModule> modules) {
        switch (node.form) {
            case MODULE -> {
                TextEdits edits = specifierEdits(node);
                modules.put(
                        "/" + node.path,
                        new LinkedModule(
                                node.path,
                                edits.apply(node.compiled.code()),
                                node.compiled,
                                edits));
            }
            case COMMON_JS -> {
                TextEdits edits = specifierEdits(node);
                String before = CommonJs.before(node.path, requires(node), imports(node));
                edits.insertFirst(before);
                edits.insert(node.compiled.code().length(), CommonJs.after());
                modules.put(
                        CommonJs.bodyPath(node.path),
                        new LinkedModule(
                                node.path,
                                edits.apply(node.compiled.code()),
                                node.compiled,
                                edits));
                facade(node, modules);
            }
            case JSON -> {
                modules.put(
                        CommonJs.bodyPath(node.path),
                        new LinkedModule(
                                node.path, CommonJs.json(node.path, node.compiled.source())));
                facade(node, modules);
            }
        }
    }

    private void facade(Node node, Map<String, LinkedModule> modules) {
        Set<String> names = new TreeSet<>(namesWanted.getOrDefault(node.path, Set.of()));
        names.addAll(node.compiled.commonJsNames());
        modules.put(
                CommonJs.facadePath(node.path),
                new LinkedModule(node.path, CommonJs.facade(node.path, names)));
    }

    private TextEdits specifierEdits(Node node) {
        TextEdits edits = new TextEdits();
        edits.addAll(node.compiled.edits());
        node.targets.forEach((site, target) -> {
            if (site.kind() != ImportSite.Kind.REQUIRE) {
                edits.replace(site.start(), site.end(), Json.quote(absolute(target)));
            }
        });
        return edits.sorted();
    }

    private String absolute(Resolution target) {
        return switch (target) {
            case Resolution.File file -> absolute(file.path());
            case Resolution.Builtin builtin -> SystemModules.path(builtin.name());
            case Resolution.Refused refused -> "/" + SourceTree.RESERVED + "/refused";
        };
    }

    private String absolute(String path) {
        Node node = nodes.get(path);
        boolean module = node == null || node.form == Form.MODULE;
        return module ? "/" + path : CommonJs.facadePath(path);
    }

    /** What {@code require} finds: specifier to registry key, or to the reason why nothing. */
    private Map<String, CommonJs.Required> requires(Node node) {
        Map<String, CommonJs.Required> found = new LinkedHashMap<>();
        node.targets.forEach((site, target) -> {
            if (site.kind() == ImportSite.Kind.REQUIRE) {
                found.put(site.specifier(), required(target));
            }
        });
        return found;
    }

    private CommonJs.Required required(Resolution target) {
        return switch (target) {
            case Resolution.File file -> {
                Node node = nodes.get(file.path());
                boolean module = node != null && node.form == Form.MODULE;
                yield module
                        ? new CommonJs.Required.Module("/" + file.path())
                        : new CommonJs.Required.Registered(file.path());
            }
            case Resolution.Builtin builtin ->
                    new CommonJs.Required.Module(SystemModules.path(builtin.name()));
            case Resolution.Refused refused -> new CommonJs.Required.Missing(refused.message());
        };
    }

    private List<String> imports(Node node) {
        List<String> bodies = new ArrayList<>();
        for (CommonJs.Required required : requires(node).values()) {
            if (required instanceof CommonJs.Required.Registered registered) {
                bodies.add(CommonJs.bodyPath(registered.key()));
            }
        }
        return bodies;
    }
}
