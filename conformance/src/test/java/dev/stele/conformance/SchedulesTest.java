package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scheduled rows on a real server: when they are called, how often, and what is left of them. */
final class SchedulesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String DATABASE = "schedules";

    @TempDir static Path folder;
    private static SteleProcess server;
    private static HttpApi api;
    private static HttpApi.User owner;

    @BeforeAll
    static void startServer() throws IOException {
        server = SteleProcess.start(folder);
        server.publish(DATABASE, SteleCommand.ROOT.resolve("conformance/modules/schedules"));
        api = new HttpApi(URI.create(server.url()));
        owner = server.command().user();
    }

    @AfterAll
    static void stopServer() {
        api.close();
        server.close();
    }

    @BeforeEach
    void clear() {
        for (String table : List.of("once", "ticking", "slow", "done")) {
            sql("DELETE FROM " + table);
        }
    }

    private static HttpApi.Answer call(String reducer, String args) {
        return api.call(DATABASE, reducer, args, owner);
    }

    private static void must(String reducer, String args) {
        assertThat(call(reducer, args)).matches(HttpApi.Answer::isOk);
    }

    private static JsonNode sql(String statement) {
        HttpApi.Answer answer = api.sql(DATABASE, statement, owner);
        assertThat(answer).matches(HttpApi.Answer::isOk);
        return JsonMapper.shared().readTree(answer.body()).path(0).path("rows");
    }

    private static List<String> notes() {
        return sql("SELECT note FROM done")
                .valueStream()
                .map(row -> row.path(0).asString())
                .sorted()
                .toList();
    }

    private static String logs() {
        return api.logs(DATABASE, owner).toString();
    }

    private static int rows(String table) {
        return sql("SELECT * FROM " + table).size();
    }

    private static void awaitNotes(String... expected) {
        server.await(
                "done holds " + List.of(expected), SOON, () -> notes().equals(List.of(expected)));
    }

    @Test
    void aRowIsCalledOnceAndIsGone() {
        must("add_once", "[0, \"first\"]");
        awaitNotes("first");
        assertThat(rows("once")).isZero();
    }

    @Test
    void aRowInTheFutureWaitsAndCanBeCancelled() {
        must("add_once", "[3600000, \"later\"]");
        must("add_once", "[1, \"now\"]");
        awaitNotes("now");
        assertThat(rows("once")).isOne();
        sql("DELETE FROM once");
        assertThat(rows("once")).isZero();
    }

    @Test
    void aRowThatIsMovedIsCalledAtItsNewTime() {
        must("add_once", "[3600000, \"moved\"]");
        long id = sql("SELECT id FROM once").path(0).path(0).asLong();
        must("move", "[" + id + ", 1]");
        awaitNotes("moved");
        assertThat(rows("once")).isZero();
    }

    @Test
    void aRowThatItsOwnCallMovesIsCalledAgain() {
        must("add_once", "[0, \"again twice\"]");
        awaitNotes("again twice", "twice");
        assertThat(rows("once")).isZero();
    }

    @Test
    void aTransactionThatFailsSchedulesNothing() {
        assertThat(call("add_then_fail", "[\"never\"]").body()).isEqualTo("not scheduled");
        must("add_once", "[1, \"after\"]");
        awaitNotes("after");
        assertThat(rows("once")).isZero();
    }

    @Test
    void aCallThatFailsIsNotMadeAgainAndTheNextOneIsMade() {
        must("add_once", "[0, \"refuses\"]");
        must("add_once", "[0, \"breaks\"]");
        must("add_once", "[0, \"hangs\"]");
        must("add_once", "[0, \"good\"]");
        awaitNotes("good");
        assertThat(rows("once")).isZero();
        assertThat(logs())
                .contains("refused on purpose")
                .contains("broken on purpose")
                .contains("stopped:");
    }

    @Test
    void anIntervalTicksUntilItsRowIsDeleted() {
        must("add_ticking", "[20000, 3]");
        awaitNotes("tick 1", "tick 2", "tick 3");
        assertThat(rows("ticking")).isZero();
    }

    @Test
    void intervalsOfZeroAndNegativeOnesTickToo() {
        must("add_ticking", "[0, 2]");
        must("add_ticking", "[-20000, 1]");
        awaitNotes("tick 1", "tick 1", "tick 2");
    }

    /** Each slow procedure ends only after a call that is made while it runs. */
    @Test
    void aSlowProcedureDelaysNoOtherCall() {
        must("add_slow", "[\"go\"]");
        must("add_slow", "[\"met go\"]");
        awaitNotes("waits for go", "waits for met go");
        must("add_ticking", "[1000, 1]");
        must("add_once", "[0, \"go\"]");
        awaitNotes("go", "met go", "met met go", "tick 1", "waits for go", "waits for met go");
        assertThat(rows("slow")).isZero();
    }

    @Test
    void aDelayThatIsTooLongIsRefused() {
        assertThat(call("add_once", "[68719476735, \"x\"]").status()).isEqualTo(530);
        assertThat(logs()).contains("delay");
        assertThat(rows("once")).isZero();
    }

    @Test
    void clientsCannotCallScheduledReducers() {
        HttpApi.Answer refused =
                api.call(DATABASE, "run_once", "[[1, {\"Time\": 5}, \"x\"]]", api.newUser());
        assertThat(refused.status()).isEqualTo(404);
    }

    @Test
    void rowsThatAreDueWhileTheServerIsDownAreCalledWhenItStarts() throws IOException {
        must("add_once", "[1500, \"slept\"]");
        must("add_ticking", "[1700000, 1]");
        server.stop();
        server.startAgain();
        awaitNotes("slept", "tick 1");
        assertThat(rows("once")).isZero();
    }
}
