package dev.stele.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A TypeScript module with a library twice deep: one schema, dotted names, one transaction. */
final class SubmodulesTest {

    private static final String INNER =
            """
            import { schema, table, t } from 'stele/server';
            const mark = table({ name: 'mark', public: true }, { at: t.u32().primaryKey() });
            const db = schema({ mark });
            export default db;
            export const put = db.reducer({ at: t.u32() }, (ctx, { at }) => { ctx.db.mark.insert({ at }); });
            """;

    private static final String LIBRARY =
            """
            import { schema, table, t } from 'stele/server';
            import * as inner from './inner.ts';
            const body = table({ name: 'body', public: true },
              { id: t.u32().primaryKey().autoInc(), owner: t.identity().unique(), mass: t.u32().index('btree') });
            const hidden = table({ name: 'hidden' }, { id: t.u32().primaryKey() });
            const job = table({ name: 'job', scheduled: () => run }, {
              id: t.u64().primaryKey().autoInc(), at: t.scheduleAt() });
            const db = schema({ body, hidden, job, inner });
            export default db;
            export const add = db.reducer({ mass: t.u32() }, (ctx, { mass }) => {
              ctx.db.body.insert({ id: 0, owner: ctx.sender, mass });
            });
            export const run = db.reducer({ row: job.rowType }, (ctx) => { ctx.db.hidden.insert({ id: 1 }); });
            export const heavy = db.anonymousView({ public: true }, t.array(body.rowType),
              (ctx) => [...ctx.db.body.iter()].filter(row => row.mass > 10));
            export const mine = db.view({ public: true }, t.option(body.rowType),
              (ctx) => ctx.db.body.owner.find(ctx.sender) ?? undefined);
            export const light = db.anonymousView({ public: true }, t.array(body.rowType),
              (ctx) => ctx.from.body.where(row => row.mass.lt(10)));
            export const total = db.procedure(t.u32(), (ctx) =>
              ctx.withTx(tx => [...tx.db.body.iter()].reduce((sum, row) => sum + row.mass, 0)));
            """;

    private static final String ROOT =
            """
            import { schema, table, t, ScheduleAt, SenderError } from 'stele/server';
            import * as physics from './library.ts';
            const player = table({ name: 'player', public: true }, { name: t.string().primaryKey() });
            const db = schema({ player, physics });
            export default db;
            export const init = db.init((ctx) => { ctx.db.physics.hidden.insert({ id: 7 }); });
            export const join = db.reducer({ name: t.string(), mass: t.u32() }, (ctx, { name, mass }) => {
              physics.add(ctx.as.physics, { mass });
              ctx.db.physics.inner.mark.insert({ at: mass });
              if (name === '') throw new SenderError('no name');
              ctx.db.player.insert({ name });
            });
            export const later = db.reducer({}, (ctx) => {
              ctx.db.physics.job.insert({ id: 0n, at: ScheduleAt.time(0n) });
            });
            export const names = db.anonymousView({ public: true }, t.array(player.rowType),
              (ctx) => [...ctx.db.player.iter()]);
            """;

