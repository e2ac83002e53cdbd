package dev.stele.polyglot.js.source;

import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Packs the module in a folder, or in a single file, for publishing: exactly the files that its
 * entry reaches, and those that decide how imports resolve (package.json, tsconfig.json).
 */
public final class SourceTreeCollector {

    private static final List<String> ENTRIES =
            List.of("src/index", "index", "src/main", "src/lib", "main");
    private static final List<String> MODULE_FOLDERS = List.of("stele-module", "spacetimedb");
    private static final List<String> ENTRY_EXTENSIONS = List.of(".ts", ".mts", ".js", ".mjs");

    /**
     * A packed program.
     *
     * @param program the bytes to publish; equal sources give equal bytes
     * @param entry the entry file on disk
     * @param files every file that is in it, on disk; a change of one of them asks for publishing
     *     again
     */
    public record Collected(Bytes program, Path entry, List<Path> files) {

        public Collected {
            files = List.copyOf(files);
        }
    }

    private final SourceCompiler compiler;

    /** Keeps compiled files in {@code compiler}, so that collecting again is quick. */
    public SourceTreeCollector(SourceCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Packs the module at {@code path}.
     *
     * @throws SourceException when it has no entry, or for what does not compile or resolve
     */
    public Collected collect(Path path) throws SourceException {
        Path entry = entry(path);
        Path base = Files.isDirectory(path) ? real(path) : projectFolder(entry);
        DiskFiles disk = new DiskFiles();
        String entryKey = DiskFiles.key(entry);
        Set<String> reached =
                new TreeSet<>(named(base, () -> ModuleGraph.reach(compiler, disk, entryKey)));
        reached.addAll(disk.consulted());
        String root = commonFolder(DiskFiles.key(base), reached, disk.links());
        Map<String, Bytes> files = new TreeMap<>();
        for (String key : reached) {
            files.put(relative(root, key), disk.bytes(key));
        }
        Map<String, String> links = new TreeMap<>();
        disk.links().forEach((from, to) -> links.put(relative(root, from), relative(root, to)));
        SourceTree tree = new SourceTree(files, links, relative(root, entryKey));
        return new Collected(
                SourceArchive.pack(tree), entry, reached.stream().map(DiskFiles::path).toList());
    }

    private interface Exploration {
        Set<String> run() throws SourceException;
    }

    /** Problems name files as the author sees them: relative to the module's folder. */
    private static Set<String> named(Path folder, Exploration exploration) throws SourceException {
        try {
            return exploration.run();
        } catch (SourceException e) {
            List<SourceProblem> problems = new ArrayList<>();
            for (SourceProblem p : e.problems()) {
                Path file = DiskFiles.path(p.file());
                String name = (file.startsWith(folder) ? folder.relativize(file) : file).toString();
                problems.add(
                        new SourceProblem(
                                name,
                                p.line(),
                                p.column(),
                                p.message().replace(DiskFiles.key(folder) + "/", ""),
                                p.codeFrame()));
            }
            throw new SourceException(problems);
        }
    }

    /** The nearest folder with a package.json, else the entry's own. */
    private static Path projectFolder(Path entry) {
        for (Path dir = entry.getParent(); dir != null; dir = dir.getParent()) {
            if (Files.isRegularFile(dir.resolve(PackageJson.FILE))) {
                return dir;
            }
        }
        Path parent = entry.getParent();
        return parent == null ? entry : parent;
    }

    /** The entry file of the module at {@code path}: that file, or what its folder declares. */
    public static Path entry(Path path) throws SourceException {
        Path real = real(path);
        if (Files.isRegularFile(real)) {
            return real;
        }
        return declaredEntry(real)
                .or(() -> usualEntry(real))
                .or(() -> inModuleFolder(real))
                .orElseThrow(() ->
                        new SourceException(
                                SourceProblem.ofFile(
                                        path.toString(),
                                        "no entry file: expected src/index.ts, index.ts,"
                                                + " src/main.ts, src/lib.ts or main.ts (or"
                                                + " .mts, .js, .mjs), or \"stele\": {\"entry\":"
                                                + " \"...\"} in package.json")));
    }

    private static Path real(Path path) throws SourceException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new SourceException(
                    SourceProblem.ofFile(path.toString(), "there is no such file or folder"));
        }
    }

    private static Optional<Path> declaredEntry(Path folder) {
        DiskFiles disk = new DiskFiles();
        PackageJson packages = new PackageJson(disk);
        Map<String, Object> fields = packages.fields(DiskFiles.key(folder));
        Object declared = Json.object(fields.get("stele")).get("entry");
        if (declared instanceof String entry) {
            Path file = folder.resolve(entry).normalize();
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        }
        if (fields.get("main") instanceof String main) {
            Path file = folder.resolve(main).normalize();
            boolean source =
                    main.endsWith(".ts")
                            || main.endsWith(".mts")
                            || main.endsWith(".js")
                            || main.endsWith(".mjs");
            boolean typeScriptBeside = usualEntry(folder).isPresent();
            if (source && Files.isRegularFile(file) && (main.endsWith("ts") || !typeScriptBeside)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** The module of an application that keeps it in a folder of its own. */
    private static Optional<Path> inModuleFolder(Path folder) {
        for (String name : MODULE_FOLDERS) {
            Path module = folder.resolve(name);
            if (Files.isDirectory(module)) {
                return declaredEntry(module).or(() -> usualEntry(module));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> usualEntry(Path folder) {
        for (String extension : ENTRY_EXTENSIONS) {
            for (String name : ENTRIES) {
                Path file = folder.resolve(name + extension);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static String commonFolder(String base, Set<String> files, Map<String, String> links) {
        Set<String> all = new LinkedHashSet<>(files);
        all.addAll(links.keySet());
        all.addAll(links.values());
        String common = base;
        for (String file : all) {
            while (!common.isEmpty() && !file.startsWith(common + "/")) {
                common = Paths.parent(common);
            }
        }
        return common;
    }

    private static String relative(String root, String key) {
        return root.isEmpty() ? key : key.substring(root.length() + 1);
    }

    /** The disk as one tree from its root; remembers what was read and which links were taken. */
    private static final class DiskFiles implements FileLookup {

        private final Set<String> consulted = new TreeSet<>();
        private final Map<String, String> links = new TreeMap<>();

        static String key(Path path) {
            return path.toString().substring(1);
        }

        static Path path(String key) {
            return Path.of("/" + key);
        }

        Set<String> consulted() {
            return consulted;
        }

        Map<String, String> links() {
            return links;
        }

        @Override
        public boolean isFile(String key) {
            return Files.isRegularFile(path(key));
        }

        @Override
        public boolean isDirectory(String key) {
            return Files.isDirectory(path(key));
        }

        @Override
        public Optional<String> text(String key) {
            try {
                Optional<String> text = SourceTree.decode(bytes(key).unsafeArray());
                consulted.add(key);
                return text;
            } catch (SourceException unreadable) {
                return Optional.empty();
            }
        }

        @Override
        public String canonical(String key) {
            if (!Paths.inNodeModules(key)) {
                return key;
            }
            try {
                String real = key(path(key).toRealPath());
                if (!real.equals(key) && Files.isDirectory(path(key))) {
                    links.put(key, real);
                }
                return real;
            } catch (IOException e) {
                return key;
            }
        }

        Bytes bytes(String key) throws SourceException {
            Path path = path(key);
            try {
                if (Files.size(path) > Limits.SOURCE_FILE_BYTES_MAX) {
                    throw new SourceException(
                            SourceProblem.ofFile(
                                    path.toString(),
                                    "the file has more than "
                                            + Limits.SOURCE_FILE_BYTES_MAX
                                            + " bytes"));
                }
                return Bytes.wrap(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new SourceException(
                        SourceProblem.ofFile(path.toString(), "cannot be read: " + e.getMessage()));
            }
        }
    }
}
