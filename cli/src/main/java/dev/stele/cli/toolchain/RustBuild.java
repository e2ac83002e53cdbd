package dev.stele.cli.toolchain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds Rust modules with Cargo, in the project's own target folder. */
final class RustBuild {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SystemTools tools;

    RustBuild(SystemTools tools) {
        this.tools = tools;
    }

    BuiltModule build(Project.Rust project, BuildOptions options) {
        RustToolchain toolchain = RustToolchain.find(tools, project.path());
        List<String> arguments =
                new ArrayList<>(List.of("build", "--message-format=json-render-diagnostics"));
        if (!options.isDebug()) {
            arguments.add("--release");
        }
        arguments.addAll(options.arguments());
        Set<Path> modules = new TreeSet<>();
        int status =
                tools.run(
                        toolchain.cargo(arguments, project.path()),
                        line -> modules.addAll(modules(line)));
        if (status != 0) {
            throw new BuildException("cargo could not build " + project.path());
        }
        if (modules.isEmpty()) {
            throw new BuildException(
                    "no library of "
                            + project.path().resolve(Project.Rust.MANIFEST)
                            + " is a module",
                    "add to it:  [lib]  crate-type = [\"cdylib\"]");
        }
        if (modules.size() > 1) {
            throw new BuildException(
                    project.path()
                            + " has several modules: "
                            + String.join(
                                    ", ",
                                    modules.stream()
                                            .map(m -> String.valueOf(m.getFileName()))
                                            .toList()),
                    "--module-path FOLDER-OF-ONE");
        }
        return ModuleBuilder.readyMade(modules.iterator().next(), HostType.WASM);
    }

    /** The Wasm files that one of Cargo's messages tells of. */
    private static List<Path> modules(String line) {
        if (!line.startsWith("{")) {
            return List.of();
        }
        try {
            JsonNode message = JSON.readTree(line);
            boolean isModule =
                    message.path("reason").asString("").equals("compiler-artifact")
                            && message.path("target")
                                    .path("crate_types")
                                    .valueStream()
                                    .anyMatch(t -> t.asString("").equals("cdylib"));
            return isModule
                    ? message.path("filenames")
                            .valueStream()
                            .map(f -> f.asString(""))
                            .filter(f -> f.endsWith(".wasm"))
                            .map(Path::of)
                            .toList()
                    : List.of();
        } catch (JacksonException _) {
            // A build script's own output; not a message.
            return List.of();
        }
    }
}