    @TempDir private static Path folder;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.startWithJavaScript(folder);
        RawHttp.Response published = publish("game", ROOT);
        assertThat(published.status()).as(published.body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Response publish(String name, String root) throws IOException {
        return send(
                "PUT",
                "/v1/database/" + name + "?host_type=Js",
                TestServer.OWNER,
                zip(
                        "stele-module.json",
                        "{\"entry\":\"index.ts\",\"links\":{}}",
                        "index.ts",
                        root,
                        "library.ts",
                        LIBRARY,
                        "inner.ts",
                        INNER));
    }

    private static byte[] zip(String... filesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < filesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(filesAndContents[i]));
                zip.write(filesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static RawHttp.Response send(String method, String path, String user, byte[] body)
            throws IOException {
        return RawHttp.send(
                server.port(),
                method,
                path,
                Map.of("Authorization", "Bearer " + server.token(user)),
                body);
    }

    private static String rows(String user, String query) throws IOException {
        RawHttp.Response response =
                send("POST", "/v1/database/game/sql", user, query.getBytes(StandardCharsets.UTF_8));
        if (response.status() != 200) {
            return response.body();
        }
        return response.body().replaceAll("(?s).*\"rows\":(.*?),\"total.*", "$1");
    }

    @Test
    void callsAcrossModulesAreOneTransaction() throws IOException {
        assertThat(server.call("alice", "game", "join", "[\"ann\", 5]").status()).isEqualTo(200);
        RawHttp.Response refused = server.call("bob", "game", "join", "[\"\", 50]");
        assertThat(refused.status()).isEqualTo(530);
        assertThat(refused.body()).isEqualTo("no name");
        assertThat(rows("bob", "SELECT mass FROM physics.body")).isEqualTo("[[5]]");
        assertThat(rows("bob", "SELECT * FROM physics.inner.mark")).isEqualTo("[[5]]");
        assertThat(server.call("bob", "game", "physics.add", "[70]").status()).isEqualTo(200);
        assertThat(server.call("bob", "game", "physics.add", "[70]").status())
                .as("owner is unique")
                .isEqualTo(530);
        assertThat(server.call("bob", "game", "physics.inner.put", "[6]").status()).isEqualTo(200);
        assertThat(rows("bob", "SELECT name FROM names")).isEqualTo("[[\"ann\"]]");
        assertThat(rows("bob", "SELECT mass FROM physics.heavy")).isEqualTo("[[70]]");
        assertThat(rows("bob", "SELECT mass FROM physics.mine")).isEqualTo("[[70]]");
        assertThat(rows("alice", "SELECT mass FROM physics.mine")).isEqualTo("[[5]]");
        assertThat(rows("alice", "SELECT mass FROM physics.light")).isEqualTo("[[5]]");
        assertThat(
                        rows(
                                "alice",
                                "SELECT m.* FROM physics.inner.mark m JOIN physics.body b"
                                        + " ON m.at = b.mass"))
                .isEqualTo("[[5]]");
        assertThat(server.call("alice", "game", "physics.total", "[]").body()).isEqualTo("75");
    }

    @Test
    void schedulesOfASubmoduleFire() throws IOException, InterruptedException {
        assertThat(rows(TestServer.OWNER, "SELECT * FROM physics.hidden")).isEqualTo("[[7]]");
        assertThat(server.call("alice", "game", "later", "[]").status()).isEqualTo(200);
        String seen = "";
        for (int i = 0; i < 600 && !seen.equals("[[1]]"); i++) {
            Thread.sleep(100);
            seen = rows(TestServer.OWNER, "SELECT * FROM physics.hidden WHERE id = 1");
        }
        assertThat(seen).isEqualTo("[[1]]");
        assertThat(rows(TestServer.OWNER, "SELECT * FROM physics.job")).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "physics.hidden | no such table: `physics.hidden`. If the table exists, it may be marked private.",
                "body           | no such table: `body`. If the table exists, it may be marked private.",
                "physics        | no such table: `physics`. If the table exists, it may be marked private.",
            })
    void whatIsNotThereIsSaid(String table, String error) throws IOException {
        assertThat(rows("alice", "SELECT * FROM " + table)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"add", "physics.nosuch", "physics.run", "nosuch.add", "physics..add"})
    void whatCannotBeCalledIs404(String reducer) throws IOException {
        assertThat(server.call("alice", "game", reducer, "[1]").status()).isEqualTo(404);
    }

    @Test
    void theDefinitionSaysWhatBelongsWhere() throws IOException {
        String schema =
                send("GET", "/v1/database/game/schema?version=10", "alice", new byte[0]).body();
        assertThat(schema).contains("\"Submodules\"", "\"physics\"", "\"inner\"");
    }

    @Test
    void rulesOfASubmoduleAreRefused() throws IOException {
        String library = ROOT.replace("'./library.ts'", "'./ruled.ts'");
        RawHttp.Response response =
                send(
                        "PUT",
                        "/v1/database/ruled?host_type=Js",
                        TestServer.OWNER,
                        zip(
                                "stele-module.json",
                                "{\"entry\":\"index.ts\",\"links\":{}}",
                                "index.ts",
                                library,
                                "ruled.ts",
                                LIBRARY
                                        + "export const rule = db.clientVisibilityFilter.sql("
                                        + "'SELECT * FROM hidden WHERE id = 1');",
                                "inner.ts",
                                INNER));
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains("submodule physics declares row-level security");
    }
}
