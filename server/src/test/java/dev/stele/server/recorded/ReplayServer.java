package dev.stele.server.recorded;

import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A server with the users of the recordings, and their requests. */
final class ReplayServer implements AutoCloseable {

    /** Headers whose presence counts, and whose value differs from run to run. */
    private static final String ANY_VALUE = "*";

    private static final Pattern SIGNED_TOKEN =
            Pattern.compile(
                    "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");

    private final TestServer server;
    private final ReplyText text =
            new ReplyText(
                    Set.of(
                            TestServer.identity("alice").toHex(),
                            TestServer.identity("bob").toHex(),
                            TestServer.identity("owner").toHex()));

    ReplayServer(Path folder) {
        this.server = TestServer.start(folder);
    }

    TestServer server() {
        return server;
    }

    ReplyText text() {
        return text;
    }

    Identity publish(String user, String name, String module) {
        return server.publish(user, name, program(module));
    }

    private static Program program(String module) {
        return new Program(
                Program.Kind.WASM, Bytes.wrap(Recording.module("modules/" + module + ".wasm")));
    }

    /** {@code text} with the tokens of this server's users in place of the recorded ones. */
    String ownTokens(String text) {
        String own =
                SIGNED_TOKEN
                        .matcher(text)
                        .replaceAll(m ->
                                server.sign(
                                        new String(
                                                Base64.getUrlDecoder().decode(m.group(1)),
                                                StandardCharsets.UTF_8)));
        for (String user : Set.of("alice", "bob", "owner")) {
            own = own.replace("{token." + user + "}", server.token(user));
        }
        return own;
    }

    /** Sends a recorded request; {@code path} may differ from the recorded one. */
    RawHttp.Response send(JsonNode request, String path, boolean isResigned) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        request.path("headers")
                .properties()
                .forEach(header -> {
                    String value = header.getValue().asString();
                    headers.put(header.getKey(), isResigned ? ownTokens(value) : value);
                });
        return RawHttp.send(
                server.port(),
                request.path("method").asString(),
                isResigned ? ownTokens(path) : path,
                headers,
                body(request));
    }

    private static byte[] body(JsonNode request) {
        if (request.has("body_file")) {
            return Recording.module(request.path("body_file").asString());
        }
        return request.has("body_hex")
                ? HexFormat.of().parseHex(request.path("body_hex").asString())
                : request.path("body").asString("").getBytes(StandardCharsets.UTF_8);
    }

    /** The recorded reply as text; the value of a header "*" is any. */
    String expected(JsonNode response) {
        StringBuilder out = new StringBuilder().append(response.path("status").asInt());
        response.path("headers")
                .properties()
                .forEach(header ->
                        out.append('\n')
                                .append(header.getKey())
                                .append(": ")
                                .append(header(header.getKey(), header.getValue().asString())));
        return text.of(out.append("\n\n").append(response.path("body").asString("")).toString());
    }

    /** The actual reply as text, as far as the recorded one says something. */
    String actual(JsonNode recorded, RawHttp.Response response) {
        StringBuilder out = new StringBuilder().append(response.status());
        recorded.path("headers")
                .properties()
                .forEach(header -> {
                    String name = header.getKey();
                    String own =
                            Optional.ofNullable(response.headers().get(name))
                                    .map(value ->
                                            header.getValue().asString().equals(ANY_VALUE)
                                                    ? ANY_VALUE
                                                    : header(name, value))
                                    .orElse("(missing)");
                    out.append('\n').append(name).append(": ").append(own);
                });
        String body = recorded.path("body").asString("").equals("#") ? "#" : response.body();
        return text.of(out.append("\n\n").append(body).toString());
    }

    private String header(String name, String value) {
        return name.equals("spacetime-identity-token") && !value.equals(ANY_VALUE)
                ? ownTokens(value)
                : value;
    }

    @Override
    public void close() {
        server.close();
    }
}
