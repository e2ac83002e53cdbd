package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import dev.stele.server.websocket.Bystander;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time, or many connections. The server's clock is moved by hand. */
final class SlowRequestsTest {

    private static final long PATIENCE_SECONDS = 30;

    @TempDir Path folder;

    /** Beginnings of requests after which nothing comes; {@code ~} ends a line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /v1/ping HTTP/1.1",
                "GET /v1/ping HTTP/1.1~",
                "GET /v1/ping HTTP/1.1~Host: localhost~",
                "GET /v1/ping HTTP/1.1~Host: localhost~X: ",
                "POST /v1/database/slow/call/noop HTTP/1.1~Host: localhost~"
                        + "Content-Type: application/json~Content-Length: 3~~[]",
                "POST /v1/database/slow/call/noop HTTP/1.1~Host: localhost~"
                        + "Content-Type: application/json~Transfer-Encoding: chunked~~2~[]~",
                "PUT /v1/database/slow HTTP/1.1~Host: localhost~Content-Length: 60000000~~x",
                "GET /v1/ping HTTP/1.1~Host: localhost~~GET /v1/ping HTTP/1.1~Host: ",
            })
    void halfARequestIsGivenUp(String beginning) throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            server.publish("slow");
            try (Bystander bystander = Bystander.join(server, "slow");
                    Socket slow = RawHttp.connect(server.port())) {
                send(slow, beginning);
                int whole = beginning.split("localhost~~", -1).length - 1;
                if (beginning.startsWith("GET") && whole > 0) {
                    assertThat(RawHttp.read(slow.getInputStream(), false).status()).isEqualTo(200);
                }
                letTheServerRead(server);
                server.clock().advanceSeconds(PATIENCE_SECONDS - 2);
                bystander.call();
                server.clock().advanceSeconds(4);
                awaitEnd(slow);
                assertThat(server.runtime().calls()).isEqualTo(1);
                assertThat(server.call("owner", "slow", "noop", "[]").status()).isEqualTo(200);
            }
        }
    }

    /** A body may take longer than the patience when it comes at a pace. */
    @Test
    void aBodyThatComesAtAPaceIsAwaited() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(folder)) {
            server.publish("slow");
            int length = 1 << 20;
            try (Socket slow = RawHttp.connect(server.port())) {
                send(
                        slow,
                        "POST /v1/database/slow/call/noop HTTP/1.1~Host: localhost~"
                                + "Content-Type: application/json~Content-Length: "
                                + length
                                + "~~");
                int parts = 4;
                for (int part = 0; part < parts; part++) {
                    send(slow, (part == 0 ? "[]" : "  ") + " ".repeat(length / parts - 2));
                    letTheServerRead(server);
                    server.clock().advanceSeconds(15);
                }
                assertThat(RawHttp.read(slow.getInputStream(), false).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aFloodOfConnectionsIsBoundedAndOthersAreServed() throws IOException, InterruptedException {
        int perAddress = 20;
        try (TestServer server = TestServer.start(folder, new SocketLimits(100, perAddress))) {
            server.publish("slow");
            List<Socket> open = new ArrayList<>();
            try (Bystander bystander = Bystander.join(server, "slow")) {
                for (int i = 1; i < perAddress; i++) {
                    open.add(RawHttp.connect(server.port()));
                    send(open.getLast(), "GET /v1/ping HTTP/1.1~Host: localhost~~");
                    assertThat(RawHttp.read(open.getLast().getInputStream(), false).status())
                            .isEqualTo(200);
                }
                for (int i = 0; i < 3; i++) {
                    try (Socket surplus = RawHttp.connect(server.port())) {
                        RawHttp.Response refusal = RawHttp.read(surplus.getInputStream(), false);
                        assertThat(refusal.status()).isEqualTo(503);
                        assertThat(refusal.body()).isEqualTo("too many connections");
                        awaitEnd(surplus);
                    }
                }
                bystander.call();
                for (Socket each : open) {
                    each.close();
                }
                awaitRoom(server);
                bystander.call();
            }
        }
    }

    private static void awaitRoom(TestServer server) throws IOException, InterruptedException {
        for (int look = 0; look < 1_000; look++) {
            try {
                if (RawHttp.send(server.port(), "GET", "/v1/ping", Map.of(), new byte[0]).status()
                        == 200) {
                    return;
                }
            } catch (SocketException _) {
                // Refused while the request was on its way.
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the closed connections still count");
    }

    /** Another request has gone through, which began after what was sent before. */
    private static void letTheServerRead(TestServer server)
            throws IOException, InterruptedException {
        RawHttp.send(server.port(), "GET", "/v1/ping", Map.of(), new byte[0]);
        Thread.sleep(100);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits for the end of the connection, passing over what still comes; a timeout fails. */
    private static void awaitEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException _) {
            // Reset, which is an end as well.
            return;
        }
    }
}
