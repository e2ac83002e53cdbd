package dev.stele.server.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every recorded reply is given, or listed with the reason why not. */
final class RecordedRepliesTest {

    private static final Differences DIFFERENCES = Differences.load();
    private static final List<Verdicts> ALL = new ArrayList<>();

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> replaysEveryRecording() {
        return Differences.table("files.tsv", 3).stream()
                .filter(file -> file[1].equals("replayed"))
                .map(file -> DynamicTest.dynamicTest(file[0], () -> replay(file[0])));
    }

    private void replay(String name) throws IOException {
        Path data = folder.resolve(name);
        Verdicts verdicts =
                name.startsWith("http/")
                        ? HttpReplay.run(name, data, DIFFERENCES)
                        : SessionReplay.run(name, data, DIFFERENCES);
        ALL.add(verdicts);
        assertThat(verdicts.problems()).isEmpty();
        assertThat(verdicts.equal()).isPositive();
    }

    /** The table of all recordings, for whoever reads the output of the tests. */
    @AfterAll
    @SuppressWarnings("SystemOut")
    static void printTable() {
        System.out.println(Summary.of(ALL));
    }
}
