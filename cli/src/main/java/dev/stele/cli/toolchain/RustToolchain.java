package dev.stele.cli.toolchain;

import dev.stele.cli.toolchain.SystemTools.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Cargo that can build for Wasm: with the target's ready-made standard library, as rustup
 * installs it, or by building the standard library from its sources, as Debian ships them.
 *
 * @param cargo the program
 * @param environment variables that it needs
 * @param arguments what every build needs besides its own arguments
 */
record RustToolchain(Path cargo, Map<String, String> environment, List<String> arguments) {

    static final String TARGET = "wasm32-unknown-unknown";

    /** Where a distribution's own programs are, also when a rustup comes before them. */
    private static final Path DISTRIBUTION = Path.of("/usr/bin");

    private static final String LINKER_VARIABLE = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";
    private static final String[] LINKERS = {
        "wasm-ld", "wasm-ld-22", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "wasm-ld-18"
    };
    private static final String DEBIAN_PACKAGES = "rustc-web cargo-web rust-web-src lld-19";

    /** A compiler and its Cargo, and where the compiler keeps its libraries. */
    private record Pair(Path cargo, Path rustc, Path sysroot, boolean hasTarget) {

        boolean hasSources() {
            return Files.isDirectory(sysroot.resolve("lib/rustlib/src/rust/library"));
        }
    }

    /**
     * The toolchain for a project in {@code folder}, which may choose its own version.
     *
     * @throws BuildException with what to install when there is none
     */
    static RustToolchain find(SystemTools tools, Path folder) {
        List<Pair> pairs = new ArrayList<>();
        pair(tools, folder, tools).ifPresent(pairs::add);
        pair(tools, folder, new SystemTools(List.of(DISTRIBUTION))).ifPresent(pairs::add);
        if (pairs.isEmpty()) {
            throw new BuildException("no Rust compiler found (cargo and rustc)", install(tools));
        }
        return pairs.stream()
                .filter(Pair::hasTarget)
                .findFirst()
                .map(p -> new RustToolchain(p.cargo(), environment(p), List.of("--target", TARGET)))
                .or(() ->
                        pairs.stream()
                                .filter(Pair::hasSources)
                                .findFirst()
                                .map(p -> fromSources(tools, p)))
                .orElseThrow(() ->
                        new BuildException(
                                "Rust is not set up to build for " + TARGET, install(tools)));
    }

    private static String install(SystemTools tools) {
        return tools.find("rustup").isPresent()
                ? "rustup target add " + TARGET
                : tools.find("apt-get").isPresent()
                        ? "apt-get install " + DEBIAN_PACKAGES + "   (or rustup: https://rustup.rs)"
                        : "install Rust from https://rustup.rs, then: rustup target add " + TARGET;
    }

    private static Optional<Pair> pair(SystemTools tools, Path folder, SystemTools where) {
        Optional<Path> cargo = where.find("cargo");
        Optional<Path> rustc = where.find("rustc");
        if (cargo.isEmpty() || rustc.isEmpty()) {
            return Optional.empty();
        }
        return line(tools, folder, rustc.get(), "--print", "sysroot")
                .map(sysroot ->
                        new Pair(
                                cargo.get(),
                                rustc.get(),
                                Path.of(sysroot),
                                line(
                                                tools,
                                                folder,
                                                rustc.get(),
                                                "--print",
                                                "target-libdir",
                                                "--target",
                                                TARGET)
                                        .filter(libraries -> Files.isDirectory(Path.of(libraries)))
                                        .isPresent()));
    }

    private static Optional<String> line(
            SystemTools tools, Path folder, Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return tools.ask(new Run(command, folder, Map.of()))
                .filter(lines -> !lines.isEmpty())
                .map(List::getFirst);
    }

    /** Cargo must call the compiler that we looked at, not one that comes earlier on the path. */
    private static Map<String, String> environment(Pair pair) {
        return pair.rustc().startsWith(DISTRIBUTION)
                ? Map.of("RUSTC", pair.rustc().toString())
                : Map.of();
    }

    private static RustToolchain fromSources(SystemTools tools, Pair pair) {
        Map<String, String> environment = new TreeMap<>(environment(pair));
        // Building the standard library is an unstable option of Cargo, which a stable one takes
        // with this variable only.
        environment.put("RUSTC_BOOTSTRAP", "1");
        if (System.getenv(LINKER_VARIABLE) == null) {
            Path linker =
                    tools.find(LINKERS)
                            .orElseThrow(() ->
                                    new BuildException(
                                            "no linker for Wasm found (wasm-ld)",
                                            "apt-get install lld-19"));
            environment.put(LINKER_VARIABLE, linker.toString());
        }
        return new RustToolchain(
                pair.cargo(),
                environment,
                List.of("--target", TARGET, "-Zbuild-std=std,panic_abort"));
    }

    /** The run of Cargo with {@code more} arguments (the subcommand first) in {@code folder}. */
    Run cargo(List<String> more, Path folder) {
        List<String> command = new ArrayList<>(List.of(cargo.toString(), more.getFirst()));
        command.addAll(arguments);
        command.addAll(more.subList(1, more.size()));
        return new Run(command, folder, environment);
    }
}
