package dev.stele.cli.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What kind of project a path is: how its module is built, and which files it is made of. */
public sealed interface Project {

    /** The folder or file. */
    Path path();

    /** Endings of the files whose change asks for a new build, with their dots. */
    Set<String> sourceEndings();

    /** TypeScript or JavaScript, a folder or its entry file, published from source. */
    record Script(Path path) implements Project {

        @Override
        public Set<String> sourceEndings() {
            return Set.of(".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json");
        }
    }

    /** A Cargo package whose library is a {@code cdylib}: the folder of its manifest. */
    record Rust(Path path) implements Project {

        static final String MANIFEST = "Cargo.toml";

        @Override
        public Set<String> sourceEndings() {
            return Set.of(".rs", ".toml");
        }
    }

    /** A CMake project that uses the {@code stele} package: the folder of its lists file. */
    record Cpp(Path path) implements Project {

        static final String LISTS = "CMakeLists.txt";

        @Override
        public Set<String> sourceEndings() {
            return Set.of(
                    ".cpp", ".cc", ".cxx", ".c", ".hpp", ".hh", ".hxx", ".h", ".inc", ".ipp",
                    ".txt", ".cmake", ".json");
        }
    }

    /** A file that some other tool made, published as it is. */
    record ReadyMade(Path path, HostType hostType) implements Project {

        @Override
        public Set<String> sourceEndings() {
            return Set.of(ending(path));
        }
    }

    /** A root and modules in other languages below its folder, all of one database. */
    record Mixed(Path path, Project root, SortedMap<String, Project> modules) implements Project {

        @Override
        public Set<String> sourceEndings() {
            Set<String> endings = new HashSet<>(root.sourceEndings());
            modules.values().forEach(module -> endings.addAll(module.sourceEndings()));
            endings.add(".json");
            return Set.copyOf(endings);
        }
    }

    /** Folders that may hold a project's module, below the folder of its client. */
    List<String> MODULE_FOLDERS = List.of("stele-module", "spacetimedb");

    /**
     * The project at {@code path}.
     *
     * @throws BuildException when nothing is there
     */
    static Project at(Path path) {
        SortedMap<String, Project> modules = MixedManifest.modules(path);
        return modules.isEmpty() ? single(path) : new Mixed(path, single(path), modules);
    }

    /** The project at {@code path}, without the modules that its manifest names. */
    static Project single(Path path) {
        if (Files.isRegularFile(path)) {
            return atFile(path);
        }
        if (!Files.isDirectory(path)) {
            throw new BuildException("no file or folder " + path, "--module-path FOLDER");
        }
        return compiledAt(path)
                .or(() ->
                        MODULE_FOLDERS.stream()
                                .flatMap(f -> compiledAt(path.resolve(f)).stream())
                                .findFirst())
                .orElseGet(() -> new Script(path));
    }

    private static Project atFile(Path file) {
        if (ending(file).equals(".wasm")) {
            return new ReadyMade(file, HostType.WASM);
        }
        if (file.endsWith(Rust.MANIFEST)) {
            return new Rust(folderOf(file));
        }
        if (file.endsWith(Cpp.LISTS)) {
            return new Cpp(folderOf(file));
        }
        return new Script(file);
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }

    /** The project in {@code folder} whose language has a compiler, if there is one. */
    private static Optional<Project> compiledAt(Path folder) {
        if (Files.isRegularFile(folder.resolve(Rust.MANIFEST))) {
            return Optional.of(new Rust(folder));
        }
        return Files.isRegularFile(folder.resolve(Cpp.LISTS))
                ? Optional.of(new Cpp(folder))
                : Optional.empty();
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
