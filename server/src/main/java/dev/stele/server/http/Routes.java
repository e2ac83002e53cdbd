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
import java.util.function.BiConsumer;

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
        routing.any(Routes::takePathsAsWritten);
        routing.any("/v1/*", Routes::allowEveryOrigin);
        routing.register("/v1", rules -> general(rules, parts.databases(), caller));
        routing.register(
                "/v1/identity", new IdentityRoutes(parts.tokens(), parts.databases(), caller));
        routing.register("/v1/database", new DatabaseRoutes(parts, caller));
        Errors.register(routing);
    }

    private static void general(HttpRules rules, Databases databases, Caller caller) {
        new MetricsRoutes(databases).routing(rules);
        only(rules, "/ping", "GET", (req, res) -> ping(caller, req, res));
        only(rules, "/health", "GET", (_, res) -> health(res));
    }

    /** The web server would take two slashes for one; the reference knows no such path. */
    private static void takePathsAsWritten(ServerRequest req, ServerResponse res) {
        if (req.prologue().uriPath().rawPath().contains("//")) {
            res.status(Status.NOT_FOUND_404).send();
        } else {
            res.next();
        }
    }

    private static void allowEveryOrigin(ServerRequest req, ServerResponse res) {
        res.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        if (req.prologue().method().equals(Method.OPTIONS)) {
            res.header(
                    HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization,accept,content-type");
            res.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "*");
        }
        res.next();
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

    /** {@link #only(HttpRules, String, String, BiConsumer, Handler)}, asking nobody who he is. */
    static void only(HttpRules rules, String path, String methods, Handler handler) {
        only(rules, path, methods, (_, _) -> {}, handler);
    }

    /**
     * Serves {@code path} with {@code methods}, comma-separated, by {@code handler}, and HEAD where
     * there is GET. OPTIONS tells the methods; others are a 405, after {@code beforeRefusal}.
     */
    static void only(
            HttpRules rules,
            String path,
            String declared,
            BiConsumer<ServerRequest, ServerResponse> beforeRefusal,
            Handler handler) {
        String methods = declared.replaceFirst("\\bGET\\b", "GET,HEAD");
        List<Method> allowed = Arrays.stream(methods.split(",")).map(Method::create).toList();
        rules.any(
                path,
                (req, res) -> {
                    Method method = req.prologue().method();
                    if (allowed.contains(method)) {
                        handler.handle(req, res);
                    } else if (method.equals(Method.OPTIONS)) {
                        res.header(HeaderNames.ALLOW, methods);
                        res.status(Status.OK_200).send();
                    } else {
                        beforeRefusal.accept(req, res);
                        res.header(HeaderNames.ALLOW, methods);
                        res.status(Status.METHOD_NOT_ALLOWED_405).send();
                    }
                });
    }
}
