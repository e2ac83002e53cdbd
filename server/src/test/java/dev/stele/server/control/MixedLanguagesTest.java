package dev.stele.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.mixed.MixedProgram;
import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A database whose root is TypeScript and whose module {@code world} is Rust: a module that was
 * written, for the published crate, without knowing of either.
 */
final class MixedLanguagesTest {

    private static final String ROOT =
            """
            import { schema, table, t, foreignModule, SenderError } from 'stele/server';
            const player = table({ name: 'player', public: true }, {
              id: t.u64().primaryKey(), owner: t.identity().unique(), name: t.string(), level: t.u32().index('btree') });
            const world = foreignModule({
              tables: { player },
              reducers: {
                addPlayer: { id: t.u64(), name: t.string(), level: t.u32() },
                setLevel: { id: t.u64(), level: t.u32() },
              },
            });
            const event = table({ name: 'event', public: true }, { text: t.string() });
            const db = schema({ event, world });
            export default db;
            export const join = db.reducer({ id: t.u64(), name: t.string() }, (ctx, { id, name }) => {
              ctx.db.event.insert({ text: `${name} joins` });
              world.addPlayer(ctx.as.world, { id, name, level: 1 });
              if (ctx.db.world.player.id.find(id).owner.toHexString() !== ctx.sender.toHexString()) throw new Error('not theirs');
              if (name === 'nobody') throw new SenderError('nobody may not join');
              if (name === 'bug') throw new Error('bug');
            });
            export const train = db.reducer({ id: t.u64() }, (ctx, { id }) => {
              const row = ctx.db.world.player.id.find(id);
              ctx.db.world.player.id.update({ ...row, level: row.level + 9 });
            });
            export const crash = db.reducer({ id: t.u64() }, (ctx, { id }) => {
              ctx.db.event.insert({ text: 'never' });
              try { world.setLevel(ctx.as.world, { id, level: 5 }); } catch { ctx.db.event.insert({ text: 'caught' }); }
            });
            export const names = db.anonymousView({ public: true }, t.array(player.rowType),
              (ctx) => [...ctx.db.world.player.iter()]);
            export const levels = db.procedure(t.u32(), (ctx) => ctx.withTx(tx => {
              world.setLevel(tx.as.world, { id: 1n, level: 30 });
              return [...tx.db.world.player.iter()].reduce((sum, row) => sum + row.level, 0);
            }));
            """;

    private static final Path WASM =
            Path.of(System.getProperty("stele.root", ".."))
                    .resolve("polyglot-bindings/src/test/resources/wasm");

