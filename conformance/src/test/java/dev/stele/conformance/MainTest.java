package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command's failures: each one line that says what was expected, and an exit code. */
final class MainTest {

    private static String failure(String... args) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
        assertThat(line.execute(args)).isNotZero();
        return err.toString();
    }

    @Test
    void anUnknownLanguage() {
        assertThat(failure("--language", "typescript,cobol"))
                .isEqualToIgnoringNewLines(
                        "error: no language \"cobol\", expected one of [typescript, rust, cpp]");
    }

    @Test
    void aFilterThatMatchesNothing() {
        assertThat(failure("--filter", "no such case"))
                .startsWith("error: none of the ")
                .contains("holds \"no such case\" in its group/name; groups: calls, keys, ");
    }

    @Test
    void aFolderWithoutCases(@TempDir Path folder) {
        assertThat(failure("--cases", folder.toString())).startsWith("error: no case in " + folder);
        assertThat(failure("--cases", folder + "/absent"))
                .isEqualToIgnoringNewLines("error: no folder of cases: " + folder + "/absent");
    }

    @Test
    void aCaseFileThatMeansNothing(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("bad.cases"), "case x\n  jump\n");
        assertThat(failure("--cases", folder.toString()))
                .startsWith("error: " + folder + "/bad.cases:2: \"jump\" is no header");
    }

    @Test
    void aTargetWhereNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        assertThat(failure("--target", url))
                .isEqualToIgnoringNewLines("error: no server answers at " + url);
    }

    @Test
    void aTargetThatIsNoAddress() {
        assertThat(failure("--target", "localhost:3000"))
                .contains("error: no address of a server: \"localhost:3000\"")
                .contains("expected http://HOST:PORT");
    }
}
