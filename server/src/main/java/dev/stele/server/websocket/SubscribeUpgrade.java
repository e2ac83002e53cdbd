package dev.stele.server.websocket;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.Rng;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.server.auth.AuthException;
import dev.stele.server.auth.Claims;
import dev.stele.server.auth.Tokens;
import dev.stele.server.control.DatabaseName;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import dev.stele.server.protocol.Compression;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code GET /v1/database/:db/subscribe} over from HTTP. A request that is refused stays with
 * HTTP, whose route gives the reason by asking {@link #check}.
 */
public final class SubscribeUpgrade implements Http1Upgrader {

    private static final Pattern PATH = Pattern.compile("/v1/database/([^/]+)/subscribe");
    private static final String V3 = "v3.bsatn.spacetimedb";
    private static final String V2 = "v2.bsatn.spacetimedb";
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");

    private final Databases databases;
    private final Tokens tokens;
    private final Connections connections;
    private final Clock clock;
    private final Rng rng;

    public SubscribeUpgrade(
            Databases databases, Tokens tokens, Connections connections, Clock clock, Rng rng) {
        this.databases = databases;
        this.tokens = tokens;
        this.connections = connections;
        this.clock = clock;
        this.rng = rng;
    }

    /** Why an upgrade is refused: a status and its text; the caller unless that is the reason. */
    public record Refusal(int status, String message, Optional<Claims> claims) {}

    private record Accepted(SubscribeConnection.Request request, String protocol) {}

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        RefusedException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    @Override
    public String supportedProtocol() {
        return "websocket";
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        Matcher path = PATH.matcher(prologue.uriPath().path());
        if (!path.matches()) {
            return null;
        }
        Accepted accepted;
        Claims claims;
        try {
            claims = caller(prologue.query(), headers);
            accepted = accept(path.group(1), prologue.query(), headers, claims);
        } catch (RefusedException | AuthException _) {
            return null;
        }
        String response =
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + acceptKey(headers.value(KEY).orElse(""))
                        + "\r\nSec-WebSocket-Protocol: "
                        + accepted.protocol()
                        + "\r\nspacetime-identity: "
                        + claims.identity().toHex()
                        + "\r\nspacetime-identity-token: "
                        + claims.token()
                        + "\r\n\r\n";
        context.dataWriter()
                .writeNow(BufferData.create(response.getBytes(StandardCharsets.US_ASCII)));
        return new SubscribeConnection(context, accepted.request(), connections, clock);
    }

    /** Why {@code headers} and {@code query} of a request for {@code database} are refused. */
    public Refusal check(String database, UriQuery query, Headers headers) {
        Claims claims;
        try {
            claims = caller(query, headers);
        } catch (AuthException e) {
            return new Refusal(e.status(), String.valueOf(e.getMessage()), Optional.empty());
        }
        try {
            accept(database, query, headers, claims);
            return new Refusal(
                    426, "this route speaks WebSocket, expected an upgrade", Optional.of(claims));
        } catch (RefusedException e) {
            return new Refusal(e.status, String.valueOf(e.getMessage()), Optional.of(claims));
        }
    }

    private Claims caller(UriQuery query, Headers headers) {
        return tokens.authenticate(headers.value(HeaderNames.AUTHORIZATION), value(query, "token"))
                .orElseGet(tokens::mint);
    }

    private Accepted accept(String name, UriQuery query, Headers headers, Claims claims) {
        Optional<String> compression = value(query, "compression");
        Compression chosen =
                compression
                        .map(text ->
                                Compression.named(text)
                                        .orElseThrow(() ->
                                                badQuery(
                                                        "unknown variant `"
                                                                + text
                                                                + "`, expected one of"
                                                                + " `None`, `Brotli`,"
                                                                + " `Gzip`")))
                        .orElse(Compression.BROTLI);
        boolean isConfirmed = flag(value(query, "confirmed"), true);
        flag(value(query, "light"), false);
        ConnectionId connectionId = connectionId(value(query, "connection_id"));
        String protocol = protocol(headers);
        HostedDatabase database =
                databases
                        .find(name)
                        .orElseThrow(() ->
                                new RefusedException(
                                        404,
                                        DatabaseName.isIdentity(name)
                                                ? "No such database."
                                                : "`" + name + "` not found"));
        if (headers.value(KEY).isEmpty()
                || !headers.value(VERSION).filter("13"::equals).isPresent()) {
            throw new RefusedException(
                    400, "not a WebSocket handshake of version 13 with a Sec-WebSocket-Key");
        }
        if (!connections.hasRoom()) {
            throw new RefusedException(503, "too many connections");
        }
        boolean isV3 = protocol.equals(V3);
        return new Accepted(
                new SubscribeConnection.Request(
                        database.host(),
                        claims,
                        connectionId,
                        isV3,
                        new ClientOutbox.Settings(isV3, chosen, isConfirmed)),
                protocol);
    }

    private static Optional<String> value(UriQuery query, String name) {
        return query.contains(name) ? Optional.of(query.get(name)) : Optional.empty();
    }

    private static RefusedException badQuery(String what) {
        return new RefusedException(400, "Failed to deserialize query string: " + what);
    }

    private static boolean flag(Optional<String> text, boolean byDefault) {
        if (text.isEmpty()) {
            return byDefault;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw badQuery("provided string was not `true` or `false`");
        };
    }

    private ConnectionId connectionId(Optional<String> text) {
        if (text.isEmpty()) {
            byte[] random = new byte[ConnectionId.WIDTH_BYTES];
            rng.nextBytes(random);
            return new ConnectionId(Bytes.wrap(random));
        }
        ConnectionId id;
        try {
            if (text.get().length() != 2 * ConnectionId.WIDTH_BYTES) {
                throw new IllegalArgumentException("wrong length");
            }
            id = ConnectionId.ofHex(text.get());
        } catch (IllegalArgumentException _) {
            throw badQuery(
                    "invalid value: string \""
                            + text.get()
                            + "\", expected a byte array or hex string");
        }
        if (id.equals(ConnectionId.ZERO)) {
            throw new RefusedException(
                    400, "Invalid connection ID: the all-zeros ConnectionId is reserved.");
        }
        return id;
    }

    private static String protocol(Headers headers) {
        List<String> offered =
                headers.contains(PROTOCOL)
                        ? headers.get(PROTOCOL).allValues().stream()
                                .flatMap(v -> Arrays.stream(v.split(",")))
                                .map(String::strip)
                                .toList()
                        : List.of();
        if (offered.contains(V3)) {
            return V3;
        }
        if (offered.contains(V2)) {
            return V2;
        }
        throw new RefusedException(400, "no valid protocol selected");
    }

    private static String acceptKey(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
