package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that cannot start: a line that says why and what to do, and status 1. */
final class StartErrorsTest {

    @TempDir private static Path folder;

    private static void cannotStart(SteleCommand command, String data, String listen, String why) {
        SteleCommand.Outcome outcome =
                command.run("start", "--data-dir", data, "--listen-addr", listen);
        assertThat(outcome.status()).as(outcome.toString()).isOne();
        assertThat(outcome.err()).startsWith("error: " + why).doesNotContain("\tat ");
    }

    @Test
    void whatIsInUseOrNone() throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            String used = server.url().substring("http://".length());
            cannotStart(
                    server.command(),
                    folder.resolve("other").toString(),
                    used,
                    "cannot listen on " + used + ": Address already in use");
            assertThat(folder.resolve("other")).isEmptyDirectory();
            cannotStart(
                    server.command(),
                    folder.resolve("data").toString(),
                    "127.0.0.1:0",
                    "another server uses this data folder");
            cannotStart(
                    server.command(),
                    folder.resolve("other").toString(),
                    "127.0.0.1:65536",
                    "\"65536\" is no port");
            cannotStart(
                    server.command(),
                    folder.resolve("other").toString(),
                    "nosuch.invalid:0",
                    "\"nosuch.invalid\" is no address to listen on");
        }
    }
}
