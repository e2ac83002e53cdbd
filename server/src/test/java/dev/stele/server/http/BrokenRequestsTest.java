package dev.stele.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import dev.stele.server.websocket.Bystander;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that break HTTP, are too large, or end too early: a 4xx, or the end of the connection;
 * never a call, and never a second request in the body of the first.
 */
final class BrokenRequestsTest {

    private static final String CALL = "POST /v1/database/http/call/noop HTTP/1.1~";
    private static final String END = "end";

    @TempDir private static Path folder;
    private static TestServer server;
    private static Bystander bystander;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
        server.publish("http");
        bystander = Bystander.join(server, "http");
    }

    @AfterEach
    void othersAreServedAndNothingIsLeft() throws IOException, InterruptedException {
        bystander.call();
        bystander.awaitAlone();
    }

    @AfterAll
    static void stop() throws IOException {
        bystander.close();
        server.close();
    }

    /** {@code ~} ends a line, {@code CALL} begins a call with a host and the type of its body. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    not HTTP                   | hello~~                                           | 400
                    no version                 | GET /v1/ping~Host: a~~                            | 400
                    version 0.9                | GET /v1/ping HTTP/0.9~Host: a~~                   | 400
                    version 1.0                | GET /v1/ping HTTP/1.0~Host: a~~                   | 505
                    version 2.0                | GET /v1/ping HTTP/2.0~Host: a~~                   | 400
                    version 1.10               | GET /v1/ping HTTP/1.10~Host: a~~                  | 400
                    no host                    | GET /v1/ping HTTP/1.1~~                           | 400
                    two hosts                  | GET /v1/ping HTTP/1.1~Host: a~Host: b~~           | 400
                    host that is none          | GET /v1/ping HTTP/1.1~Host: a b~~                 | 400
                    port that is none          | GET /v1/ping HTTP/1.1~Host: a:b~~                 | 400
                    method that is no word     | G@T /v1/ping HTTP/1.1~Host: a~~                   | 400
                    no method                  | /v1/ping HTTP/1.1~Host: a~~                       | 400
                    other method               | BREW /v1/ping HTTP/1.1~Host: a~~                  | 405
                    two spaces                 | GET  /v1/ping HTTP/1.1~Host: a~~                  | 400
                    path with a space          | GET /v1/ping x HTTP/1.1~Host: a~~                 | 400
                    escape that is none        | GET /v1/database/%zz HTTP/1.1~Host: a~~           | 400
                    half an escape             | GET /v1/database/%2 HTTP/1.1~Host: a~~            | 400
                    query that is none         | GET /v1/ping?token=%zz HTTP/1.1~Host: a~~         | 400
                    header without colon       | GET /v1/ping HTTP/1.1~Host: a~hello~~             | 400
                    space before the colon     | GET /v1/ping HTTP/1.1~Host: a~X : y~~             | 400
                    folded header              | GET /v1/ping HTTP/1.1~Host: a~X: y~ z~~           | 400
                    header name that is none   | GET /v1/ping HTTP/1.1~Host: a~X@Y: z~~            | 400
                    length that is no number   | CALLContent-Length: abc~~[]                       | 400
                    negative length            | CALLContent-Length: -1~~[]                        | 400
                    length with a sign         | CALLContent-Length: +2~~[]                        | 400
                    length in hexadecimal      | CALLContent-Length: 0x2~~[]                       | 400
                    length beyond 64 bits      | CALLContent-Length: 99999999999999999999~~[]      | 400
                    two lengths                | CALLContent-Length: 2~Content-Length: 3~~[] []    | 400
                    list of lengths            | CALLContent-Length: 2, 3~~[] []                   | 400
                    length and chunks          | CALLContent-Length: 2~Transfer-Encoding: chunked~~2~[]~0~~ | 400
                    other coding               | CALLTransfer-Encoding: xchunked~~2~[]~0~~         | 400
                    chunks twice               | CALLTransfer-Encoding: chunked, chunked~~2~[]~0~~ | 400
                    gzip, then chunks          | CALLTransfer-Encoding: gzip, chunked~~2~[]~0~~    | 400
                    chunk size that is none    | CALLTransfer-Encoding: chunked~~zz~[]~0~~         | 400
                    negative chunk             | CALLTransfer-Encoding: chunked~~-2~[]~0~~         | 400
                    chunk of 4 GiB             | CALLTransfer-Encoding: chunked~~100000000~[]~0~~  | 400
                    chunk beyond 64 bits       | CALLTransfer-Encoding: chunked~~fffffffffffffffff~[]~0~~ | 400
                    chunk without its end      | CALLTransfer-Encoding: chunked~~2~[]0~~           | 400
                    body that is compressed     | CALLContent-Encoding: gzip~Content-Length: 2~~[]  | 400
                    """)
    void requests(String what, String request, String status) throws IOException {
        int calls = server.runtime().calls();
        String whole =
                request.replace("CALL", CALL + "Host: localhost~Content-Type: application/json~");
        assertThat(answer(whole, false)).as(what).isIn(status, END);
        assertThat(server.runtime().calls()).as(what).isEqualTo(calls);
    }

    /** The client has nothing more to say, at every byte of a request. */
    @ParameterizedTest
    @CsvSource({"Content-Length: 2~~[]", "Transfer-Encoding: chunked~~1~[~1~]~0~~"})
    void cutAtEveryByte(String rest) throws IOException {
        String whole = CALL + "Host: localhost~Content-Type: application/json~" + rest;
        int bytes = whole.replace("~", "\r\n").length();
        int calls = server.runtime().calls();
        assertThat(answer(whole, true)).isEqualTo("200");
        assertThat(server.runtime().calls()).isEqualTo(calls + 1);
        for (int length = 0; length < bytes - 4; length++) {
            String cut = whole.replace("~", "\r\n").substring(0, length);
            assertThat(answer(cut, true)).as("%d bytes", length).isIn("400", END);
        }
        assertThat(server.runtime().calls()).isEqualTo(calls + 1);
    }

    /** What is in a body is no request, and what is behind a body is the next one. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void bodiesAreNotRequests(boolean isChunked) throws IOException {
        String inside = "POST /v1/database/http/call/noop HTTP/1.1\r\nHost: a\r\n\r\n";
        String head = "POST /v1/database/http/sql HTTP/1.1~Host: localhost~";
        String body =
                isChunked
                        ? "Transfer-Encoding: chunked~~"
                                + Integer.toHexString(inside.length())
                                + "~"
                                + inside
                                + "~0~~"
                        : "Content-Length: " + inside.length() + "~~" + inside;
        int calls = server.runtime().calls();
        try (Socket socket = RawHttp.connect(server.port())) {
            String next = "GET /v1/ping HTTP/1.1~Host: localhost~~";
            socket.getOutputStream()
                    .write(
                            (head + body + next)
                                    .replace("~", "\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(400);
            assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(200);
        }
        assertThat(server.runtime().calls()).isEqualTo(calls);
    }

    @ParameterizedTest(name = "{0} {1} of {2} bytes")
    @CsvSource({
        "POST, /v1/database/http/sql, 1048577",
        "POST, /v1/database/http/call/noop, 33554433",
        "POST, /v1/database/http/names, 65537",
        "PUT, /v1/database/http/names, 65537",
        "PUT, /v1/database/http, 67108865",
        "POST, /v1/database, 67108865",
        "POST, /v1/database/http/pre_publish, 67108865",
        "PUT, /v1/database/http/reset, 67108865"
    })
    void bodiesThatAreTooLarge(String method, String path, int bytes) throws IOException {
        int calls = server.runtime().calls();
        for (boolean isChunked : List.of(true, false)) {
            assertThat(large(method, path, bytes, isChunked)).isEqualTo(413);
        }
        assertThat(server.runtime().calls()).isEqualTo(calls);
    }

    private static int large(String method, String path, int bytes, boolean isChunked)
            throws IOException {
        try (Socket socket = RawHttp.connect(server.port())) {
            String head =
                    method
                            + " "
                            + path
                            + " HTTP/1.1~Host: localhost~Content-Type: application/json~"
                            + "Authorization: Bearer "
                            + server.token(TestServer.OWNER)
                            + "~"
                            + (isChunked
                                    ? "Transfer-Encoding: chunked~~"
                                            + Integer.toHexString(bytes)
                                            + "~"
                                    : "Content-Length: " + bytes + "~~");
            socket.getOutputStream()
                    .write(head.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            byte[] part = new byte[1 << 16];
                            for (int sent = 0; sent < bytes; sent += part.length) {
                                socket.getOutputStream().write(part);
                            }
                        } catch (IOException _) {
                            // The server has heard enough.
                        }
                    });
            return RawHttp.read(socket.getInputStream(), false).status();
        }
    }

    /** A head, and the parts of it, beyond 64 KiB. */
    @ParameterizedTest
    @CsvSource({
        "'GET /v1/ping?BIG HTTP/1.1~Host: localhost~~'",
        "'GET /BIG HTTP/1.1~Host: localhost~~'",
        "'BIG /v1/ping HTTP/1.1~Host: localhost~~'",
        "'GET /v1/ping HTTP/1.1~Host: localhost~X: BIG~~'",
        "'GET /v1/ping HTTP/1.1~Host: localhost~BIG: x~~'",
        "'GET /v1/ping HTTP/1.1~Host: localhost~MANY~'",
        "'GET /v1/ping HTTP/1.1~Host: localhost~Authorization: Bearer BIG~~'",
    })
    void headsThatAreTooLarge(String request) throws IOException {
        String large =
                request.replace("BIG", "x".repeat(100_000)).replace("MANY", "X: y~".repeat(20_000));
        assertThat(answer(large, false)).isIn("400", "414", "431", END);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no UTF-8 in SQL            | POST | /v1/database/http/sql       | 400
                    no UTF-8 in arguments      | POST | /v1/database/http/call/noop | 400
                    no UTF-8 in a name         | POST | /v1/database/http/names     | 400
                    no UTF-8 in names          | PUT  | /v1/database/http/names     | 400
                    """)
    void bodiesThatAreNoText(String what, String method, String path, int status)
            throws IOException {
        RawHttp.Response response =
                RawHttp.send(
                        server.port(),
                        method,
                        path,
                        Map.of(
                                "Authorization",
                                "Bearer " + server.token(TestServer.OWNER),
                                "Content-Type",
                                "application/json"),
                        new byte[] {'[', (byte) 0xC3, ']'});
        assertThat(response.status()).as(what + response.body()).isEqualTo(status);
    }

    /** The status of the one answer to {@code request}, or {@link #END}. */
    private static String answer(String request, boolean isEnding) throws IOException {
        try (Socket socket = RawHttp.connect(server.port())) {
            try {
                socket.getOutputStream()
                        .write(request.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                if (isEnding) {
                    socket.shutdownOutput();
                }
                int status = RawHttp.read(socket.getInputStream(), false).status();
                return Integer.toString(status);
            } catch (EOFException | SocketException _) {
                return END;
            }
        }
    }
}
