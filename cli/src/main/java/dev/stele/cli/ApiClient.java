package dev.stele.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API of one server, spec 05, for one user. */
final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
    private final URI base;
    private final Credentials credentials;
    private final boolean isAnonymous;

    ApiClient(URI base, Credentials credentials, boolean isAnonymous) {
        this.base = base;
        this.credentials = credentials;
        this.isAnonymous = isAnonymous;
    }

    /** What a server answered. */
    record Answer(int status, String body) {

        boolean isOk() {
            return status >= 200 && status < 300;
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JacksonException e) {
                throw new CliException("the server's answer is not JSON: " + e.getMessage());
            }
        }
    }

    URI base() {
        return base;
    }

    /** {@code text} as one segment of a path or one value of a query. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The user's token for this server; a new one when there is none yet. */
    Optional<String> token() {
        if (isAnonymous) {
            return Optional.empty();
        }
        Optional<String> known = credentials.token(base.toString());
        if (known.isPresent()) {
            return known;
        }
        Answer minted =
                send(
                        request("/v1/identity", Optional.empty())
                                .POST(BodyPublishers.noBody())
                                .build());
        if (!minted.isOk()) {
            throw failure("mint an identity", minted);
        }
        String token = minted.json().path("token").asString();
        credentials.store(base.toString(), token);
        return Optional.of(token);
    }

    /** The identity in the user's token, as 64 hex digits. */
    Optional<String> identity() {
        return token().flatMap(ApiClient::identityIn);
    }

    private static Optional<String> identityIn(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            String payload =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            String identity = JSON.readTree(payload).path("hex_identity").asString("");
            return identity.isEmpty() ? Optional.empty() : Optional.of(identity);
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    Answer get(String path) {
        return send(request(path, token()).GET().build());
    }

    Answer delete(String path) {
        return send(request(path, token()).DELETE().build());
    }

    Answer post(String path, String contentType, String body) {
        return send(
                request(path, token())
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    Answer post(String path, byte[] body) {
        return send(binary(path).POST(BodyPublishers.ofByteArray(body)).build());
    }

    Answer put(String path, byte[] body) {
        return send(binary(path).PUT(BodyPublishers.ofByteArray(body)).build());
    }

    private HttpRequest.Builder binary(String path) {
        return request(path, token()).header("Content-Type", "application/octet-stream");
    }

    /** The body of {@code path} as it arrives, without a time limit. */
    InputStream stream(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        token().ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            HttpResponse<InputStream> response =
                    http.send(request.GET().build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (InputStream body = response.body()) {
                    throw failure(
                            "read " + path,
                            new Answer(
                                    response.statusCode(),
                                    new String(body.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }

    private HttpRequest.Builder request(String path, Optional<String> token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(REQUEST_TIMEOUT);
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }

    private CliException unreachable(IOException e) {
        return e instanceof ConnectException
                ? new CliException("no server answers at " + base, "stele start")
                : new CliException("talking to " + base + " failed: " + e);
    }

    /** The failure of {@code what}, with what the server said. */
    CliException failure(String what, Answer answer) {
        String said = answer.body().isBlank() ? "status " + answer.status() : answer.body().strip();
        String hint =
                answer.status() == 401 || answer.status() == 403
                        ? "the database belongs to another identity; yours is "
                                + identity().orElse("anonymous")
                        : "";
        return new CliException("cannot " + what + ": " + said, hint);
    }
}
