package dev.stele.polyglot.js.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which file an import means, as a bundler would: relative paths with or without extension,
 * folders, {@code tsconfig.json} paths, packages in {@code node_modules}, and the modules that the
 * host provides.
 */
final class Resolver {

    /** The first built-in system module; the second adds {@code datastore_clear}. */
    static final String SYS_2_0 = "spacetime:sys@2.0";

    static final String SYS_2_1 = "spacetime:sys@2.1";

    /** Where the built-in SDK's files appear. */
    static final String SDK_FOLDER = SourceTree.RESERVED + "/sdk";

    private static final String SDK_ENTRY = SDK_FOLDER + "/server";

    private static final List<String> EXTENSIONS =
            List.of(".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json");

    private static final Set<String> IMPORT_CONDITIONS =
            Set.of("import", "module", "production", "default");
    private static final Set<String> REQUIRE_CONDITIONS =
            Set.of("require", "production", "default");

    private static final Set<String> NODE_BUILTINS =
            Set.of(
                    "assert",
                    "async_hooks",
                    "buffer",
                    "child_process",
                    "cluster",
                    "console",
                    "constants",
                    "crypto",
                    "dgram",
                    "diagnostics_channel",
                    "dns",
                    "domain",
                    "events",
                    "fs",
                    "http",
                    "http2",
                    "https",
                    "inspector",
                    "module",
                    "net",
                    "os",
                    "path",
                    "perf_hooks",
                    "process",
                    "punycode",
                    "querystring",
                    "readline",
                    "repl",
                    "stream",
                    "string_decoder",
                    "sys",
                    "timers",
                    "tls",
                    "trace_events",
                    "tty",
                    "url",
                    "util",
                    "v8",
                    "vm",
                    "wasi",
                    "worker_threads",
                    "zlib");

    private final FileLookup files;
    private final PackageJson packages;
    private final TsConfig tsConfig;

    Resolver(FileLookup files) {
        this.files = files;
        this.packages = new PackageJson(files);
        this.tsConfig = new TsConfig(files);
    }

    PackageJson packages() {
        return packages;
    }

    /** Where {@code specifier} in the file {@code importer} leads. */
    Resolution resolve(String importer, String specifier, boolean require) {
        if (specifier.startsWith("spacetime:")) {
            return system(specifier);
        }
        if (specifier.equals("stele/server")) {
            return new Resolution.File(sdkEntry());
        }
        if (specifier.startsWith("./")
                || specifier.startsWith("../")
                || specifier.equals(".")
                || specifier.equals("..")) {
            return relative(importer, specifier);
        }
        if (specifier.startsWith("node:")) {
            return new Resolution.Refused(nodeBuiltin(specifier));
        }
        if (specifier.startsWith("/")
                || specifier.contains("://")
                || specifier.startsWith("data:")
                || specifier.startsWith("file:")) {
            return new Resolution.Refused(
                    "cannot import "
                            + quoted(specifier)
                            + ": only relative paths and packages can be imported");
        }
        if (specifier.startsWith("#")) {
            return packageImport(importer, specifier, require);
        }
        return bare(importer, specifier, require);
    }

    private static Resolution system(String specifier) {
        if (specifier.equals(SYS_2_0) || specifier.equals(SYS_2_1)) {
            return new Resolution.Builtin(specifier);
        }
        if (specifier.startsWith("spacetime:sys@1.")) {
            return new Resolution.Refused(
                    quoted(specifier)
                            + " is the system interface of old SDKs; Stele offers "
                            + SYS_2_0
                            + " and "
                            + SYS_2_1
                            + ": update the package \"spacetimedb\" and build again");
        }
        return new Resolution.Refused(
                quoted(specifier)
                        + " is not a system module of this server, which offers "
                        + SYS_2_0
                        + " and "
                        + SYS_2_1
                        + ": the module needs a newer server");
    }

    private String sdkEntry() {
        return file(SDK_ENTRY).orElse(SDK_ENTRY + ".ts");
    }

    private Resolution relative(String importer, String specifier) {
        Optional<String> path = Paths.join(Paths.parent(importer), specifier);
        if (path.isEmpty()) {
            return new Resolution.Refused(
                    "cannot import " + quoted(specifier) + ": it leaves the program's root folder");
        }
        Optional<String> found = fileOrFolder(path.get());
        if (found.isPresent()) {
            return new Resolution.File(found.get());
        }
        if (files.isFile(path.get())) {
            return new Resolution.Refused(
                    "cannot import "
                            + quoted(specifier)
                            + ": only TypeScript, JavaScript and JSON files can be imported");
        }
        return new Resolution.Refused(
                "cannot find "
                        + quoted(specifier)
                        + ": there is no such file, with or without .ts, .js or"
                        + " .json, and no such folder with an index file");
    }

    private Resolution packageImport(String importer, String specifier, boolean require) {
        Optional<String> folder = packages.nearest(Paths.parent(importer));
        Optional<String> target =
                folder.flatMap(dir ->
                        ExportsMap.match(
                                Json.object(packages.field(dir, "imports")),
                                specifier,
                                require ? REQUIRE_CONDITIONS : IMPORT_CONDITIONS));
        if (target.isEmpty()) {
            return new Resolution.Refused(
                    "cannot find "
                            + quoted(specifier)
                            + ": the nearest package.json has no such entry in \"imports\"");
        }
        return target.get().startsWith("./")
                ? relative(folder.get() + "/" + PackageJson.FILE, target.get())
                : bare(importer, target.get(), require);
    }

