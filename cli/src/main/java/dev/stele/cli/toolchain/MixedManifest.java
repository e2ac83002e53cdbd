package dev.stele.cli.toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code stele.json}, which names the modules of a project besides its root:
 *
 * <pre>{"modules":{"physics":{"path":"physics","language":"rust"}}}</pre>
 *
 * {@code language} may be left out; it is compared with what is found in the folder.
 */
final class MixedManifest {

    static final String FILE = "stele.json";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> KEYS = Set.of("path", "language");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final Path file;

    private MixedManifest(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
    }

    /**
     * The modules that a manifest in {@code folder} names, by their names; none without one.
     *
     * @throws BuildException when it is wrong
     */
    static SortedMap<String, Project> modules(Path folder) {
        MixedManifest manifest = new MixedManifest(folder);
        return Files.isRegularFile(manifest.file) ? manifest.read() : new TreeMap<>();
    }

    private SortedMap<String, Project> read() {
        JsonNode modules;
        try {
            modules = JSON.readTree(Files.readString(file)).path("modules");
        } catch (IOException | JacksonException e) {
            throw problem("is no JSON: " + e.getMessage());
        }
        if (!modules.isObject() && !modules.isMissingNode()) {
            throw problem("has a \"modules\" that is no object");
        }
        SortedMap<String, Project> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> module : modules.properties()) {
            found.put(module.getKey(), project(module.getKey(), module.getValue()));
        }
        return found;
    }

    private Project project(String name, JsonNode said) {
        if (!NAME.matcher(name).matches()) {
            throw problem("names a module \"" + name + "\", expected letters, digits and _");
        }
        said.propertyNames().stream()
                .filter(key -> !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw problem("has \"" + key + "\" in module " + name + ", expected " + KEYS);
                });
        String text = said.isString() ? said.asString() : said.path("path").asString("");
        Path path = folder.resolve(text).normalize();
        if (text.isEmpty() || !path.startsWith(folder.normalize()) || path.equals(folder)) {
            throw problem(
                    "has the path \"" + text + "\" for module " + name + ", expected one below it");
        }
        Project project = Project.single(path);
        Optional<String> language = said.path("language").stringValueOpt();
        if (language.isPresent() && !language.get().equals(language(project))) {
            throw problem(
                    "says that module "
                            + name
                            + " is "
                            + language.get()
                            + ", but "
                            + path
                            + " is "
                            + language(project));
        }
        return project;
    }

    private static String language(Project project) {
        return switch (project) {
            case Project.Script _ -> "typescript";
            case Project.Rust _ -> "rust";
            case Project.Cpp _ -> "cpp";
            case Project.ReadyMade _ -> "wasm";
            case Project.Mixed _ -> "mixed";
        };
    }

    private BuildException problem(String what) {
        return new BuildException(file + " " + what);
    }
}
