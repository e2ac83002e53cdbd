package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A module's own HTTP routes: which handler answers, and what it is told and may say. */
final class HandlerRoutesTest {

    private static final String MODULE =
            """
            import { schema, table, t, Router, SyncResponse } from 'stele/server';
            const db = schema({ note: table({ name: 'note' }, { text: t.string() }) });
            export default db;
            const says = (what) => db.httpHandler((ctx, req) =>
              new SyncResponse([what, ...Object.entries(req.params).map(([k, v]) => `${k}=${v}`)].join(' ')));
            export const root = says('root');
            export const me = says('me');
            export const user = says('user');
            export const post = says('post');
            export const anyOf = says('any');
            export const status = db.httpHandler((ctx, req) =>
              new SyncResponse('', { status: Number(req.params.code) }));
            export const save = db.httpHandler((ctx, req) => {
              ctx.withTx(tx => tx.db.note.insert({ text: req.text() }));
              return new SyncResponse(String(ctx.withTx(tx => tx.db.note.count())));
            });
            export const crash = db.httpHandler(() => { throw new Error('secret'); });
            export const odd = db.httpHandler(() => 'no response');
            export const router = db.httpRouter(new Router()
              .get('', root).get('/users/:id', user).get('/users/me', me)
              .get('/users/:id/posts/:post_id', post).any('/any/:x', anyOf)
              .get('/status/:code', status).post('/save', save).get('/crash', crash).get('/odd', odd));
            """;

    @TempDir private static Path folder;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.startWithJavaScript(folder);
        assertThat(publish("routes", MODULE).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawHttp.Response publish(String name, String module) throws IOException {
        return RawHttp.send(
                server.port(),
                "PUT",
                "/v1/database/" + name + "?host_type=Js",
                Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                module.getBytes(StandardCharsets.UTF_8));
    }

    private static RawHttp.Response send(String method, String path, String body)
            throws IOException {
        return RawHttp.send(
                server.port(),
                method,
                "/v1/database/routes/route" + path,
                Map.of("X-Path-Id", "forged"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | ''                  | root",
                "GET    | ?x=1                | root",
                "GET    | /users/7            | user id=7",
                "GET    | /users/me           | me",
                "GET    | /users/%6De         | me",
                "GET    | /users/a%2Fb        | user id=a/b",
                "GET    | /users/%C3%A9+%20z  | user id=é+ z",
                "GET    | /users/1/posts/2?q  | post id=1 post_id=2",
                "DELETE | /any/thing          | any x=thing",
            })
    void thePreciseRouteAnswers(String method, String path, String answer) throws IOException {
        RawHttp.Response response = send(method, path, "");
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /users/",
                "GET  | /users",
                "GET  | /users/1/",
                "GET  | /users/1/posts/",
                "POST | /users/1",
                "GET  | /",
                "GET  | /save",
            })
    void whatNobodyAnswersIs404(String method, String path) throws IOException {
        RawHttp.Response response = send(method, path, "");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("Database has not registered a handler for this route");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users/%zz", "/users/%", "/%e"})
    void aPathThatIsNotEncodedIs400(String path) throws IOException {
        RawHttp.Response response = send("GET", path, "");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Exception");
    }

    @Test
    void aHandlerWrites() throws IOException {
        assertThat(send("POST", "/save", "one").body()).isEqualTo("1");
        assertThat(send("POST", "/save", "two").body()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"/status/99, 500", "/status/1000, 500", "/status/204, 204", "/status/599, 599"})
    void aStatusIsOneOrAFailure(String path, int status) throws IOException {
        assertThat(send("GET", path, "").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/crash", "/odd"})
    void whatFailsTellsNothing(String path) throws IOException {
        RawHttp.Response response = send("GET", path, "");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("The module instance encountered a fatal error");
        assertThat(send("GET", "", "").body()).isEqualTo("root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "/Users", "/a b", "/:", "/:1", "/x:id", "/:id/:id", "/%41"})
    void aPathThatIsNoneIsRefusedAtPublish(String path) throws IOException {
        RawHttp.Response response =
                publish(
                        "refused",
                        MODULE.replace(".get('/odd', odd)", ".get('" + path + "', odd)"));
        assertThat(response.status()).as(response.body()).isEqualTo(500);
        assertThat(response.body()).contains(path);
    }

    @Test
    void twoRoutesForTheSameAreRefused() throws IOException {
        RawHttp.Response response =
                publish(
                        "refused",
                        MODULE.replace(
                                ".get('/users/:id', user)",
                                ".get('/users/:id', user).get('/users/:name', me)"));
        assertThat(response.status()).as(response.body()).isEqualTo(500);
        assertThat(response.body()).contains("/users/:name");
    }
}
