package dev.stele.server.http;

import dev.stele.host.sats.Identity;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.server.auth.Claims;
import dev.stele.server.auth.Tokens;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /v1/identity}: tokens and who they name. */
final class IdentityRoutes implements HttpService {

    private final Tokens tokens;
    private final Databases databases;
    private final Caller caller;

    IdentityRoutes(Tokens tokens, Databases databases, Caller caller) {
        this.tokens = tokens;
        this.databases = databases;
        this.caller = caller;
    }

    @Override
    public void routing(HttpRules rules) {
        Routes.only(rules, "/", "POST", (_, res) -> create(res));
        Routes.only(rules, "/public-key", "GET", (_, res) -> publicKey(res));
        Routes.only(rules, "/websocket-token", "POST", this::websocketToken);
        Routes.only(rules, "/{identity}/verify", "GET", this::verify);
        Routes.only(rules, "/{identity}/databases", "GET", this::owned);
    }

    private void create(ServerResponse res) {
        Claims claims = tokens.mint();
        JsonWriter out = new JsonWriter().beginObject();
        out.name("identity").string(claims.identity().toHex());
        out.name("token").string(claims.token()).endObject();
        Routes.json(res, out.text());
    }

    private void publicKey(ServerResponse res) {
        res.header(HeaderNames.CONTENT_TYPE, "application/pem-certificate-chain");
        res.send(tokens.keys().publicPem());
    }

    private void websocketToken(ServerRequest req, ServerResponse res) {
        String token = tokens.websocketToken(caller.required(req));
        Routes.json(
                res, new JsonWriter().beginObject().name("token").string(token).endObject().text());
    }

    private static Identity identity(ServerRequest req) {
        String text = req.path().pathParameters().get("identity");
        try {
            if (text.length() == 2 * Identity.WIDTH_BYTES) {
                return Identity.ofHex(text);
            }
        } catch (IllegalArgumentException _) {
            throw badIdentity(text);
        }
        throw badIdentity(text);
    }

    private static HttpProblem badIdentity(String text) {
        return new HttpProblem(
                400,
                "Invalid URL: invalid value: string \""
                        + text
                        + "\", expected a byte array or hex string");
    }

    private void verify(ServerRequest req, ServerResponse res) {
        Identity identity = identity(req);
        boolean isSame = caller.required(req).identity().equals(identity);
        res.status(isSame ? Status.NO_CONTENT_204 : Status.BAD_REQUEST_400).send();
    }

    private void owned(ServerRequest req, ServerResponse res) {
        JsonWriter out = new JsonWriter().beginObject().name("identities").beginArray();
        for (HostedDatabase database : databases.ownedBy(identity(req))) {
            out.string(database.identity().toHex());
        }
        Routes.json(res, out.endArray().endObject().text());
    }
}
