package dev.stele.conformance;

import java.util.ArrayList;
import java.util.List;
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

    private CargoTests() {}

    /**
     * The tests of a run that ended like {@code outcome}; fails when there is none, or when the
     * totals or the exit status contradict them.
     */
    static Stream<DynamicTest> of(NpmFolder.Outcome outcome) {
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
