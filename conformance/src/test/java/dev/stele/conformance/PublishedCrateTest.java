package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A module as it is written for the published crate {@code spacetimedb}: built and published as it
 * is by the real command, it answers to the published clients. A machine without Cargo skips this.
 */
final class PublishedCrateTest {

    private static final Path MODULE =
            SteleCommand.ROOT.resolve("conformance/modules/crate-spacetimedb");
    private static final String DATABASE = "crate";

    private static SteleProcess serverWith(Path folder, String version) throws IOException {
        Programs.of("cargo");
        SteleProcess server = SteleProcess.start(folder);
        server.publish(DATABASE, MODULE.resolve(version));
        return server;
    }

    private static Stream<DynamicTest> npmClient(Path folder, String version, String client)
            throws IOException {
        try (SteleProcess server = serverWith(folder, version)) {
            Map<String, String> variables = server.variables(DATABASE);
            return Stream.concat(
                    NodeTests.run("client/crate.test.ts", variables, client),
                    NodeTests.run("client/features.test.ts", variables, client));
        }
    }

    @TestFactory
    Stream<DynamicTest> npmClientOf283(@TempDir Path folder) throws IOException {
        return npmClient(folder, "v2_8_3", NpmFolder.SPACETIMEDB_2_8_3);
    }

    @TestFactory
    Stream<DynamicTest> npmClientOf2101(@TempDir Path folder) throws IOException {
        return npmClient(folder, "v2_10_1", NpmFolder.SPACETIMEDB);
    }

    @TestFactory
    Stream<DynamicTest> rustClient(@TempDir Path folder) throws IOException {
        try (SteleProcess server = serverWith(folder, "v2_10_1")) {
            return CargoTests.run(
                    SteleCommand.ROOT.resolve("conformance/clients/rust"),
                    server.variables(DATABASE));
        }
    }
}
