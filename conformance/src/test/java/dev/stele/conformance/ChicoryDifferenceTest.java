package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.CaseFile;
import dev.stele.conformance.report.TerminalTable;
import dev.stele.conformance.run.Language;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite's WebAssembly modules in two engines: every case passes in both, and all that clients
 * and logs saw is byte for byte the same. Languages whose tools this machine lacks are skipped.
 */
final class ChicoryDifferenceTest {

    private static final Path CONFORMANCE = SteleCommand.ROOT.resolve("conformance");

    @TestFactory
    Stream<DynamicTest> sameTraces(@TempDir Path graal, @TempDir Path chicory) throws IOException {
        List<Language> languages =
                Language.all(CONFORMANCE.resolve("modules/conformance")).stream()
                        .filter(language -> !language.name().equals("typescript"))
                        .toList();
        List<Case> cases = CaseFile.readAll(CONFORMANCE.resolve("cases"));
        Suite suite = new Suite(cases, languages, false, (_, _, _, _) -> {});
        Results expected;
        try (SteleProcess server = SteleProcess.start(graal)) {
            expected = suite.run(URI.create(server.url()));
        }
        Results seen;
        try (ChicoryServer server = ChicoryServer.start(chicory)) {
            seen = suite.run(server.url());
        }
        System.out.println(TerminalTable.summary(seen));
        return languages.stream()
                .map(language ->
                        DynamicTest.dynamicTest(
                                language.name(), () -> compare(language, expected, seen)));
    }

    private static void compare(Language language, Results expected, Results seen) {
        for (Case each : expected.cases()) {
            for (Transport transport : Results.transports(each)) {
                Result left = expected.get(each, language.name(), transport);
                Result right = seen.get(each, language.name(), transport);
                if (left instanceof Result.LeftOut(String why)) {
                    Assumptions.abort(why);
                }
                assertThat(left).as(each.id()).isInstanceOf(Result.Passed.class);
                assertThat(right)
                        .as(each.id() + " " + transport.text())
                        .isInstanceOfSatisfying(
                                Result.Passed.class,
                                passed ->
                                        assertThat(passed.trace())
                                                .isEqualTo(((Result.Passed) left).trace()));
            }
        }
    }
}
