package dev.stele.cli;

import dev.stele.cli.toolchain.BuildException;
import dev.stele.cli.toolchain.BuildOptions;
import dev.stele.cli.toolchain.BuiltModule;
import dev.stele.cli.toolchain.HostType;
import dev.stele.cli.toolchain.ModuleBuilder;
import dev.stele.cli.toolchain.Project;
import java.nio.file.Path;

/**
 * Makes what is published of what is on the disk. Keeps compiled files, so the next time is quick.
 */
final class ModulePackage {

    private final ModuleBuilder builder = new ModuleBuilder();

    /** What is at {@code path}, a folder or a file. */
    static Project project(Path path) {
        try {
            return Project.at(path);
        } catch (BuildException e) {
            throw failure(e);
        }
    }

    /** Builds {@code project}; errors name file, line and column. */
    BuiltModule build(Project project, BuildOptions options) {
        try {
            return builder.build(project, options);
        } catch (BuildException e) {
            throw failure(e);
        }
    }

    /** The ready-made module in {@code file}, as it is. */
    BuiltModule readyMade(Path file, HostType hostType) {
        return build(new Project.ReadyMade(file, hostType), BuildOptions.RELEASE);
    }

    private static CliException failure(BuildException e) {
        return new CliException(String.valueOf(e.getMessage()), e.hint());
    }
}
