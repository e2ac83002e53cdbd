package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that says that a request is its last gets the response, and then the end. */
final class ConnectionEndTest {

    @TempDir private static Path folder;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
        server.publish("ends");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "close ,x"})
    void theConnectionEndsBehindTheResponse(String connection) throws IOException {
        for (String request :
                new String[] {
                    "GET /v1/ping HTTP/1.1\r\nHost: a\r\nConnection: %s\r\n\r\n",
                    "GET /nosuch HTTP/1.1\r\nHost: a\r\nConnection: %s\r\n\r\n",
                    "POST /v1/database/nosuch/sql HTTP/1.1\r\nHost: a\r\nConnection: %s\r\n"
                            + "Content-Length: 8\r\n\r\nSELECT 1",
                }) {
            try (Socket socket = RawHttp.connect(server.port())) {
                send(socket, request.formatted(connection));
                InputStream in = socket.getInputStream();
                assertThat(RawHttp.read(in, false).status()).isBetween(200, 404);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "closer", "x-close"})
    void otherConnectionsGoOn(String connection) throws IOException {
        try (Socket socket = RawHttp.connect(server.port())) {
            for (int i = 0; i < 3; i++) {
                send(
                        socket,
                        "GET /v1/ping HTTP/1.1\r\nHost: a\r\nConnection: "
                                + connection
                                + "\r\n\r\n");
                assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(200);
            }
        }
    }
}