    @TempDir private static Path folder;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.startWithJavaScript(folder);
        RawHttp.Response published = publish("game", ROOT, "views");
        assertThat(published.status()).as(published.body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Response publish(String name, String root, String module)
            throws IOException {
        TreeMap<String, Program> modules = new TreeMap<>();
        modules.put(
                "world",
                new Program(
                        Program.Kind.WASM,
                        Bytes.wrap(Files.readAllBytes(WASM.resolve(module + ".wasm")))));
        return publish(
                name,
                new MixedProgram(new Program(Program.Kind.JS, Bytes.ofUtf8(root)), modules)
                        .pack()
                        .toByteArray());
    }

    private static RawHttp.Response publish(String name, byte[] program) throws IOException {
        return RawHttp.send(
                server.port(),
                "PUT",
                "/v1/database/" + name + "?host_type=Mixed",
                Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                program);
    }

    private static String rows(String user, String query) throws IOException {
        RawHttp.Response response =
                RawHttp.send(
                        server.port(),
                        "POST",
                        "/v1/database/game/sql",
                        Map.of("Authorization", "Bearer " + server.token(user)),
                        query.getBytes(StandardCharsets.UTF_8));
        return response.status() == 200
                ? response.body().replaceAll("(?s).*\"rows\":(.*?),\"total.*", "$1")
                : response.body();
    }

    private static void isCalled(String user, String function, String args) throws IOException {
        RawHttp.Response response = server.call(user, "game", function, args);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
    }

    @Test
    void oneTransactionOverLanguages() throws IOException {
        isCalled("alice", "join", "[1, \"ann\"]");
        assertThat(server.call("bob", "game", "join", "[2, \"nobody\"]").body())
                .isEqualTo("nobody may not join");
        assertThat(server.call("bob", "game", "join", "[2, \"bug\"]").status()).isEqualTo(530);
        assertThat(rows("bob", "SELECT name FROM world.player")).isEqualTo("[[\"ann\"]]");
        assertThat(rows("bob", "SELECT * FROM event")).isEqualTo("[[\"ann joins\"]]");
        isCalled("alice", "train", "[1]");
        assertThat(rows("bob", "SELECT level FROM names")).isEqualTo("[[10]]");
        assertThat(rows("alice", "SELECT level FROM world.my_player")).isEqualTo("[[10]]");
        assertThat(rows("bob", "SELECT level FROM world.my_player")).isEqualTo("[]");
        assertThat(rows("bob", "SELECT * FROM world.player_count")).isEqualTo("[[1]]");
        assertThat(rows("bob", "SELECT level FROM world.high_q")).isEqualTo("[[10]]");
        isCalled("bob", "world.add_item", "[1, 1, \"sword\"]");
        assertThat(rows("alice", "SELECT kind FROM world.my_items")).isEqualTo("[[\"sword\"]]");
        assertThat(server.call("alice", "game", "levels", "[]").body()).isEqualTo("30");
        assertThat(rows("bob", "SELECT level FROM world.player")).isEqualTo("[[30]]");
    }

    @Test
    void aCrashInOneLanguageFailsTheCallWhateverTheOtherDoes() throws IOException {
        RawHttp.Response response = server.call("alice", "game", "crash", "[999]");
        assertThat(response.status()).isEqualTo(530);
        assertThat(response.body()).startsWith("The instance encountered a fatal error.");
        assertThat(rows("alice", "SELECT * FROM event WHERE text = 'caught'")).isEqualTo("[]");
        assertThat(rows("alice", "SELECT * FROM event WHERE text = 'never'")).isEqualTo("[]");
        assertThat(server.call("alice", "game", "train", "[998]").status()).isEqualTo(530);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "level: t.u32().index('btree') | level: t.u64().index('btree') | columns of table player",
                "setLevel: { id: t.u64(), level | setLevel: { id: t.u32(), level | parameters of reducer set_level",
                "name: t.string(), level        | name: t.string().unique(), level | has no index",
                "addPlayer:                     | removeAll: | no reducer remove_all",
            })
    void whatTheRootExpectsIsCompared(String text, String other, String problem)
            throws IOException {
        assertThat(ROOT).contains(text);
        RawHttp.Response response = publish("other", ROOT.replace(text, other), "views");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains("module world").contains(problem);
    }

    @Test
    void whatIsNotThereIsMissed() throws IOException {
        RawHttp.Response alone =
                RawHttp.send(
                        server.port(),
                        "PUT",
                        "/v1/database/alone?host_type=Js",
                        Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                        ROOT.getBytes(StandardCharsets.UTF_8));
        assertThat(alone.status()).isEqualTo(500);
        assertThat(alone.body()).contains("module world").contains("stele.json");
        RawHttp.Response handlers = publish("other", ROOT, "procs");
        assertThat(handlers.status()).isEqualTo(500);
        assertThat(handlers.body()).contains("module world").contains("HTTP handlers");
        RawHttp.Response lifecycle =
                publish(
                        "other",
                        "import { schema } from 'stele/server'; export default schema({});",
                        "rls");
        assertThat(lifecycle.status()).isEqualTo(500);
        assertThat(lifecycle.body()).contains("lifecycle");
    }

    @ParameterizedTest
    @CsvSource({"'', root", "PK, root", "nothing, root"})
    void whatIsNoProgramIsRefused(String program, String why) throws IOException {
        RawHttp.Response response = publish("other", program.getBytes(StandardCharsets.UTF_8));
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains(why).doesNotContain("dev.stele");
    }
}
