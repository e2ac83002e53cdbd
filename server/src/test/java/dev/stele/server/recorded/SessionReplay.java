package dev.stele.server.recorded;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Identity;
import dev.stele.server.RawHttp;
import dev.stele.server.RawWebSocket;
import dev.stele.server.TestServer;
import dev.stele.server.protocol.ServerMessageText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Replays a recorded session, over its own protocol or, instead of v2, over v3. */
final class SessionReplay implements AutoCloseable {

    private static final String DATABASE = "recorded";

    /** Its schedules need a clock that runs. */
    private static final String TIMED_MODULE = "schedules";

    private static final String NO_REPLY = "none";
    private static final int PATIENCE_MS = 3_000;
    private static final int AFTER_DROP_MS = 500;

    /** What one client has received and the replay has not compared yet. */
    private static final class Client {
        private final RawWebSocket socket;
        private final Deque<String> received = new ArrayDeque<>();
        private boolean isEnded;

        Client(RawWebSocket socket) {
            this.socket = socket;
        }

        /** The next message or close frame as text; "eof" at the end of the connection. */
        String next() throws IOException {
            while (received.isEmpty()) {
                RawWebSocket.Frame frame;
                try {
                    var next = socket.nextButPing();
                    if (next.isEmpty()) {
                        isEnded = true;
                        return "eof";
                    }
                    frame = next.get();
                } catch (SocketTimeoutException _) {
                    return "nothing";
                }
                if (frame.opcode() == RawWebSocket.BINARY) {
                    String compression =
                            frame.payload()[0] == 0 ? "" : "[" + frame.payload()[0] + "] ";
                    for (String message :
                            ServerMessageText.of(ServerMessageText.plain(frame.payload()))) {
                        received.add(compression + message);
                    }
                } else {
                    received.add(control(frame.opcode(), frame.payload()));
                }
            }
            return received.remove();
        }
    }

    private final ReplayServer server;
    private final Verdicts verdicts;
    private final boolean isV3;
    private final Map<String, Client> clients = new HashMap<>();
    private final Identity database;
    private @Nullable RawWebSocket opened;
    private String what = "";

    private SessionReplay(ReplayServer server, Verdicts verdicts, String module, boolean isV3) {
        this.server = server;
        this.verdicts = verdicts;
        this.isV3 = isV3;
        if (module.equals(TIMED_MODULE)) {
            server.server().clock().run();
        }
        this.database = server.publish(TestServer.OWNER, DATABASE, module);
    }

    /** Replays {@code file}; one of v3 that is not there is the one of v2, over v3. */
    static Verdicts run(String file, Path folder, Differences differences) throws IOException {
        boolean isV3 = file.startsWith("ws/v3-") && !Recording.isThere(file);
        Recording recording = Recording.load(isV3 ? file.replace("v3-", "v2-") : file);
        Verdicts verdicts = new Verdicts(file, differences);
        String module = recording.head().path("module").asString();
        try (ReplayServer server = new ReplayServer(folder);
                SessionReplay replay = new SessionReplay(server, verdicts, module, isV3)) {
            for (JsonNode line : recording.lines()) {
                replay.stepOf(file, line);
            }
        }
        return verdicts;
    }

    private void stepOf(String file, JsonNode line) throws IOException {
        try {
            step(line);
        } catch (IOException e) {
            throw new IOException(file + " " + line.path("n").asInt() + ": " + what, e);
        }
    }

    private void step(JsonNode line) throws IOException {
        int number = line.path("n").asInt();
        switch (line.path("dir").asString()) {
            case "note" -> what = line.path("t").asString();
            case "open" -> open(line);
            case "handshake" ->
                    verdicts.count(
                            number,
                            what,
                            localized(server.expected(line)).toLowerCase(Locale.ROOT),
                            server.actual(line, Objects.requireNonNull(opened).handshake())
                                    .toLowerCase(Locale.ROOT));
            case "c2s" -> send(line);
            case "s2c" -> {
                for (String expected : expected(line)) {
                    verdicts.count(number, what, expected, actual(line, number));
                }
            }
            case "eof" -> verdicts.count(number, what, "eof", actual(line, number));
            case "http" -> http(number, line);
            default -> throw new IllegalArgumentException(line.toString());
        }
    }

    /** The next reply, unless the list of differences says that there is none. */
    private String actual(JsonNode line, int number) throws IOException {
        boolean isNone =
                verdicts.listed(number).filter(entry -> entry.own().equals(NO_REPLY)).isPresent();
        return isNone ? NO_REPLY : server.text().of(client(line).next());
    }

