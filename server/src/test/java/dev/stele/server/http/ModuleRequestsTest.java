package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import dev.stele.server.RawHttp;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import dev.stele.server.http.OutboundRequests.Reach;
import dev.stele.server.websocket.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Procedures and handlers that ask other servers, from the call of a client to its answer. */
final class ModuleRequestsTest {

    private static final String MODULE =
            """
            import { Router, schema, SyncResponse, t, table } from 'stele/server';

            const seen = table({ name: 'seen', public: true }, { text: t.string() });
            const db = schema({ seen });
            export default db;

            const told = (response: SyncResponse) =>
              [response.status, response.headers.get('x-one'), ...response.bytes()].join(' ');

            export const ask = db.procedure(
              { method: t.string(), uri: t.string(), body: t.array(t.u8()) },
              t.string(),
              (ctx, { method, uri, body }) => {
                const headers = { 'X-Mine': 'mine' };
                const content = body.length > 0 ? new Uint8Array(body) : undefined;
                return told(ctx.http.fetch(uri, { method, headers, body: content }));
              }
            );

            export const askInTransaction = db.procedure({ uri: t.string() }, t.string(), (ctx, { uri }) =>
              ctx.withTx(tx => {
                tx.db.seen.insert({ text: 'in transaction' });
                let said = 'sent';
                try {
                  ctx.http.fetch(uri);
                } catch (error) {
                  said = `${error}`;
                }
                return said;
              })
            );

            export const askAndWrite = db.procedure({ uri: t.string() }, t.u64(), (ctx, { uri }) => {
              const text = ctx.http.fetch(uri).text();
              return ctx.withTx(tx => {
                tx.db.seen.insert({ text });
                return tx.db.seen.count();
              });
            });

            export const tryAsking = db.procedure({ uri: t.string() }, t.string(), (ctx, { uri }) => {
              try {
                return told(ctx.http.fetch(uri));
              } catch (error) {
                return `${error}`;
              }
            });

            export const write = db.reducer({ text: t.string() }, (ctx, { text }) => {
              ctx.db.seen.insert({ text });
            });

            export const relay = db.httpHandler((ctx, request) => {
              const answer = ctx.http.fetch(request.headers.get('x-to')!, {
                method: request.method,
                body: request.bytes(),
              });
              return new SyncResponse(answer.bytes(), { status: answer.status });
            });
            export const routes = db.httpRouter(new Router().post('/relay', relay));
            """;

    private static final int POLL_MS = 5;

    @TempDir private static Path folder;
    private static TestServer server;

    private OtherServer other;

    @BeforeAll
    static void startServer() throws IOException {
        server = TestServer.startWithJavaScript(folder.resolve("open"), Reach.EVERYTHING);
        server.publish(TestServer.OWNER, "asks", TestServer.typescript(MODULE));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startOther() throws IOException {
        other = OtherServer.start();
    }

    @AfterEach
    void stopOther() throws IOException {
        other.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + other.port() + path;
    }

    private static RawHttp.Response call(String procedure, String args) throws IOException {
        return server.call("alice", "asks", procedure, args);
    }

    private static String rows(String text) throws IOException {
        String query = "SELECT COUNT(*) AS n FROM seen WHERE text = '" + text + "'";
        return RawHttp.send(
                        server.port(),
                        "POST",
                        "/v1/database/asks/sql",
                        Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                        query.getBytes(StandardCharsets.UTF_8))
                .body()
                .replaceAll("(?s).*\"rows\":(\\[\\[.*?\\]\\]).*", "$1");
    }

    @Test
    void aProcedureAsksAndIsAnswered() throws IOException {
        other.answer("/x", "418 Teapot", "X-One: 1", Bytes.wrap(new byte[] {0, -1, 10}));
        RawHttp.Response answered = call("ask", "[\"PUT\", \"" + url("/x") + "\", [0, 255, 13]]");
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.body()).isEqualTo("\"418 1 0 255 10\"");
        assertThat(other.last().line()).isEqualTo("PUT /x HTTP/1.1");
        assertThat(other.last().header("x-mine")).isEqualTo("mine");
        assertThat(other.last().body()).isEqualTo(Bytes.wrap(new byte[] {0, -1, 13}));
    }

    @Test
    void nothingIsAskedInATransaction() throws IOException {
        RawHttp.Response answered = call("ask_in_transaction", "[\"" + url("/x") + "\"]");
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        assertThat(answered.body()).containsIgnoringCase("transaction").doesNotContain("sent");
        assertThat(other.count()).isZero();
        assertThat(rows("in transaction")).isEqualTo("[[1]]");
    }

