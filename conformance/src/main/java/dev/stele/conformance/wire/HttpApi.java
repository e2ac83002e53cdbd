package dev.stele.conformance.wire;

import dev.stele.host.sats.Bytes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API of a server, spec 05. */
public final class HttpApi implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofMinutes(3);
    private static final int LOG_LINES_MAX = 20_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_MAX)
                    .build();
    private final URI server;

    public HttpApi(URI server) {
        this.server = server;
    }

    /** A status and a body. */
    public record Answer(int status, String body) {

        public boolean isOk() {
            return status == 200;
        }
    }

    /**
     * A user as the server minted him: identity in little-endian order, and what his token says.
     */
    public record User(Bytes identity, String token, String issuer, String subject) {}

    public HttpClient client() {
        return http;
    }

    public URI server() {
        return server;
    }

    public User newUser() {
        Answer answer = send("POST", "/v1/identity", "", "", BodyPublishers.noBody());
        JsonNode minted = json(answer);
        String token = minted.path("token").asString();
        String payload =
                new String(
                        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
                        StandardCharsets.UTF_8);
        JsonNode claims = JSON.readTree(payload);
        return new User(
                Bytes.ofHex(minted.path("identity").asString()).reversed(),
                token,
                claims.path("iss").asString(),
                claims.path("sub").asString());
    }

    /** Makes {@code program} the module of {@code database}, whose data is deleted. */
    public Answer publish(String database, String hostType, Bytes program, User owner) {
        return send(
                "PUT",
                "/v1/database/" + database + "?clear=true&host_type=" + hostType,
                owner.token(),
                "application/octet-stream",
                BodyPublishers.ofByteArray(program.toByteArray()));
    }

    public Answer delete(String database, User owner) {
        return send(
                "DELETE", "/v1/database/" + database, owner.token(), "", BodyPublishers.noBody());
    }

    public Answer call(String database, String reducer, String args, User caller) {
        return send(
                "POST",
                "/v1/database/" + database + "/call/" + escape(reducer),
                caller.token(),
                "application/json",
                BodyPublishers.ofString(args));
    }

    public Answer sql(String database, String statement, User caller) {
        return send(
                "POST",
                "/v1/database/" + database + "/sql",
                caller.token(),
                "text/plain",
                BodyPublishers.ofString(statement));
    }

    public JsonNode schema(String database) {
        return json(
                send(
                        "GET",
                        "/v1/database/" + database + "/schema?version=9",
                        "",
                        "",
                        BodyPublishers.noBody()));
    }

    /** The identity of {@code database} in little-endian order. */
    public Bytes identity(String database) {
        Answer answer =
                send(
                        "GET",
                        "/v1/database/" + database + "/identity",
                        "",
                        "",
                        BodyPublishers.noBody());
        return Bytes.ofHex(answer.body().strip()).reversed();
    }

    /** The lines of the module's log, oldest first. */
    public List<JsonNode> logs(String database, User owner) {
        Answer answer =
                send(
                        "GET",
                        "/v1/database/" + database + "/logs?num_lines=" + LOG_LINES_MAX,
                        owner.token(),
                        "",
                        BodyPublishers.noBody());
        if (!answer.isOk()) {
            throw new ProtocolException("logs: " + answer);
        }
        return answer.body().lines().map(JSON::readTree).toList();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(
            String method, String path, String token, String contentType, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .timeout(ANSWER_MAX)
                        .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        try {
            var response =
                    http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw new ProtocolException("no server answers at " + server, e);
        } catch (IOException e) {
            throw new ProtocolException(method + " " + server + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProtocolException("interrupted", e);
        }
    }

    private static JsonNode json(Answer answer) {
        if (!answer.isOk()) {
            throw new ProtocolException("status " + answer.status() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new ProtocolException("answer is not JSON: " + answer.body(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
