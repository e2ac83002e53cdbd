package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Views that take arguments and views over views, to a published client. */
final class ViewArgumentsTest {

    private static final Path MODULE = SteleCommand.ROOT.resolve("conformance/modules/view-args");
    private static final String DATABASE = "view-args";

    @TestFactory
    Stream<DynamicTest> areReadLikeTables(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish(DATABASE, MODULE);
            return NodeTests.run("client/view-args.test.ts", server.variables(DATABASE));
        }
    }
}
