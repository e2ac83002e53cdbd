package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a script sees of the commands that talk to a server: 0, 1 for what could not be done and 2
 * for a command line that means nothing; data on the one output, the reason on the other.
 */
final class CommandLineTest {

    @TempDir static Path folder;
    private static SteleProcess server;

    @BeforeAll
    static void startServer() throws IOException {
        server = SteleProcess.start(folder);
        server.publish(
                NotesModule.DATABASE, NotesModule.write(folder.resolve("good")).folder().path());
        server.command().must("call", NotesModule.DATABASE, "add", "first");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** A command line and what it must do: {@code out} and {@code err} are parts of the outputs. */
    record Line(List<String> args, int status, String out, String err) {

        static Line works(String out, String... args) {
            return new Line(List.of(args), 0, out, "");
        }

        static Line fails(String err, String... args) {
            return new Line(List.of(args), 1, "", err);
        }

        static Line isMisused(String err, String... args) {
            return new Line(List.of(args), 2, "", err);
        }

        @Override
        public String toString() {
            return "stele " + String.join(" ", args);
        }
    }

    static Stream<Line> lines() {
        return Stream.of(
                // What works.
                Line.works("", "call", "notes", "add", "second"),
                Line.works("", "call", "notes", "add", "\"in quotes\""),
                Line.works("first", "sql", "notes", "SELECT * FROM note WHERE id = 1"),
                Line.works("first", "sql", "notes", "SELECT", "*", "FROM", "note"),
                Line.works("\"schema\"", "sql", "notes", "SELECT * FROM note", "--format", "json"),
                Line.works("kept first", "logs", "notes"),
                Line.works("add", "describe", "notes"),
                Line.works("\"typespace\"", "describe", "notes", "--json"),
                Line.works("Usage: stele call", "call", "--help"),
                Line.works("stele", "--version"),
                // What the server or the module refuses.
                Line.fails("a note needs a text", "call", "notes", "add", ""),
                Line.fails("takes 1 arguments, 0 given", "call", "notes", "add"),
                Line.fails("takes 1 arguments, 2 given", "call", "notes", "add", "a", "b"),
                Line.fails("similar name exists: `add`", "call", "notes", "ad", "a"),
                Line.fails("nosuch", "call", "nosuch", "add", "a"),
                Line.fails("nosuch", "sql", "nosuch", "SELECT * FROM note"),
                Line.fails("nosuch", "logs", "nosuch"),
                Line.fails("nosuch", "describe", "nosuch"),
                Line.fails("nosuch", "delete", "nosuch", "--yes"),
                Line.fails("nosuch", "sql", "notes", "SELECT * FROM nosuch"),
                Line.fails("", "sql", "notes", "SELEC * FROM note"),
                Line.fails("nosuch", "publish", "--module-path", "nosuch", "other"),
                // What cannot be reached.
                Line.fails(
                        "no server answers at http://127.0.0.1:9",
                        "sql",
                        "notes",
                        "SELECT * FROM note",
                        "--server",
                        "http://127.0.0.1:9"),
                Line.fails(
                        "no server answers at http://127.0.0.1:9",
                        "call",
                        "notes",
                        "add",
                        "a",
                        "--server",
                        "http://127.0.0.1:9"),
                // What means nothing.
                Line.isMisused("nosuch", "nosuch"),
                Line.isMisused("--nosuch", "sql", "notes", "--nosuch", "SELECT"),
                Line.isMisused("DATABASE", "call"),
                Line.isMisused("FUNCTION", "call", "notes"),
                Line.isMisused("SQL", "sql", "notes"),
                Line.isMisused("'many'", "logs", "notes", "--num-lines", "many"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void saysAndDoes(Line line) {
        SteleCommand.Outcome outcome = server.command().run(line.args().toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(line.status());
        assertThat(outcome.out()).contains(line.out());
        assertThat(outcome.err()).contains(line.err()).doesNotContain("\tat ", "Exception");
        if (line.status() == 0) {
            assertThat(outcome.err()).doesNotContain("error");
        } else {
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).isNotBlank();
        }
    }

    @Test
    void whatIsDeletedIsGone() throws IOException {
        Path module = NotesModule.write(folder.resolve("short-lived")).folder().path();
        server.publish("short-lived", module);
        assertThat(server.command().must("list")).contains("short-lived");
        SteleCommand.Outcome unsure = server.command().run("delete", "short-lived");
        assertThat(unsure.status()).as(unsure.toString()).isNotZero();
        assertThat(server.command().must("list")).contains("short-lived");
        server.command().must("delete", "short-lived", "--yes");
        assertThat(server.command().must("list")).doesNotContain("short-lived");
        assertThat(server.command().run("sql", "short-lived", "SELECT * FROM note").status())
                .isOne();
    }
}
