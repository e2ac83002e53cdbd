package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import dev.stele.server.protocol.ClientMessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that are not well formed: the connection is closed with 1011 and what is wrong, nothing
 * of the message is carried out, and others are served.
 */
final class BrokenMessagesTest {

    private static final String CLOSE = "close 1011 ";

    /** What decoding a message of a few bytes may allocate, whatever lengths it announces. */
    private static final long DECODING_BYTES_MAX = 64 << 10;

    private static final Bytes PERSON =
            Bytes.wrap(new BsatnWriter().string("ann@x").u8(7).toByteArray());

    /** A message of every kind. */
    private static final Map<String, byte[]> VALID =
            new TreeMap<>(
                    Map.of(
                            "Subscribe",
                            Messages.subscribe(1, 1, "SELECT * FROM person", "SELECT * FROM pet"),
                            "Unsubscribe",
                            Messages.unsubscribe(2, 1),
                            "OneOffQuery",
                            Messages.ask(),
                            "CallReducer",
                            Messages.call(4, "add_person", PERSON),
                            "CallProcedure",
                            Messages.callProcedure(5, "p")));

    @TempDir private static Path folder;
    private static TestServer server;
    private static Bystander bystander;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
        server.publish("messages");
        bystander = Bystander.join(server, "messages");
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

    static Stream<Arguments> messages() {
        return VALID.keySet().stream()
                .flatMap(kind -> Stream.of("v2", "v3").map(v -> Arguments.of(kind, v)));
    }

    private static byte[] valid(String kind) {
        return VALID.getOrDefault(kind, new byte[0]);
    }

    private static RawWebSocket connected(String version) throws IOException {
        return RawWebSocket.connected(server, "messages", version + ".bsatn.spacetimedb", "alice");
    }

