package dev.stele.conformance;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The library for Rust modules: its own tests. A machine without Cargo skips them. */
final class RustSdkTest {

    /** The tests of both crates and of their documentation. */
    @TestFactory
    Stream<DynamicTest> ownTests() throws IOException {
        return CargoTests.run(SteleCommand.ROOT.resolve("rust-wasm-sdk"), Map.of());
    }
}
