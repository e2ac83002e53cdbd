package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Views over tables of calls to come, directly and through a join: a published client sees the row
 * of the table and that of the view come in one update and go in one, whatever becomes of the call.
 */
final class ScheduleViewsTest {

    private static final Path MODULE =
            SteleCommand.ROOT.resolve("conformance/modules/schedule-views");
    private static final String DATABASE = "schedule-views";

    @TestFactory
    Stream<DynamicTest> rowsComeAndGoInStep(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish(DATABASE, MODULE);
            return NodeTests.run("client/schedule-views.test.ts", server.variables(DATABASE));
        }
    }
}
