package dev.stele.cli.toolchain;

import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.js.source.SourceCompiler;
import dev.stele.polyglot.js.source.SourceException;
import dev.stele.polyglot.js.source.SourceTreeCollector;
import dev.stele.polyglot.mixed.MixedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds projects of every kind. Keeps compiled scripts, so that the next time is quick. */
public final class ModuleBuilder {

    private final SourceTreeCollector scripts = new SourceTreeCollector(new SourceCompiler());
    private final Optional<NativeStderr> stderr = NativeStderr.ofThisProcess();
    private final RustBuild rust = new RustBuild(SystemTools.OF_THIS_MACHINE);
    private final CppBuild cpp = new CppBuild(SystemTools.OF_THIS_MACHINE);

    /**
     * Builds {@code project}; blocks until its tools are done, whose errors and progress go to the
     * terminal.
     *
     * @throws BuildException when it could not be built
     */
    public BuiltModule build(Project project, BuildOptions options) {
        return switch (project) {
            case Project.Script script -> script(script);
            case Project.Rust cargo -> rust.build(cargo, options);
            case Project.Cpp cmake -> cpp.build(cmake, options);
            case Project.Mixed mixed -> mixed(mixed, options);
            case Project.ReadyMade file -> readyMade(file.path(), file.hostType());
        };
    }

    private BuiltModule mixed(Project.Mixed mixed, BuildOptions options) {
        SortedMap<String, Program> modules = new TreeMap<>();
        mixed.modules()
                .forEach((name, project) -> modules.put(name, program(build(project, options))));
        MixedProgram all = new MixedProgram(program(build(mixed.root(), options)), modules);
        return new BuiltModule(all.pack(), HostType.MIXED, Optional.empty());
    }

    private static Program program(BuiltModule built) {
        return new Program(
                built.hostType() == HostType.JS ? Program.Kind.JS : Program.Kind.WASM,
                built.bytes());
    }

    private BuiltModule script(Project.Script script) {
        try (NativeStderr.Redirection _ = stderr.map(NativeStderr::redirect).orElse(() -> {})) {
            return new BuiltModule(
                    scripts.collect(script.path()).program(), HostType.JS, Optional.empty());
        } catch (SourceException e) {
            throw new BuildException(String.valueOf(e.getMessage()));
        }
    }

    /** The module in {@code file}. */
    static BuiltModule readyMade(Path file, HostType hostType) {
        try {
            return new BuiltModule(
                    Bytes.wrap(Files.readAllBytes(file)), hostType, Optional.of(file));
        } catch (IOException e) {
            throw new BuildException("cannot read " + file + ": " + e.getMessage());
        }
    }
}
