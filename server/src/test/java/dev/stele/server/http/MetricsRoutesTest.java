package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets to read. */
final class MetricsRoutesTest {

    private static final String MODULE =
            """
            import { schema, t, table } from 'stele/server';

            const item = table({ public: true }, { id: t.u32().primaryKey(), level: t.u32() });
            const other = table({ public: true }, { id: t.u32().primaryKey() });
            const db = schema({ item, other });
            export default db;

            export const put = db.reducer({ id: t.u32() }, (ctx, { id }) => {
              ctx.db.item.insert({ id, level: id });
            });
            export const touch = db.reducer({ id: t.u32() }, (ctx, { id }) => {
              ctx.db.other.insert({ id });
            });
            export const every = db.anonymousView({ public: true }, t.array(item.rowType), ctx =>
              [...ctx.db.item.iter()]
            );
            """;

    @TempDir private static Path folder;
    private static TestServer server;
    private static String identity;

    @BeforeAll
    static void startServer() throws IOException {
        server = TestServer.startWithJavaScript(folder);
        identity =
                server.publish(TestServer.OWNER, "viewed", TestServer.typescript(MODULE)).toHex();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static RawHttp.Response get(String path) throws IOException {
        return RawHttp.send(server.port(), "GET", path, Map.of(), new byte[0]);
    }

    private static List<String> figures() throws IOException {
        return get("/v1/metrics").body().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static void call(String reducer, int id) throws IOException {
        assertThat(server.call("alice", "viewed", reducer, "[" + id + "]").status()).isEqualTo(200);
    }

    @Test
    void viewsAreCounted() throws IOException {
        assertThat(figures()).isEmpty();
        call("put", 1);
        byte[] query = "SELECT * FROM every".getBytes(StandardCharsets.UTF_8);
        RawHttp.send(server.port(), "POST", "/v1/database/viewed/sql", Map.of(), query);
        call("touch", 1);
        call("put", 2);

        String labels = "{db=\"" + identity + "\",view=\"every\"} ";
        assertThat(figures())
                .hasSize(3)
                .startsWith("view_calls" + labels + 2, "view_rows" + labels + 3)
                .last()
                .asString()
                .matches("\\Qview_total_time_usec" + labels + "\\E\\d+");
    }

    @Test
    void theTextIsForPrometheus() throws IOException {
        RawHttp.Response response = get("/v1/metrics");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("# TYPE view_calls counter\n").endsWith("\n");
        assertThat(RawHttp.send(server.port(), "POST", "/v1/metrics", Map.of(), new byte[0]))
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(405);
                    assertThat(refused.header("allow")).isEqualTo("GET,HEAD");
                });
    }

    @Test
    void theServerIsFoundUnderTheNameThatItWasAskedBy() throws IOException {
        assertThat(get("/v1/prometheus/sd_config").body())
                .isEqualTo(
                        "[{\"targets\":[\"localhost\"],"
                                + "\"labels\":{\"__metrics_path__\":\"/v1/metrics\"}}]");
    }
}
