package dev.stele.conformance;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The programs of this machine that tests drive: browsers, compilers, package managers. */
final class Programs {

    /** Set where nothing may be left out, as in the gate. */
    private static final String ALL_REQUIRED = "STELE_TESTS_REQUIRE_ALL";

    private Programs() {}

    /**
     * The first of {@code names} that this machine has. Without any the test is skipped, or fails
     * where nothing may be left out.
     */
    static String of(String... names) {
        Optional<String> found = find(names);
        String missing = "no " + String.join(", ", names) + " on this machine";
        if (found.isEmpty() && areAllRequired()) {
            throw new AssertionError(missing + ", and " + ALL_REQUIRED + " is set");
        }
        Assumptions.assumeTrue(found.isPresent(), missing);
        return found.orElseThrow();
    }

    /** Whether no test may be left out for want of a program. */
    static boolean areAllRequired() {
        return System.getenv(ALL_REQUIRED) != null;
    }

    /** The first of {@code names} that this machine has. */
    static Optional<String> find(String... names) {
        List<String> folders =
                Arrays.asList(
                        Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator, -1));
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
