package dev.stele.server.http;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.Rng;
import dev.stele.server.auth.Tokens;
import dev.stele.server.control.Databases;
import dev.stele.server.websocket.Connections;
import dev.stele.server.websocket.SubscribeUpgrade;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;

/** Puts all routes together. */
public final class Routes {

    /** Version that {@code /v1/health} tells. */
    private static final String VERSION = "0.1.0";

    private Routes() {}

    /** What the routes need. */
    public record Parts(
            Tokens tokens,
            Databases databases,
            Connections connections,
            SubscribeUpgrade upgrade,
            Rng rng,
            Clock clock) {}

    /** Adds the API to {@code routing}. */
    public static void register(HttpRouting.Builder routing, Parts parts) {
        Caller caller = new Caller(parts.tokens(), parts.rng());
        routing.any("/v1/*", Routes::allowEveryOrigin);
        routing.get("/v1/ping", (req, res) -> ping(caller, req, res));
        routing.head("/v1/ping", (req, res) -> ping(caller, req, res));
        notAllowed(routing, "/v1/ping", "GET,HEAD");
        routing.get("/v1/health", (_, res) -> health(res));
        routing.register(
                "/v1/identity", new IdentityRoutes(parts.tokens(), parts.databases(), caller));
        routing.register("/v1/database", new DatabaseRoutes(parts, caller));
        Errors.register(routing);
    }

    private static void allowEveryOrigin(ServerRequest req, ServerResponse res) {
        res.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        if (req.prologue().method().equals(Method.OPTIONS)) {
            res.header(
                    HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization,accept,content-type");
            res.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "*");
            res.status(Status.OK_200).send();
        } else {
            res.next();
        }
    }

    private static void ping(Caller caller, ServerRequest req, ServerResponse res) {
        caller.known(req);
        res.status(Status.OK_200).send();
    }

    private static void health(ServerResponse res) {
        json(
                res,
                "{\"nodes\":[0],\"package_name\":\"stele\",\"schedulable\":true,\"version\":\""
                        + VERSION
                        + "\"}");
    }

    static void json(ServerResponse res, String text) {
        res.header(HeaderNames.CONTENT_TYPE, "application/json");
        res.send(text);
    }

    /**
     * Serves {@code path} with {@code methods}, comma-separated, by {@code handler}, and HEAD where
     * there is GET; others are a 405.
     */
    static void only(HttpRules rules, String path, String declared, Handler handler) {
        String methods = declared.replaceFirst("\\bGET\\b", "GET,HEAD");
        List<Method> allowed = Arrays.stream(methods.split(",")).map(Method::create).toList();
        rules.any(
                path,
                (req, res) -> {
                    if (allowed.contains(req.prologue().method())) {
                        handler.handle(req, res);
                    } else {
                        res.header(HeaderNames.ALLOW, methods);
                        res.status(Status.METHOD_NOT_ALLOWED_405).send();
                    }
                });
    }

    private static void notAllowed(HttpRouting.Builder routing, String path, String methods) {
        routing.any(
                path,
                (_, res) -> {
                    res.header(HeaderNames.ALLOW, methods);
                    res.status(Status.METHOD_NOT_ALLOWED_405).send();
                });
    }
}
