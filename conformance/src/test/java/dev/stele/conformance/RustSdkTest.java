package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The library for Rust modules: its own tests. A machine without Cargo skips them. */
final class RustSdkTest {

    private static final Path SDK = SteleCommand.ROOT.resolve("rust-wasm-sdk");

    /** Where Debian has its toolchain, which comes before others on the path: the gate has it. */
    private static final Path DISTRIBUTION = Path.of("/usr/bin");

    /** The tests of both crates and of their documentation, built for this machine. */
    @TestFactory
    Stream<DynamicTest> ownTests() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("CARGO_TERM_COLOR", "never");
        if (System.getenv("CARGO_TARGET_DIR") == null) {
            environment.put(
                    "CARGO_TARGET_DIR", SteleCommand.ROOT.resolve("target/cargo").toString());
        }
        // Cargo must call the compiler of its own toolchain, not one that comes first on the path.
        distribution("rustc").ifPresent(path -> environment.put("RUSTC", path));
        distribution("rustdoc").ifPresent(path -> environment.put("RUSTDOC", path));
        String cargo = distribution("cargo").orElseGet(() -> Programs.of("cargo"));
        return CargoTests.of(
                NpmFolder.tryRun(SDK, environment, cargo, "test", "--locked", "--no-fail-fast"));
    }

    private static Optional<String> distribution(String program) {
        return Optional.of(DISTRIBUTION.resolve(program))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }
}
