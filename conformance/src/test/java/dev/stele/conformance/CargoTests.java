package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What {@code cargo test} says, each of its tests as a test of ours. */
final class CargoTests {

    /** A test's line; one that passed, failed or was left out ends with how. */
    private static final Pattern TEST =
            Pattern.compile("^test (.+) \\.\\.\\. (ok|FAILED|ignored.*)$", Pattern.MULTILINE);

    /** The last line of each program of tests. */
    private static final Pattern TOTAL =
            Pattern.compile(
                    "^test result: \\w+\\. (\\d+) passed; (\\d+) failed; (\\d+) ignored;",
                    Pattern.MULTILINE);

    /** Where Debian has its toolchain, which comes before others on the path: the gate has it. */
    private static final Path DISTRIBUTION = Path.of("/usr/bin");

    private CargoTests() {}

    /** The tests of the crates in {@code folder}, built for this machine, which needs Cargo. */
    static Stream<DynamicTest> run(Path folder, Map<String, String> variables) throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("CARGO_TERM_COLOR", "never");
        if (System.getenv("CARGO_TARGET_DIR") == null) {
            environment.put(
                    "CARGO_TARGET_DIR", SteleCommand.ROOT.resolve("target/cargo").toString());
        }
        // Cargo must call the compiler of its own toolchain, not one that comes first on the path.
        distribution("rustc").ifPresent(path -> environment.put("RUSTC", path));
        distribution("rustdoc").ifPresent(path -> environment.put("RUSTDOC", path));
        String cargo = distribution("cargo").orElseGet(() -> Programs.of("cargo"));
        return of(
                NpmFolder.tryRun(folder, environment, cargo, "test", "--locked", "--no-fail-fast"));
    }

    private static Optional<String> distribution(String program) {
        return Optional.of(DISTRIBUTION.resolve(program))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }

    /**
     * The tests of a run that ended like {@code outcome}; fails when there is none, or when the
     * totals or the exit status contradict them.
     */
    private static Stream<DynamicTest> of(NpmFolder.Outcome outcome) {
        List<DynamicTest> tests = new ArrayList<>();
        int failures = 0;
        Matcher test = TEST.matcher(outcome.output());
        while (test.find()) {
            String ending = test.group(2);
            failures += ending.equals("FAILED") ? 1 : 0;
            tests.add(
                    DynamicTest.dynamicTest(
                            test.group(1),
                            () -> {
                                if (!ending.equals("ok")) {
                                    throw new AssertionError(ending + "\n" + outcome.output());
                                }
                            }));
        }
        if (tests.isEmpty()
                || tests.size() != total(outcome.output())
                || (failures == 0) != (outcome.status() == 0)) {
            throw new AssertionError(
                    tests.size() + " tests, status " + outcome.status() + "\n" + outcome.output());
        }
        return tests.stream();
    }

    private static int total(String output) {
        return TOTAL.matcher(output)
                .results()
                .mapToInt(t ->
                        Integer.parseInt(t.group(1))
                                + Integer.parseInt(t.group(2))
                                + Integer.parseInt(t.group(3)))
                .sum();
    }
}
