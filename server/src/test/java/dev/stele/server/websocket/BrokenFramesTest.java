package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames against RFC 6455, each case on a connection of its own, and what the server answers: an
 * error of the framing ends the connection without a word, as the reference does it. Whatever a
 * client sends, others are served and nothing of it is left.
 */
final class BrokenFramesTest {

    private static final String V2 = "v2.bsatn.spacetimedb";
    private static final String SUBSCRIBE = "/v1/database/frames/subscribe?compression=None";

    @TempDir private static Path folder;
    private static TestServer server;
    private static Bystander bystander;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
        server.publish("frames");
        bystander = Bystander.join(server, "frames");
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

    /**
     * Frames are {@code FIRST:PAYLOAD}, both hexadecimal but for {@code ask}, a whole query, {@code
     * ask<} and {@code >ask}, its two parts; {@code u:} is not masked, {@code raw=} is as it goes
     * on the wire. What comes back is separated by commas; an answer that the end of the connection
     * may overtake has a question mark.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    a query                             | 82:ask                      | answer
                    RSV1, as if compressed              | c2:ask                      | end
                    RSV2                                | a2:ask                      | end
                    RSV3                                | 92:ask                      | end
                    all reserved bits                   | f2:ask                      | end
                    RSV1 on a ping                      | c9:                         | end
                    opcode 3                            | 83:00                       | end
                    opcode 4                            | 84:00                       | end
                    opcode 7                            | 87:00                       | end
                    opcode 11                           | 8b:                         | end
                    opcode 15                           | 8f:                         | end
                    reserved opcode without end         | 03:00                       | end
                    not masked                          | 82u:ask                     | end
                    ping that is not masked             | 89u:                        | end
                    close that is not masked            | 88u:03e8                    | end
                    second frame that is not masked     | 82:ask 82u:ask              | answer?,end
                    mask of zeros                       | raw=828100000000 raw=09     | close 1011 unknown tag 0x9 for sum type ClientMessage,end
                    ping                                | 89:6162 82:ask              | pong 6162,answer
                    ping without payload                | 89: 82:ask                  | pong ,answer
                    pong that nobody asked for          | 8a:6162 82:ask              | answer
                    ping in two parts                   | 09:61 80:62                 | end
                    pong without end                    | 0a:61                       | end
                    close without end                   | 08:03e8                     | end
                    ping of 126 bytes                   | raw=89fe007e00000000        | end
                    ping with a length of 64 bits       | raw=89ff000000000000000100000000 | end
                    two parts                           | 02:ask< 80:>ask             | answer
                    many parts                          | 02:ask< 00: 00: 00: 00: 00: 80:>ask | answer
                    first part empty                    | 02: 80:ask                  | answer
                    last part empty                     | 02:ask 80:                  | answer
                    ping between parts                  | 02:ask< 89:63 80:>ask       | pong 63,answer
                    close between parts                 | 02:ask< 88:03e8             | close 1000,end
                    continuation without start          | 80:ask                      | end
                    part without start                  | 00:ask                      | end
                    continuation after a whole message  | 82:ask 80:00                | answer?,end
                    message within a message            | 02:ask< 82:ask              | end
                    part of another message             | 02:ask< 02:>ask             | end
                    text within a binary message        | 02:ask< 81:61               | end
                    length of 16 bits for 2 bytes       | raw=82fe000200000000 raw=0900 | close 1011 unknown tag 0x9 for sum type ClientMessage,end
                    length of 64 bits for 2 bytes       | raw=82ff000000000000000200000000 raw=0900 | close 1011 unknown tag 0x9 for sum type ClientMessage,end
                    length with the highest bit         | raw=82ff800000000000000000000000 | end
                    length of 2^64 - 1                  | raw=82ffffffffffffffffff00000000 | end
                    length of 2^63 - 1                  | raw=82ff7fffffffffffffff00000000 | close 1009 message of 9223372036854775807 bytes, expected at most 33554432,end
                    length of 4 GiB                     | raw=82ff000000010000000000000000 | close 1009 message of 4294967296 bytes, expected at most 33554432,end
                    one byte more than is allowed       | raw=82ff000000000200000100000000 | close 1009 message of 33554433 bytes, expected at most 33554432,end
                    parts together larger than allowed  | 02:00 raw=80ff000000000200000000000000 | close 1009 message of 33554433 bytes, expected at most 33554432,end
                    text                                | 81:7b7d                     | close 1011 v2 websocket does not support text messages,end
                    text in two parts, within a letter  | 01:c3 80:a4                 | close 1011 v2 websocket does not support text messages,end
                    text that is half a letter          | 81:c3                       | end
                    text with an overlong letter        | 81:c0af                     | end
                    text with half a surrogate pair     | 81:eda080                   | end
                    text beyond Unicode                 | 81:f4908080                 | end
                    text with a byte that is no UTF-8   | 81:ff                       | end
                    close                               | 88:                         | close,end
                    close with a reason                 | 88:03e8627965               | close 1000 bye,end
                    close with half a code              | 88:03                       | end
                    close with a reason that is no UTF-8 | 88:03e8ff                  | end
                    close with half a letter            | 88:03e8c3                   | end
                    query after a close                 | 88:03e8 82:ask              | close 1000,end
                    query after a message that is broken | 82:09 82:ask               | close 1011 unknown tag 0x9 for sum type ClientMessage,end
                    garbage instead of frames           | raw=474554202f20485454502f312e310d0a0d0a | end
                    """)
    void frames(String what, String frames, String expected) throws IOException {
        try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
            client.send(bytes(frames));
            List<String> expectations = List.of(expected.split(",(?! )", -1));
            List<String> received = received(client, expectations.size());
            if (expectations.getFirst().equals("answer?") && received.size() == 1) {
                received.addFirst("answer?");
            }
            assertThat(received)
                    .as(what)
                    .isEqualTo(
                            received.contains("answer?")
                                    ? expectations
                                    : List.of(expected.replace("?", "").split(",(?! )", -1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1013, 3000, 3999, 4000, 4999})
    void aCloseCodeIsEchoed(int code) throws IOException {
        assertThat(answerToClose(code)).isEqualTo(List.of("close " + code, Messages.END));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535})
    void aCloseCodeThatMayNotBeSentIsAnError(int code) throws IOException {
        assertThat(answerToClose(code))
                .isEqualTo(List.of("close 1002 Protocol violation", Messages.END));
    }

    private static List<String> answerToClose(int code) throws IOException {
        try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
            client.send(RawWebSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
            return received(client, 2);
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
            for (byte each : bytes("82:ask 89:6162 02:ask< 80:>ask")) {
                client.send(new byte[] {each});
            }
            assertThat(received(client, 3))
                    .containsExactlyInAnyOrder("answer", "pong 6162", "answer");
        }
    }

    @Test
    void theLargestMessageIsTaken() throws IOException {
        byte[] message = Messages.query(1, "x".repeat(Limits.MESSAGE_BYTES_MAX - 9));
        assertThat(message).hasSize(Limits.MESSAGE_BYTES_MAX);
        try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
            client.send(RawWebSocket.BINARY, message);
            assertThat(Messages.next(client))
                    .startsWith("OneOffQueryResult 1 err SQL query exceeds");
            client.send(bytes("82:ask"));
            assertThat(received(client, 1)).isEqualTo(List.of("answer"));
        }
    }

    /** Empty parts cost nothing: a message of very many of them is taken like any other. */
    @Test
    void emptyPartsAreFree() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(bytes("02:ask<"));
        for (int i = 0; i < 100_000; i++) {
            frames.writeBytes(RawWebSocket.frame(0, new byte[0], true));
        }
        frames.writeBytes(bytes("80:>ask"));
        try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
            client.send(frames.toByteArray());
            assertThat(received(client, 1)).isEqualTo(List.of("answer"));
        }
    }

    /** A client that goes away within a frame, at every byte of it. */
    @Test
    void halfAFrameIsForgotten() throws IOException {
        byte[] frame = bytes("82:ask");
        for (int length = 0; length < frame.length; length++) {
            try (RawWebSocket client = RawWebSocket.connected(server, "frames", V2, "alice")) {
                client.send(Arrays.copyOf(frame, length));
                client.socket().shutdownOutput();
                assertThat(received(client, 1)).as(length + " bytes").isEqualTo(List.of("end"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no key         | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Version: 13;Sec-WebSocket-Protocol: v2.bsatn.spacetimedb | 400
                    version 8      | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 8;Sec-WebSocket-Protocol: v2.bsatn.spacetimedb | 400
                    no version     | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Protocol: v2.bsatn.spacetimedb | 400
                    no protocol    | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 13 | 400
                    other protocol | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 13;Sec-WebSocket-Protocol: v9 | 400
                    other upgrade  | Upgrade: h2c;Connection: Upgrade;Sec-WebSocket-Protocol: v2.bsatn.spacetimedb;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 13 | 426
                    no upgrade     | Sec-WebSocket-Protocol: v2.bsatn.spacetimedb;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 13 | 426
                    with a body    | Upgrade: websocket;Connection: Upgrade;Sec-WebSocket-Key: AAAA;Sec-WebSocket-Version: 13;Sec-WebSocket-Protocol: v2.bsatn.spacetimedb;Content-Length: 5 | 426
                    """)
    void upgradesThatAreRefused(String what, String headers, int status) throws IOException {
        String request =
                "GET "
                        + SUBSCRIBE
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + headers.replace(";", "\r\n")
                        + "\r\n\r\nhello";
        RawHttp.Response response =
                RawHttp.exchange(server.port(), request.getBytes(StandardCharsets.US_ASCII), false);
        assertThat(response.status()).as(what + " " + response.body()).isEqualTo(status);
        assertThat(response.body()).isNotBlank();
    }

    /** What comes, in the words of the table, at most {@code count}. */
    private static List<String> received(RawWebSocket client, int count) throws IOException {
        List<String> received = new ArrayList<>();
        while (received.size() < count && !received.contains(Messages.END)) {
            String next = next(client);
            received.add(
                    next.equals("OneOffQueryResult " + Messages.ASK_ID + " ok [personoffsets[]]")
                            ? "answer"
                            : next);
        }
        return received;
    }

    private static String next(RawWebSocket client) throws IOException {
        try {
            return Messages.next(client);
        } catch (SocketException _) {
            // Reset: the server ended the connection before it had read everything.
            return Messages.END;
        }
    }

    private static byte[] bytes(String frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String frame : frames.split(" ", -1)) {
            if (frame.startsWith("raw=")) {
                out.writeBytes(HexFormat.of().parseHex(frame.substring(4)));
                continue;
            }
            boolean isMasked = !frame.contains("u:");
            int colon = frame.indexOf(':');
            int first = Integer.parseInt(frame.substring(0, isMasked ? colon : colon - 1), 16);
            out.writeBytes(
                    RawWebSocket.frame(first, payload(frame.substring(colon + 1)), isMasked));
        }
        return out.toByteArray();
    }

    private static byte[] payload(String text) {
        byte[] ask = Messages.ask();
        return switch (text) {
            case "ask" -> ask;
            case "ask<" -> Arrays.copyOf(ask, 10);
            case ">ask" -> Arrays.copyOfRange(ask, 10, ask.length);
            default -> HexFormat.of().parseHex(text);
        };
    }
}
