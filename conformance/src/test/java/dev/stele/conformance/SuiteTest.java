package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.CaseFile;
import dev.stele.conformance.report.HtmlPage;
import dev.stele.conformance.report.JUnitXml;
import dev.stele.conformance.report.TerminalTable;
import dev.stele.conformance.run.Language;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole suite against a real server: a test for each case, language and transport. Languages
 * whose tools this machine lacks are skipped, but not TypeScript, which needs none, and not in the
 * gate.
 */
final class SuiteTest {

    private static final Path CASES = SteleCommand.ROOT.resolve("conformance/cases");
    private static final Path MODULES = SteleCommand.ROOT.resolve("conformance/modules");
    private static final Path REPORT = SteleCommand.ROOT.resolve("conformance/target/conformance");
    private static final String ALWAYS_REQUIRED = "typescript";

    @TestFactory
    Stream<DynamicNode> everyLanguage(@TempDir Path folder) throws IOException {
        List<Case> cases = CaseFile.readAll(CASES);
        List<Language> languages = Language.all(MODULES.resolve("conformance"));
        Results results;
        try (SteleProcess server = SteleProcess.start(folder)) {
            results =
                    new Suite(cases, languages, false, (_, _, _, _) -> {})
                            .run(URI.create(server.url()));
        }
        System.out.println(TerminalTable.summary(results));
        Files.createDirectories(REPORT);
        Files.writeString(REPORT.resolve("conformance.html"), HtmlPage.of(results, "SuiteTest"));
        Files.writeString(REPORT.resolve("conformance.xml"), JUnitXml.of(results));
        assertThat(results.languages()).contains(ALWAYS_REQUIRED);
        return results.languages().stream().map(language -> cells(results, language));
    }

    private static DynamicNode cells(Results results, String language) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                Result result = results.get(each, language, transport);
                tests.add(
                        DynamicTest.dynamicTest(
                                language + " " + each.id() + " " + transport.text(),
                                () -> check(result, language)));
            }
        }
        return DynamicContainer.dynamicContainer(language, tests);
    }

    private static void check(Result result, String language) {
        switch (result) {
            case Result.Passed _ -> {}
            case Result.Failed failed ->
                    throw new AssertionError(
                            String.join("\n", failed.problems())
                                    + "\n\ntrace:\n"
                                    + String.join("\n", failed.trace().records()));
            case Result.Missing _ -> throw new AssertionError("it was not run");
            case Result.LeftOut(String why) -> {
                if (language.equals(ALWAYS_REQUIRED) || Programs.areAllRequired()) {
                    throw new AssertionError("left out: " + why);
                }
                Assumptions.abort(why);
            }
        }
    }
}
