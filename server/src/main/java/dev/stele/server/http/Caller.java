package dev.stele.server.http;

import dev.stele.host.environment.Rng;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.server.auth.AuthException;
import dev.stele.server.auth.Claims;
import dev.stele.server.auth.Tokens;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/** Finds out who sends a request. */
final class Caller {

    private static final HeaderName IDENTITY = HeaderNames.create("spacetime-identity");
    private static final HeaderName TOKEN = HeaderNames.create("spacetime-identity-token");

    private final Tokens tokens;
    private final Rng rng;

    Caller(Tokens tokens, Rng rng) {
        this.tokens = tokens;
        this.rng = rng;
    }

    /** The sender, if the request has credentials; AuthException when they are not accepted. */
    Optional<Claims> known(ServerRequest req) {
        return tokens.authenticate(
                req.headers().value(HeaderNames.AUTHORIZATION), Query.value(req, "token"));
    }

    /** The sender, who must have credentials. */
    Claims required(ServerRequest req) {
        return known(req).orElseThrow(() -> new AuthException(401, "Authorization required"));
    }

    /** The sender, a new identity when there are no credentials; the answer tells which. */
    Claims orNew(ServerRequest req, ServerResponse res) {
        Claims claims = known(req).orElseGet(tokens::mint);
        tell(res, claims);
        return claims;
    }

    /** Tells the sender who it is. */
    static void tell(ServerResponse res, Claims claims) {
        res.header(IDENTITY, claims.identity().toHex());
        res.header(TOKEN, claims.token());
    }

    /** A connection id for one request. */
    ConnectionId newConnection() {
        byte[] random = new byte[ConnectionId.WIDTH_BYTES];
        rng.nextBytes(random);
        return new ConnectionId(Bytes.wrap(random));
    }
}
