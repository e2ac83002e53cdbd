package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The published npm client on Node against a real server, over both protocols. */
final class PublishedClientTest {

    @Test
    void theTestsOfTheClientTypeCheck() throws IOException {
        assertThat(NpmFolder.run(NpmFolder.installed(), Map.of(), NpmFolder.program("tsc")))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> client(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish("rooms", SteleCommand.ROOT.resolve("conformance/modules/rooms"));
            return NodeTests.run("client/client.test.ts", server.variables("rooms"));
        }
    }
}
