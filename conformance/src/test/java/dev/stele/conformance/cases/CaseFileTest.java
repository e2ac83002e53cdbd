package dev.stele.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.conformance.cases.Case.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of cases, right and wrong. */
final class CaseFileTest {

    @TempDir Path folder = Path.of("");

    private List<Case> read(String text) throws IOException {
        return CaseFile.read(Files.writeString(folder.resolve("group.cases"), text));
    }

    @Test
    void readsHeadersStepsAndExpectations() throws IOException {
        List<Case> cases =
                read(
                        """
                        # comment
                        case the first
                          over v3 http
                          fresh
                          watch visit
                          connect bob
                          by bob call put [1, "x y"]
                            insert note [1, "x"]
                            delete note [2, "y"]
                            then
                            event ping ["t", 1]
                            log info "a b"
                          disconnect bob

                        case the second
                          call fail
                            error "no"
                          sql SELECT * FROM note
                            row [1, "x"]
                        """);
        assertThat(cases)
                .extracting(Case::id)
                .containsExactly("group/the first", "group/the second");
        Case first = cases.getFirst();
        assertThat(first.transports()).containsExactlyInAnyOrder(Transport.V3, Transport.HTTP);
        assertThat(first.isFresh()).isTrue();
        assertThat(first.watched()).containsExactly("visit");
        assertThat(first.steps()).extracting(Step::line).containsExactly(6, 7, 13);
        Step.Expectation expected = first.steps().get(1).expectation();
        assertThat(expected.updates()).extracting(u -> u.changes().size()).containsExactly(2, 1);
        assertThat(expected.logs()).containsExactly(new Step.LogLine("info", "a b"));
        Case second = cases.getLast();
        assertThat(second.isFresh()).isFalse();
        assertThat(second.transports()).hasSize(3);
        assertThat(second.steps().getFirst().expectation().outcome())
                .isEqualTo(new Step.UserError("no"));
        assertThat(second.steps().getLast().expectation().rows()).hasSize(1);
    }

    /** Each line follows {@code case x} and {@code call nothing}, so it is line 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frobnicate 1            | \"frobnicate\" is no header, step or expectation",
                "over v2                 | \"over\" behind a step, expected before the first",
                "insert note             | expected a table and a row",
                "insert note [1,         | not JSON: [1,:",
                "insert note [1] [2]     | not JSON: [1] [2]:",
                "call                    | \"call\" without a name",
                "call add [1             | not JSON: [1:",
                "call add 1              | arguments are 1, expected a list or a text",
                "by bob add [1]          | expected: by NAME call REDUCER [ARGS]",
                "connect                 | \"connect\" without a name",
                "error                   | a value is missing",
                "error no                | not JSON: no:",
                "error 5                 | expected a text in quotes, not 5",
                "log loud \"x\"          | no level \"loud\", expected one of",
                "log info                | a value is missing",
                "row [1]                 | \"row\" belongs behind a \"sql\" step",
                "schema absent.txt       | no file absent.txt beside it",
                "case x                  | a second case \"x\"",
                "case                    | a case without a name",
            })
    void namesFileAndLineOfWhatItDoesNotUnderstand(String line, String problem) {
        assertThatThrownBy(() -> read("case x\n  call nothing\n  " + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group.cases:3: ")
                .hasMessageContaining(problem);
    }

    @Test
    void refusesWhatStandsBeforeTheFirstCase() {
        assertThatThrownBy(() -> read("call nothing\n"))
                .hasMessageContaining("group.cases:1: \"call\" before the first case");
    }

    @Test
    void refusesAnUnknownTransport() {
        assertThatThrownBy(() -> read("case x\nover v2 v4\ncall nothing\n"))
                .hasMessageContaining(
                        "group.cases:2: no transport \"v4\", expected v2, v3 or http");
    }

    @Test
    void refusesAnExpectationBeforeAStep() {
        assertThatThrownBy(() -> read("case x\ncrash\n"))
                .hasMessageContaining("group.cases:2: \"crash\" is no header");
    }

    @Test
    void refusesTwoEndsOfOneStep() {
        assertThatThrownBy(() -> read("case x\ncall y\ncrash\nerror \"no\"\n"))
                .hasMessageContaining("group.cases:4: a second end of one step");
    }

    @Test
    void refusesACaseWithoutSteps() {
        assertThatThrownBy(() -> read("case x\n\n# nothing\ncase y\ncall z\n"))
                .hasMessageContaining("group.cases:4: case \"x\" has no steps");
    }

    @Test
    void refusesAFolderWithoutCases() throws IOException {
        assertThatThrownBy(() -> CaseFile.readAll(folder)).hasMessageContaining("no case in ");
        assertThatThrownBy(() -> CaseFile.readAll(folder.resolve("absent")))
                .hasMessageContaining("no folder of cases: ");
        Files.writeString(folder.resolve("empty.cases"), "# nothing\n");
        assertThatThrownBy(() -> CaseFile.readAll(folder)).hasMessageContaining("no case in ");
    }
}