    /** What comes back for {@code message}. */
    private static String answer(String version, byte[] message) throws IOException {
        try (RawWebSocket client = connected(version)) {
            client.send(RawWebSocket.BINARY, message);
            String answer = Messages.next(client);
            if (answer.startsWith("close")) {
                client.send(RawWebSocket.CLOSE, new byte[0]);
                assertThat(Messages.next(client)).isEqualTo(Messages.END);
            }
            return answer;
        }
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("messages")
    void cutAtEveryLength(String kind, String version) throws IOException {
        byte[] message = valid(kind);
        int calls = server.runtime().calls();
        for (int length = 0; length < message.length; length++) {
            String answer = answer(version, Arrays.copyOf(message, length));
            assertThat(answer)
                    .as(kind + " of " + length + " bytes")
                    .startsWith(
                            length == 0 && version.equals("v3")
                                    ? CLOSE + "v3 websocket binary payload must contain at least"
                                    : CLOSE + "data too short for ");
        }
        assertThat(server.runtime().calls()).isEqualTo(calls);
    }

    /** Behind a whole message: ignored by v2; a broken message of its own for v3. */
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("messages")
    void bytesBehindTheMessage(String kind, String version) throws IOException {
        byte[] message = valid(kind);
        int calls = server.runtime().calls();
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        longer[message.length] = (byte) 0xDE;
        String answer = answer(version, longer);
        if (version.equals("v3")) {
            assertThat(answer).isEqualTo(CLOSE + "unknown tag 0xde for sum type ClientMessage");
            assertThat(server.runtime().calls()).isEqualTo(calls);
        } else {
            assertThat(answer).doesNotStartWith("close").doesNotStartWith(Messages.END);
        }
    }

    /** Each bit of each byte: an answer to it, or a close frame that says what is wrong. */
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("messages")
    void everyBitFlipped(String kind, String version) throws IOException {
        byte[] message = valid(kind);
        for (int bit = 0; bit < message.length * 8; bit += version.equals("v3") ? 3 : 1) {
            byte[] flipped = message.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(answer(version, flipped))
                    .as(kind + " with bit " + bit + " flipped")
                    .matches("(?s)(close 1011 \\S.*|[A-Z][A-Za-z]+ .*)");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tag 5                     | 05                           | unknown tag 0x5 for sum type ClientMessage
                    tag 255                   | ff                           | unknown tag 0xff for sum type ClientMessage
                    call flag 1               | 03 01000000 01 00000000 00000000 | invalid call reducer flag 1
                    call flag 255             | 03 01000000 ff 00000000 00000000 | invalid call reducer flag 255
                    procedure flag 1          | 04 01000000 01 00000000 00000000 | invalid call procedure flag 1
                    unsubscribe flag 2        | 01 01000000 01000000 02      | unknown tag 0x2 for sum type UnsubscribeFlags
                    name that is no UTF-8     | 03 01000000 00 02000000 c3 28 00000000 | invalid utf8
                    query that is no UTF-8    | 02 01000000 01000000 ff      | invalid utf8
                    query of 4 GiB            | 02 01000000 ffffffff 41      | data too short for [u8]: Expected 4294967295, given 1
                    query of 2 GiB            | 02 01000000 00000080 41      | data too short for [u8]: Expected 2147483648, given 1
                    name of 4 GiB             | 03 01000000 00 ffffffff      | data too short for [u8]: Expected 4294967295, given 0
                    arguments of 4 GiB        | 03 01000000 00 00000000 ffffffff | data too short for [u8]: Expected 4294967295, given 0
                    4 G queries               | 00 01000000 01000000 ffffffff 00000000 | data too short for u32: Expected 4, given 0
                    second query of 4 GiB     | 00 01000000 01000000 02000000 00000000 ffffffff | data too short for [u8]: Expected 4294967295, given 0
                    """)
    void announcesWhatDoesNotCome(String what, String hex, String reason) throws IOException {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(answer("v2", message)).as(what).isEqualTo(CLOSE + reason);
        assertThat(answer("v3", message)).as(what).isEqualTo(CLOSE + reason);
        assertThat(allocated(message)).as(what).isLessThan(DECODING_BYTES_MAX);
    }

    /** What decoding {@code message} allocates, the second time. */
    private static long allocated(byte[] message) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int run = 0; run < 2; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                ClientMessageCodec.decodeV2(message, 0, message.length);
            } catch (DecodeException e) {
                bytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
        }
        assertThat(bytes).isPositive();
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"10001, true", "10000, false"})
    void queriesOfOneMessage(int count, boolean isRefused) throws IOException {
        String[] queries = new String[count];
        Arrays.fill(queries, "x");
        assertThat(answer("v3", Messages.subscribe(1, 1, queries)))
                .startsWith(
                        isRefused
                                ? CLOSE + "10001 queries in one message, expected at most 10000"
                                : "SubscriptionError");
    }

    /** What came whole before the broken frame is carried out; of the broken frame, nothing. */
    @ParameterizedTest
    @CsvSource({"v2", "v3"})
    void framesBeforeTheBrokenOneCount(String version) throws IOException {
        byte[] call = Messages.call(1, "noop", Bytes.EMPTY);
        int before = server.runtime().calls();
        try (RawWebSocket client = connected(version)) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                frames.writeBytes(RawWebSocket.frame(0x82, call, true));
            }
            byte[] broken = Arrays.copyOf(call, call.length - 1);
            frames.writeBytes(RawWebSocket.frame(0x82, broken, true));
            frames.writeBytes(RawWebSocket.frame(0x82, call, true));
            client.send(frames.toByteArray());
            String next = Messages.next(client);
            while (next.startsWith("ReducerResult")) {
                next = Messages.next(client);
            }
            assertThat(next).startsWith(CLOSE + "data too short");
        }
        bystander.call();
        assertThat(server.runtime().calls() - before).isEqualTo(4);
    }

    /** A call that cannot be made is answered, and the connection goes on. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no arguments              | add_person |                     | broken invalid arguments for reducer add_person: data too short
                    too short                 | add_person | 05000000 616e6e     | broken invalid arguments for reducer add_person: data too short
                    without the last          | add_person | 05000000 616e6e4078 | broken invalid arguments for reducer add_person: data too short
                    text that is no UTF-8     | add_person | 02000000 c328 07    | broken invalid arguments for reducer add_person: invalid utf8
                    text of 4 GiB             | add_person | ffffffff 61 07      | broken invalid arguments for reducer add_person: data too short
                    bytes behind, as recorded | noop       | 0000                | ok
                    no such reducer           | nosuch     |                     | broken no such reducer
                    reducer without a name    | ''         |                     | broken no such reducer
                    other capitals            | NOOP       |                     | broken no such reducer
                    """)
    void calls(String what, String reducer, String hex, String expected) throws IOException {
        byte[] args = HexFormat.of().parseHex(hex == null ? "" : hex.replace(" ", ""));
        int calls = server.runtime().calls();
        for (String version : List.of("v2", "v3")) {
            try (RawWebSocket client = connected(version)) {
                client.send(RawWebSocket.BINARY, Messages.call(1, reducer, Bytes.wrap(args)));
                assertThat(Messages.next(client))
                        .as(what)
                        .startsWith("ReducerResult 1 " + expected);
                client.send(RawWebSocket.BINARY, Messages.ask());
                assertThat(Messages.next(client)).startsWith("OneOffQueryResult 99 ok ");
            }
        }
        assertThat(server.runtime().calls() - calls).isEqualTo(expected.equals("ok") ? 2 : 0);
    }
}