    private Client client(JsonNode line) {
        return Objects.requireNonNull(clients.get(line.path("client").asString()));
    }

    private String localized(String text) {
        String path =
                text.replace("{db}", DATABASE)
                        .replaceFirst("/c200[0-9a-f]{60}/", "/" + database.toHex() + "/");
        return isV3 ? path.replace("v2.bsatn", "v3.bsatn") : path;
    }

    private void open(JsonNode line) throws IOException {
        RawWebSocket socket =
                RawWebSocket.open(
                        server.server().port(),
                        server.ownTokens(localized(line.path("path").asString())),
                        localized(line.path("protocol").asString("")),
                        server.ownTokens(line.path("token").asString("")));
        socket.socket().setSoTimeout(PATIENCE_MS);
        opened = socket;
        clients.put(line.path("client").asString(), new Client(socket));
        what = "handshake " + line.path("path").asString() + line.path("comment").asString("");
    }

    private void send(JsonNode line) throws IOException {
        what = line.path("comment").asString("") + " " + line.path("hex").asString("");
        if (client(line).isEnded) {
            // Sent in the recording too, and lost there as it would be here.
            return;
        }
        RawWebSocket socket = client(line).socket;
        if (line.path("op").asString().equals("drop")) {
            socket.close();
            // The recording waits here too, until the server has seen it.
            sleep(AFTER_DROP_MS);
            return;
        }
        byte[] payload =
                line.has("t")
                        ? line.path("t").asString().getBytes(StandardCharsets.UTF_8)
                        : HexFormat.of().parseHex(line.path("hex").asString(""));
        boolean isFinal = line.path("fin").asInt(1) == 1;
        socket.send(
                RawWebSocket.frame(
                        (isFinal ? 0x80 : 0) | opcode(line.path("op")),
                        payload,
                        !line.path("unmasked").asBoolean(false)));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int opcode(JsonNode op) {
        return op.isNumber()
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
    }

    private List<String> expected(JsonNode line) throws IOException {
        if (line.path("op").asString().equals("initial")) {
            return List.of(
                    server.text()
                            .of(
                                    "InitialConnection "
                                            + line.path("identity").asString()
                                            + " "
                                            + line.path("connection_id").asString()
                                            + line.path("token").asString()));
        }
        byte[] payload = HexFormat.of().parseHex(line.path("hex").asString(""));
        if (!line.path("op").asString().equals("binary")) {
            return List.of(control(opcode(line.path("op")), payload));
        }
        String compression = line.path("compression").asString("none");
        byte[] plain =
                line.has("plain")
                        ? HexFormat.of().parseHex(line.path("plain").asString())
                        : Arrays.copyOfRange(payload, 1, payload.length);
        String tag =
                compression.equals("none")
                        ? ""
                        : "[" + List.of("none", "brotli", "gzip").indexOf(compression) + "] ";
        List<String> out = new ArrayList<>();
        try {
            ServerMessageText.of(plain)
                    .forEach(message -> out.add(server.text().of(tag + message)));
        } catch (DecodeException _) {
            // A message of another protocol.
            return List.of(tag + HexFormat.of().formatHex(plain));
        }
        return out;
    }

    private static String control(int opcode, byte[] payload) {
        return opcode == RawWebSocket.CLOSE && payload.length >= 2
                ? "close "
                        + new RawWebSocket.Frame(opcode, payload).closeCode()
                        + " "
                        + new RawWebSocket.Frame(opcode, payload).closeReason()
                : opcode + " " + HexFormat.of().formatHex(payload);
    }

    private void http(int number, JsonNode line) throws IOException {
        Map<String, String> headers = new HashMap<>();
        if (line.has("as")) {
            headers.put(
                    "Authorization", "Bearer " + server.server().token(line.path("as").asString()));
        }
        if (line.path("path").asString().contains("/call/")) {
            headers.put("Content-Type", "application/json");
        }
        byte[] body =
                line.has("body_file")
                        ? Recording.module(line.path("body_file").asString())
                        : line.path("body").asString("").getBytes(StandardCharsets.UTF_8);
        RawHttp.Response response =
                RawHttp.send(
                        server.server().port(),
                        line.path("method").asString(),
                        localized(line.path("path").asString()),
                        headers,
                        body);
        String name = "g-" + verdicts.file().replace("ws/", "");
        verdicts.count(
                number,
                line.path("path").asString() + " " + line.path("body").asString(""),
                line.path("status").asInt()
                        + " "
                        + server.text()
                                .of(line.path("response").asString(""))
                                .replace(name, DATABASE),
                response.status() + " " + server.text().of(response.body()));
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients.values()) {
            client.socket.close();
        }
    }
}
