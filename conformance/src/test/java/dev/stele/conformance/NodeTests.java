package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The tests in a file of {@code node:test}, each as a test of JUnit. */
final class NodeTests {

    private NodeTests() {}

    /** Runs all tests of {@code source} in {@code conformance/npm} with node; one result each. */
    static Stream<DynamicTest> run(String source, Map<String, String> environment)
            throws IOException {
        return run(source, environment, NpmFolder.SPACETIMEDB);
    }

    /** The same with another version of the client, {@code spacetimedb} under that name. */
    static Stream<DynamicTest> run(
            String source, Map<String, String> environment, String spacetimedb) throws IOException {
        Path program = NpmFolder.bundleForNode(source, spacetimedb);
        Path report = program.resolveSibling(program.getFileName() + ".xml");
        Files.deleteIfExists(report);
        NpmFolder.Outcome outcome =
                NpmFolder.tryRun(
                        NpmFolder.installed(),
                        environment,
                        "node",
                        "--enable-source-maps",
                        "--test-reporter=junit",
                        "--test-reporter-destination=" + report,
                        program.toString());
        return JUnitReport.tests(report, outcome);
    }
}