    private Resolution bare(String importer, String specifier, boolean require) {
        if (!Paths.inNodeModules(importer)) {
            for (String candidate : tsConfig.candidates(importer, specifier)) {
                Optional<String> found = fileOrFolder(candidate);
                if (found.isPresent()) {
                    return new Resolution.File(found.get());
                }
            }
        }
        String name = packageName(specifier);
        String subpath = "." + specifier.substring(name.length());
        for (String dir = Paths.parent(importer); ; dir = Paths.parent(dir)) {
            String candidate = (dir.isEmpty() ? "" : dir + "/") + "node_modules/" + name;
            if (!Paths.name(dir).equals("node_modules") && files.isDirectory(candidate)) {
                return inPackage(files.canonical(candidate), specifier, subpath, require);
            }
            if (dir.isEmpty()) {
                break;
            }
        }
        if (specifier.equals("spacetimedb/server") || specifier.equals("spacetimedb")) {
            return new Resolution.File(sdkEntry());
        }
        String first = name.startsWith("@") ? name : specifier.split("/", 2)[0];
        if (NODE_BUILTINS.contains(first)) {
            return new Resolution.Refused(nodeBuiltin(specifier));
        }
        return new Resolution.Refused(
                "cannot find the package \""
                        + name
                        + "\": it is in no node_modules folder from here upwards; install it"
                        + " (npm install "
                        + name
                        + ") and publish again");
    }

    private Resolution inPackage(String folder, String specifier, String subpath, boolean require) {
        Set<String> conditions = require ? REQUIRE_CONDITIONS : IMPORT_CONDITIONS;
        Object exports = packages.field(folder, "exports");
        if (exports != null) {
            Optional<String> target =
                    ExportsMap.resolve(exports, subpath, conditions)
                            .or(() -> ExportsMap.resolve(exports, subpath, REQUIRE_CONDITIONS));
            Optional<String> found =
                    target.flatMap(t -> Paths.join(folder, t)).flatMap(this::fileOrFolder);
            return found.<Resolution>map(Resolution.File::new)
                    .orElseGet(() ->
                            new Resolution.Refused(
                                    "cannot find "
                                            + quoted(specifier)
                                            + ": the package in "
                                            + folder
                                            + " does not export it (\"exports\" in its"
                                            + " package.json)"));
        }
        Optional<String> found =
                subpath.equals(".")
                        ? packageMain(folder, require)
                        : Paths.join(folder, subpath).flatMap(this::fileOrFolder);
        return found.<Resolution>map(Resolution.File::new)
                .orElseGet(() ->
                        new Resolution.Refused(
                                "cannot find "
                                        + quoted(specifier)
                                        + ": the package in "
                                        + folder
                                        + " has no such file"));
    }

    private Optional<String> packageMain(String folder, boolean require) {
        List<String> fields = require ? List.of("main") : List.of("module", "main");
        for (String field : fields) {
            if (packages.field(folder, field) instanceof String main) {
                Optional<String> found = Paths.join(folder, main).flatMap(this::fileOrFolder);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return index(folder);
    }

    private Optional<String> fileOrFolder(String path) {
        Optional<String> file = file(path);
        if (file.isPresent() || !files.isDirectory(path)) {
            return file;
        }
        return files.isFile(path + "/" + PackageJson.FILE) ? packageMain(path, false) : index(path);
    }

    private Optional<String> index(String folder) {
        return file(folder.isEmpty() ? "index" : folder + "/index");
    }

    /** {@code path} itself, its TypeScript origin, or it with an extension. */
    private Optional<String> file(String path) {
        String extension = Paths.extension(path);
        boolean declaration = path.endsWith(".d.ts") || path.endsWith(".d.mts");
        if (EXTENSIONS.contains(extension) && !declaration && files.isFile(path)) {
            return Optional.of(files.canonical(path));
        }
        String stem = path.substring(0, path.length() - extension.length());
        List<String> origins =
                switch (extension) {
                    case ".js" -> List.of(stem + ".ts", stem + ".tsx");
                    case ".jsx" -> List.of(stem + ".tsx");
                    case ".mjs" -> List.of(stem + ".mts");
                    case ".cjs" -> List.of(stem + ".cts");
                    default -> List.of();
                };
        for (String origin : origins) {
            if (files.isFile(origin)) {
                return Optional.of(files.canonical(origin));
            }
        }
        for (String added : EXTENSIONS) {
            if (files.isFile(path + added)) {
                return Optional.of(files.canonical(path + added));
            }
        }
        return Optional.empty();
    }

    /** {@code a} of {@code a/b}, {@code @s/a} of {@code @s/a/b}. */
    private static String packageName(String specifier) {
        int slash = specifier.indexOf('/');
        if (specifier.startsWith("@") && slash >= 0) {
            slash = specifier.indexOf('/', slash + 1);
        }
        return slash < 0 ? specifier : specifier.substring(0, slash);
    }

    private static String nodeBuiltin(String specifier) {
        return quoted(specifier)
                + " is part of Node.js, which modules do not run on: a module reaches the world"
                + " only through its tables and its ctx argument";
    }

    private static String quoted(String specifier) {
        return "\"" + specifier + "\"";
    }
}