    @Test
    void whatWasAnsweredIsWritten() throws IOException {
        other.answer("/x", "200 OK", "X-One: 1", Bytes.ofUtf8("answered é"));
        assertThat(call("ask_and_write", "[\"" + url("/x") + "\"]").status()).isEqualTo(200);
        assertThat(rows("answered é")).isEqualTo("[[1]]");
    }

    @Test
    void othersGoOnWhileAProcedureWaits() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        other.held("/held", asked, released);
        FutureTask<RawHttp.Response> waiting =
                new FutureTask<>(() -> call("try_asking", "[\"" + url("/held") + "\"]"));
        Thread.ofVirtual().start(waiting);
        asked.await();
        assertThat(call("write", "[\"meanwhile\"]").status()).isEqualTo(200);
        assertThat(rows("meanwhile")).isEqualTo("[[1]]");
        assertThat(call("try_asking", "[\"nonsense\"]").status()).isEqualTo(200);
        assertThat(waiting.isDone()).isFalse();
        released.countDown();
        assertThat(get(waiting).body()).startsWith("\"200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.bsatn.spacetimedb", "v3.bsatn.spacetimedb"})
    void aRequestEndsWithItsCaller(String protocol) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        other.held("/for-nobody", asked, released);
        int before = ended();
        Bytes args = Bytes.wrap(new BsatnWriter().string(url("/for-nobody")).toByteArray());
        try (RawWebSocket client = RawWebSocket.connected(server, "asks", protocol, "alice")) {
            byte[] call = Messages.callProcedure(1, "ask_and_write", args);
            client.send(RawWebSocket.BINARY, call);
            asked.await();
        }
        while (ended() == before) {
            Thread.sleep(POLL_MS);
        }
        released.countDown();
        assertThat(rows("")).isEqualTo("[[0]]");
    }

    /** How many calls have ended for want of a caller. */
    private static int ended() throws IOException {
        String log =
                RawHttp.send(
                                server.port(),
                                "GET",
                                "/v1/database/asks/logs",
                                Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                                new byte[0])
                        .body();
        return log.split("the caller of procedure ask_and_write is gone", -1).length - 1;
    }

    private static RawHttp.Response get(FutureTask<RawHttp.Response> task)
            throws InterruptedException, ExecutionException {
        return task.get();
    }

    @Test
    void failuresAreExceptions() throws IOException {
        other.raw("/broken", "nonsense\r\n\r\n");
        RawHttp.Response caught = call("try_asking", "[\"" + url("/broken?key=secret") + "\"]");
        assertThat(caught.status()).isEqualTo(200);
        assertThat(caught.body())
                .contains("error sending request for url")
                .doesNotContain("secret");
        assertThat(call("try_asking", "[\"ftp://x\"]").body()).contains("scheme is not allowed");
        RawHttp.Response thrown = call("ask", "[\"GET\", \"" + url("/broken") + "\", []]");
        assertThat(thrown.status()).isEqualTo(500);
        assertThat(thrown.body()).doesNotContain("dev.stele");
    }

    @Test
    void aHandlerAsksToo() throws IOException {
        other.answer("/x", "201 Made", "X-One: 1", Bytes.ofUtf8("made"));
        RawHttp.Response answered =
                RawHttp.send(
                        server.port(),
                        "POST",
                        "/v1/database/asks/route/relay",
                        Map.of("X-To", url("/x")),
                        "body".getBytes(StandardCharsets.UTF_8));
        assertThat(answered.status()).isEqualTo(201);
        assertThat(answered.body()).isEqualTo("made");
        assertThat(other.last().body()).isEqualTo(Bytes.ofUtf8("body"));
    }

    @Test
    void inwardsIsRefusedAndNowhereIsDisabled() throws IOException {
        for (Reach reach : new Reach[] {Reach.PUBLIC, Reach.NOTHING}) {
            try (TestServer careful =
                    TestServer.startWithJavaScript(folder.resolve(reach.name()), reach)) {
                careful.publish(TestServer.OWNER, "asks", TestServer.typescript(MODULE));
                String args = "[\"" + url("/x") + "\"]";
                RawHttp.Response answered = careful.call("alice", "asks", "try_asking", args);
                assertThat(answered.body())
                        .contains(
                                reach == Reach.PUBLIC
                                        ? "refusing to connect to private or special-purpose"
                                        : "module outbound HTTP requests are disabled");
            }
        }
        assertThat(other.count()).isZero();
    }
}
