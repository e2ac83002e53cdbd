package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.cases.Case;
import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.cases.CaseFile;
import dev.stele.conformance.cases.Step;
import dev.stele.conformance.run.Language;
import dev.stele.conformance.run.Result;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module with one error beside the right one, on a real server: the suite must see it. */
final class PlantedFaultTest {

    private static final Path RIGHT =
            SteleCommand.ROOT.resolve("conformance/modules/conformance/typescript");

    @Test
    void aWrongValueTurnsExactlyTheCasesThatAskForItRed(@TempDir Path folder) throws IOException {
        Path wrong = copy(folder.resolve("wrong"));
        plant(wrong.resolve("src/keys.ts"), "`ages ${", "`age ${");
        List<Case> cases = CaseFile.read(SteleCommand.ROOT.resolve("conformance/cases/keys.cases"));
        Results results =
                run(
                        folder,
                        cases,
                        List.of(new Language("right", RIGHT), new Language("wrong", wrong)));

        Set<String> asking = new TreeSet<>();
        for (Case each : cases) {
            for (Step step : each.steps()) {
                if (step.action() instanceof Step.Call(var _, String reducer, var _)
                        && reducer.equals("filter_age")) {
                    Results.transports(each).forEach(over -> asking.add(cell(each, over)));
                }
            }
        }
        assertThat(asking).isNotEmpty();
        assertThat(red(results, "right")).as(problems(results, "right")).isEmpty();
        assertThat(red(results, "wrong")).isEqualTo(asking);
        assertThat(results.counts().isGood()).isFalse();
    }

    @Test
    void aModuleThatDoesNotCompileFailsInEveryCell(@TempDir Path folder) throws IOException {
        Path wrong = copy(folder.resolve("wrong"));
        plant(wrong.resolve("src/index.ts"), "export *", "exporrt *");
        List<Case> cases =
                CaseFile.read(SteleCommand.ROOT.resolve("conformance/cases/schema.cases"));
        Results results = run(folder, cases, List.of(new Language("wrong", wrong)));
        assertThat(results.counts().passed()).isZero();
        assertThat(results.counts().leftOut()).isZero();
        assertThat(results.counts().failed()).isPositive();
    }

    private static Results run(Path folder, List<Case> cases, List<Language> languages)
            throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            return new Suite(cases, languages, false, (_, _, _, _) -> {})
                    .run(URI.create(server.url()));
        }
    }

    private static Set<String> red(Results results, String language) {
        Set<String> out = new TreeSet<>();
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                if (!(results.get(each, language, transport) instanceof Result.Passed)) {
                    out.add(cell(each, transport));
                }
            }
        }
        return out;
    }

    /** Why the cells of a language are red. */
    private static String problems(Results results, String language) {
        StringBuilder out = new StringBuilder();
        for (Case each : results.cases()) {
            for (Transport transport : Results.transports(each)) {
                if (results.get(each, language, transport) instanceof Result.Failed failed) {
                    out.append(cell(each, transport)).append(": ");
                    out.append(failed.problems()).append('\n');
                }
            }
        }
        return out.toString();
    }

    private static String cell(Case each, Transport transport) {
        return each.id() + " " + transport.text();
    }

    private static Path copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(RIGHT)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(RIGHT.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return to;
    }

    private static void plant(Path file, String right, String wrong) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(right);
        Files.writeString(file, text.replace(right, wrong));
    }
}
