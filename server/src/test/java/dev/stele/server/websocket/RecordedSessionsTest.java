package dev.stele.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.Identity;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import dev.stele.server.protocol.ServerMessageText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replays recorded sessions of the reference against the real server. */
final class RecordedSessionsTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern LITERAL_TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");

    @TempDir Path folder;

    /** What one client has received and the replay has not compared yet. */
    private static final class Client {
        private final RawWebSocket socket;
        private final Deque<String> received = new ArrayDeque<>();

        Client(RawWebSocket socket) {
            this.socket = socket;
        }

        String next() throws IOException {
            while (received.isEmpty()) {
                RawWebSocket.Frame frame =
                        socket.nextButPing().orElseThrow(() -> new IOException("connection ended"));
                if (frame.opcode() == RawWebSocket.BINARY) {
                    byte[] plain = ServerMessageText.plain(frame.payload());
                    for (String message : ServerMessageText.of(plain)) {
                        received.add(compression(frame.payload()) + message);
                    }
                } else {
                    received.add(frame.opcode() + " " + HexFormat.of().formatHex(frame.payload()));
                }
            }
            return received.remove();
        }

        private static String compression(byte[] payload) {
            return payload[0] == 0 ? "" : "[" + payload[0] + "] ";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2-handshake",
                "v2-malformed",
                "v3-malformed",
                "v3-batching",
                "v2-compression-brotli",
                "v2-compression-default",
                "v2-compression-gzip",
                "v2-compression-threshold",
                "v3-compression-brotli",
                "v2-large"
            })
    void answersAsTheReference(String session) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            Identity db = server.publish("recorded");
            Map<String, Client> clients = new HashMap<>();
            RawWebSocket refused = null;
            String note = "";
            int compared = 0;
            for (JsonNode line : lines(session)) {
                String name = line.path("client").asString("");
                switch (line.path("dir").asString()) {
                    case "note" -> note = line.path("t").asString();
                    case "open" -> {
                        RawWebSocket socket = open(server, db, line);
                        refused = socket;
                        clients.put(name, new Client(socket));
                    }
                    case "handshake" -> {
                        compareHandshake(note, line, Objects.requireNonNull(refused));
                        compared++;
                    }
                    case "c2s" -> send(line, client(clients, name).socket);
                    case "s2c" -> {
                        compare(note, line, client(clients, name));
                        compared++;
                    }
                    case "eof" -> {
                        assertThat(client(clients, name).socket.nextButPing()).as(note).isEmpty();
                        compared++;
                    }
                    default -> throw new IllegalArgumentException(line.toString());
                }
            }
            assertThat(compared).isGreaterThan(5);
        }
    }

    private static Client client(Map<String, Client> clients, String name) {
        return Objects.requireNonNull(clients.get(name));
    }

    private static List<JsonNode> lines(String session) throws IOException {
        try (InputStream in = RecordedSessionsTest.class.getResourceAsStream(session + ".jsonl")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().<JsonNode>map(JSON::readTree).toList();
        }
    }

    private RawWebSocket open(TestServer server, Identity db, JsonNode line) throws IOException {
        String path =
                resigned(server, line.path("path").asString())
                        .replace("{db}", "recorded")
                        .replaceFirst("/c200[0-9a-f]{60}/", "/" + db.toHex() + "/");
        String token =
                resigned(server, line.path("token").asString(""))
                        .replace("{token.alice}", server.token("alice"))
                        .replace("{token.bob}", server.token("bob"))
                        .replace("{token.owner}", server.token("owner"));
        return RawWebSocket.open(server.port(), path, line.path("protocol").asString(""), token);
    }

    /** Recorded tokens, signed by the server under test. */
    private static String resigned(TestServer server, String text) {
        Matcher token = LITERAL_TOKEN.matcher(text);
        return token.replaceAll(m ->
                server.sign(
                        new String(
                                Base64.getUrlDecoder().decode(m.group(1)),
                                StandardCharsets.UTF_8)));
    }

    private static void compareHandshake(String note, JsonNode line, RawWebSocket socket) {
        String what = note + line;
        assertThat(socket.handshake().status()).as(what).isEqualTo(line.path("status").asInt());
        line.path("headers")
                .properties()
                .forEach(header ->
                        assertThat(
                                        socket.handshake()
                                                .header(header.getKey())
                                                .toLowerCase(Locale.ROOT))
                                .as(what + header.getKey())
                                .isEqualTo(header.getValue().asString()));
        if (line.has("body")) {
            assertThat(socket.handshake().body()).isEqualTo(line.path("body").asString());
        }
    }

    private static void send(JsonNode line, RawWebSocket socket) throws IOException {
        JsonNode op = line.path("op");
        int opcode =
                op.isNumber()
                        ? op.asInt()
                        : switch (op.asString()) {
                            case "continuation" -> RawWebSocket.CONTINUATION;
                            case "text" -> RawWebSocket.TEXT;
                            case "binary" -> RawWebSocket.BINARY;
                            case "close" -> RawWebSocket.CLOSE;
                            case "ping" -> RawWebSocket.PING;
                            case "pong" -> RawWebSocket.PONG;
                            default -> throw new IllegalArgumentException(op.asString());
                        };
        byte[] payload =
                line.has("t")
                        ? line.path("t").asString().getBytes(StandardCharsets.UTF_8)
                        : HexFormat.of().parseHex(line.path("hex").asString());
        boolean isFinal = line.path("fin").asInt(1) == 1;
        socket.send(
                RawWebSocket.frame(
                        (isFinal ? 0x80 : 0) | opcode,
                        payload,
                        !line.path("unmasked").asBoolean(false)));
    }

    private static void compare(String note, JsonNode line, Client client) throws IOException {
        List<String> expected = new ArrayList<>();
        String op = line.path("op").asString();
        switch (op) {
            case "initial" -> {
                assertThat(client.next())
                        .as(note)
                        .startsWith("InitialConnection " + line.path("identity").asString());
                return;
            }
            case "binary" -> {
                String compression = line.path("compression").asString("none");
                byte[] plain =
                        line.has("plain")
                                ? HexFormat.of().parseHex(line.path("plain").asString())
                                : Arrays.copyOfRange(
                                        HexFormat.of().parseHex(line.path("hex").asString()),
                                        1,
                                        line.path("hex").asString().length() / 2);
                String tag =
                        compression.equals("none")
                                ? ""
                                : "["
                                        + List.of("none", "brotli", "gzip").indexOf(compression)
                                        + "] ";
                ServerMessageText.of(plain).forEach(message -> expected.add(tag + message));
            }
            default ->
                    expected.add(
                            Optional.of(op).filter("close"::equals).map(_ -> "8").orElse("10")
                                    + " "
                                    + line.path("hex").asString());
        }
        for (String message : expected) {
            assertThat(client.next()).as(note).isEqualTo(message);
        }
    }
}
