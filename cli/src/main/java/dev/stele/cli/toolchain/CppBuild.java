package dev.stele.cli.toolchain;

import dev.stele.cli.toolchain.SystemTools.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Builds C++ modules with CMake, in {@code build/stele} of the project. The library for modules
 * writes a file for each module target there, which holds the path of what the target makes.
 */
final class CppBuild {

    /** Where the library for modules writes down the modules, below the build folder. */
    private static final String MODULES = "stele-modules";

    private final SystemTools tools;

    CppBuild(SystemTools tools) {
        this.tools = tools;
    }

    BuiltModule build(Project.Cpp project, BuildOptions options) {
        CppToolchain toolchain =
                CppToolchain.find(tools, Path.of(System.getProperty("stele.root", ".")));
        Path source = project.path().toAbsolutePath().normalize();
        Path build = source.resolve(options.isDebug() ? "build/stele-debug" : "build/stele");
        configure(toolchain, source, build, options);
        List<String> command =
                List.of(toolchain.cmake().toString(), "--build", build.toString(), "--parallel");
        if (tools.run(new Run(command, source, environment()), new Progress()) != 0) {
            throw new BuildException("cmake could not build " + project.path());
        }
        return ModuleBuilder.readyMade(module(project, build), HostType.WASM);
    }

    private void configure(CppToolchain toolchain, Path source, Path build, BuildOptions options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                toolchain.cmake().toString(),
                                "-S",
                                source.toString(),
                                "-B",
                                build.toString(),
                                "-DCMAKE_TOOLCHAIN_FILE=" + toolchain.toolchainFile(),
                                "-DCMAKE_BUILD_TYPE=" + (options.isDebug() ? "Debug" : "Release")));
        if (!Files.exists(build.resolve("CMakeCache.txt"))) {
            toolchain.ninja().ifPresent(_ -> command.addAll(List.of("-G", "Ninja")));
        }
        command.addAll(options.arguments());
        List<String> output = new ArrayList<>();
        if (tools.run(new Run(command, source, environment()), output::add) != 0) {
            output.forEach(new Progress());
            throw new BuildException("cmake could not configure " + source);
        }
    }

    /** Compilers write in colour only where they see a terminal, and here they see us. */
    private static Map<String, String> environment() {
        return Boolean.getBoolean("stele.terminal")
                ? Map.of("CLICOLOR_FORCE", "1", "CMAKE_COLOR_DIAGNOSTICS", "ON")
                : Map.of();
    }

    /**
     * Shows the lines of a tool, which mix progress and errors, but not the commands that the tool
     * repeats when they fail.
     */
    private static final class Progress implements Consumer<String> {

        private boolean isCommand;

        @Override
        public void accept(String line) {
            if (!isCommand) {
                System.err.println(line);
            }
            isCommand = line.startsWith("FAILED: ");
        }
    }

    private static Path module(Project.Cpp project, Path build) {
        List<Path> modules = new ArrayList<>();
        Path folder = build.resolve(MODULES);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    modules.add(Path.of(Files.readString(file, StandardCharsets.UTF_8).strip()));
                }
            } catch (IOException e) {
                throw new BuildException("cannot read " + folder + ": " + e.getMessage());
            }
        }
        if (modules.isEmpty()) {
            throw new BuildException(
                    project.path().resolve(Project.Cpp.LISTS) + " makes no module",
                    "add to it:  find_package(stele REQUIRED)  stele_add_module(NAME SOURCES)");
        }
        if (modules.size() > 1) {
            throw new BuildException(
                    project.path()
                            + " has several modules: "
                            + String.join(
                                    ", ",
                                    modules.stream()
                                            .map(m -> String.valueOf(m.getFileName()))
                                            .sorted()
                                            .toList()),
                    "--module-path FOLDER-OF-ONE");
        }
        return modules.getFirst();
    }
}
