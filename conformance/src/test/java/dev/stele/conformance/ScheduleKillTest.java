package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server killed with SIGKILL while it calls thousands of due rows one after the other: a row's
 * call and its deletion, from the table and from a view over it, are both there afterwards or
 * neither, so each call is made once.
 */
final class ScheduleKillTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DATABASE = "schedule-kill";

    /** Rows that are due at one time, in each round. */
    private static final int DUE = 3_000;

    /** Calls that have been made before a kill, at most: the kill finds the rest waiting. */
    private static final int CALLS_BEFORE_KILL_MAX = 300;

    /** Rows that are not due while the test runs. */
    private static final int LATER = 10;

    private static final int FIRST_LATER = 1_000_000;
    private static final long HOUR_MS = 3_600_000;

    private final HttpApi.User owner;
    private final SteleProcess server;
    private final HttpApi api;

    ScheduleKillTest(@TempDir Path folder) throws IOException {
        server = SteleProcess.start(folder);
        server.publish(DATABASE, SteleCommand.ROOT.resolve("conformance/modules/schedule-kill"));
        api = new HttpApi(URI.create(server.url()));
        owner = server.command().user();
    }

    @AfterEach
    void stopServer() {
        api.close();
        server.close();
    }

    private void addJobs(int first, int count, long delayMillis) {
        String args = "[" + first + ", " + count + ", " + delayMillis + "]";
        assertThat(api.call(DATABASE, "add_jobs", args, owner)).matches(HttpApi.Answer::isOk);
    }

    private List<Long> column(String statement) {
        HttpApi.Answer answer = api.sql(DATABASE, statement, owner);
        assertThat(answer).matches(HttpApi.Answer::isOk);
        JsonNode rows = JsonMapper.shared().readTree(answer.body()).path(0).path("rows");
        return rows.valueStream().map(row -> row.path(0).asLong()).toList();
    }

    private long calls() {
        return column("SELECT calls FROM total").stream().findFirst().orElse(0L);
    }

    private Set<Long> waiting() {
        return new HashSet<>(column("SELECT number FROM job"));
    }

    private Set<Long> waitingInView() {
        return new HashSet<>(column("SELECT number FROM jobs"));
    }

    /** Rows only go, so what is read later is part of what is read before. */
    private void checkThatTheViewIsInStep() {
        Set<Long> before = waiting();
        Set<Long> view = waitingInView();
        Set<Long> after = waiting();
        assertThat(before).containsAll(view);
        assertThat(view).containsAll(after);
    }

    @Test
    void aCallAndTheEndOfItsRowAreOneHoweverTheServerEnds() throws IOException {
        int rounds = Integer.getInteger("kill.rounds", 2);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("kill -9 among scheduled calls, seed " + seed);
        Random random = new Random(seed);
        addJobs(FIRST_LATER, LATER, HOUR_MS);
        assertThat(waitingInView()).hasSize(LATER);
        for (int round = 0; round < rounds; round++) {
            round(round * DUE, 1 + random.nextInt(CALLS_BEFORE_KILL_MAX));
        }
    }

    private void round(int first, int callsBeforeKill) throws IOException {
        addJobs(first, DUE, 0);
        server.await("calls are made", SOON, () -> calls() >= first + callsBeforeKill);
        server.kill();
        long killedMicros = System.currentTimeMillis() * 1_000;
        server.startAgain();
        checkThatTheViewIsInStep();
        server.await("all are called", SOON, () -> waiting().size() == LATER);

        List<Long> later = LongStream.range(FIRST_LATER, FIRST_LATER + LATER).boxed().toList();
        assertThat(waiting()).containsExactlyInAnyOrderElementsOf(later);
        assertThat(waitingInView()).containsExactlyInAnyOrderElementsOf(later);
        List<Long> all = LongStream.range(0, first + DUE).boxed().toList();
        assertThat(column("SELECT number FROM done")).containsExactlyInAnyOrderElementsOf(all);
        assertThat(calls()).isEqualTo(all.size());
        assertThat(column("SELECT number FROM done WHERE micros > " + killedMicros))
                .as("calls that the kill left to be made")
                .isNotEmpty()
                .hasSizeLessThan(DUE);
    }
}
