package dev.stele.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.report.HtmlPage;
import dev.stele.conformance.report.JUnitXml;
import dev.stele.conformance.report.TerminalTable;
import dev.stele.conformance.run.Results.Counts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as good, and how each kind of cell is told. */
final class ResultsTest {

    private static final Case CASE =
            new Case(
                    "group",
                    "a <case>",
                    Set.of(Transport.V2, Transport.V3),
                    false,
                    List.of(),
                    List.of());

    private final Results results = new Results(List.of(CASE), List.of("one", "two"));

    private void pass(String language, Transport transport, String... records) {
        Trace trace = new Trace(List.of(records));
        results.set(CASE, language, transport, new Result.Passed(trace, 1));
    }

    private void passAll() {
        for (String language : results.languages()) {
            for (Transport transport : CASE.transports()) {
                pass(language, transport, "answer done", "caller update");
            }
        }
    }

    @Test
    void nothingThatRanIsNotGood() {
        assertThat(new Results(List.of(), List.of("one")).counts().isGood()).isFalse();
        assertThat(new Results(List.of(CASE), List.of()).counts().isGood()).isFalse();
    }

    @Test
    void allPassedIsGood() {
        passAll();
        TraceComparison.apply(results);
        assertThat(results.counts()).isEqualTo(new Counts(4, 0, 0, 0));
        assertThat(results.counts().isGood()).isTrue();
    }

    @Test
    void aCellThatWasNotRunIsMissing() {
        pass("one", Transport.V2);
        pass("one", Transport.V3);
        pass("two", Transport.V2);
        assertThat(results.counts()).isEqualTo(new Counts(3, 0, 1, 0));
        assertThat(results.counts().isGood()).isFalse();
        assertThat(TerminalTable.of(results, false))
                .contains("? v3", "group/a <case>, two, v3", "it was not run")
                .contains("two           1 passed, 0 failed, 1 missing, 0 left out");
        assertThat(JUnitXml.of(results)).contains("errors=\"1\"", "<error message=\"not run\"/>");
        assertThat(HtmlPage.of(results, "here")).contains("not passed", "title=\"missing\"");
    }

    @Test
    void whatIsLeftOutIsNotPassedAndSaysWhy() {
        pass("one", Transport.V2);
        pass("one", Transport.V3);
        for (Transport transport : CASE.transports()) {
            results.set(CASE, "two", transport, new Result.LeftOut("no compiler"));
        }
        assertThat(results.counts()).isEqualTo(new Counts(2, 0, 0, 2));
        assertThat(TerminalTable.summary(results)).contains("2 left out: no compiler");
        assertThat(JUnitXml.of(results)).contains("<skipped message=\"no compiler\"/>");
    }

    @Test
    void onlyLeftOutIsNotGood() {
        for (String language : results.languages()) {
            for (Transport transport : CASE.transports()) {
                results.set(CASE, language, transport, new Result.LeftOut("no compiler"));
            }
        }
        assertThat(results.counts().isGood()).isFalse();
    }

    @Test
    void oneOtherByteInATraceFailsExactlyThatCell() {
        passAll();
        pass("two", Transport.V3, "answer done", "caller updatf");
        TraceComparison.apply(results);
        assertThat(results.counts()).isEqualTo(new Counts(3, 1, 0, 0));
        assertThat(results.get(CASE, "two", Transport.V3)).isInstanceOf(Result.Failed.class);
        assertThat(TerminalTable.of(results, false))
                .contains("✗ v3", "the trace is not that of one", "updatf");
    }

    @Test
    void aTraceThatEndsEarlyOrGoesOnFails() {
        passAll();
        pass("two", Transport.V2, "answer done");
        pass("two", Transport.V3, "answer done", "caller update", "more");
        TraceComparison.apply(results);
        assertThat(results.counts("two")).isEqualTo(new Counts(0, 2, 0, 0));
    }

    @Test
    void textFromACaseIsNoMarkup() {
        passAll();
        assertThat(JUnitXml.of(results)).contains("a &lt;case&gt;").doesNotContain("<case>");
        assertThat(HtmlPage.of(results, "<b>")).contains("a &lt;case&gt;").doesNotContain("<b><");
    }
}
