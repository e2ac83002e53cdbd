package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Views that take arguments and views over views, to a published client. */
final class ViewArgumentsTest {

    private static final Path MODULES = SteleCommand.ROOT.resolve("conformance/modules/view-args");
    private static final String DATABASE = "view-args";

    @TestFactory
    Stream<DynamicTest> typescript(@TempDir Path folder) throws IOException {
        return run(folder, "typescript");
    }

    @TestFactory
    Stream<DynamicTest> rust(@TempDir Path folder) throws IOException {
        return run(folder, "rust");
    }

    @TestFactory
    Stream<DynamicTest> cpp(@TempDir Path folder) throws IOException {
        return run(folder, "cpp");
    }

    private static Stream<DynamicTest> run(Path folder, String language) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish(DATABASE, MODULES.resolve(language));
            return NodeTests.run("client/view-args.test.ts", server.variables(DATABASE));
        }
    }
}
