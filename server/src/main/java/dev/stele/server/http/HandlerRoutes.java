package dev.stele.server.http;

import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.exchange.HttpHeader;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpVersion;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.HttpHandlerDef;
import dev.stele.host.schema.HttpMethod;
import dev.stele.host.schema.HttpRouteDef;
import dev.stele.host.schema.ModuleDef;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Requests that a module's own HTTP handlers answer. Spec 01 section 1.12. */
final class HandlerRoutes {

    /** The body of a request, in bytes. */
    static final int REQUEST_BYTES_MAX = 32 << 20;

    private static final String NO_HANDLER = "Database has not registered a handler for this route";

    private static final String MARK = "/route";

    /** Begins the names of headers that tell a handler of the parameters in its path. */
    private static final String PARAM_PREFIX = "x-path-";

    /** Headers of one connection, which the server writes itself. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "keep-alive");

    private final Databases databases;

    HandlerRoutes(Databases databases) {
        this.databases = databases;
    }

    void handle(ServerRequest req, ServerResponse res) {
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        String method = req.prologue().method().text();
        if (method.equals("OPTIONS")) {
            res.status(Status.OK_200).send();
            return;
        }
        ModuleDef def = database.host().moduleDef();
        String rawPath = req.prologue().uriPath().rawPath();
        Found found = find(def.httpRoutes(), method, suffix(rawPath));
        String handler = found.route().handler();
        int id = def.httpHandlers().stream().map(HttpHandlerDef::name).toList().indexOf(handler);
        Bytes body = Bytes.wrap(Bodies.bytes(req, REQUEST_BYTES_MAX));
        HttpReply reply;
        try {
            reply =
                    database.host()
                            .handle(
                                    handler,
                                    id,
                                    request(req, method, rawPath, found.params()),
                                    body)
                            .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof HostException host
                    ? host
                    : new HostException(ErrorCode.INTERNAL, "internal error", e.getCause());
        }
        answer(res, reply);
    }

    /** A route, and what its parameters stand for. */
    private record Found(HttpRouteDef route, Map<String, String> params) {}

    /** The first of the most precise routes for a request. */
    private static Found find(List<HttpRouteDef> routes, String method, String path) {
        Optional<Found> best = Optional.empty();
        for (HttpRouteDef route : routes) {
            if (route.method().isPresent() && !route.method().get().equals(HttpMethod.of(method))) {
                continue;
            }
            Optional<Map<String, String>> params;
            try {
                params = route.match(path);
            } catch (IllegalArgumentException _) {
                throw new HttpProblem(400, "`" + path + "` is no percent-encoded path");
            }
            if (params.isPresent()
                    && (best.isEmpty()
                            || route.parameterCount() < best.get().route().parameterCount())) {
                best = Optional.of(new Found(route, params.get()));
            }
        }
        return best.orElseThrow(() -> new HttpProblem(404, NO_HANDLER));
    }

    /** What stands behind {@code /v1/database/DB/route}, as it was sent. */
    private static String suffix(String rawPath) {
        int start = rawPath.indexOf(MARK, "/v1/database/".length());
        return rawPath.substring(start + MARK.length());
    }

    private static HttpRequest request(
            ServerRequest req, String method, String rawPath, Map<String, String> params) {
        List<HttpHeader> headers = new ArrayList<>();
        params.forEach((name, value) ->
                headers.add(new HttpHeader(PARAM_PREFIX + name, Bytes.ofUtf8(value))));
        for (Header header : req.headers()) {
            if (header.headerName().lowerCase().startsWith(PARAM_PREFIX)) {
                continue;
            }
            for (String value : header.allValues()) {
                headers.add(
                        new HttpHeader(
                                header.headerName().lowerCase(),
                                Bytes.wrap(value.getBytes(StandardCharsets.ISO_8859_1))));
            }
        }
        String scheme =
                req.headers()
                        .first(HeaderNames.create("x-forwarded-proto"))
                        .orElse(req.isSecure() ? "https" : "http");
        String host =
                req.headers()
                        .first(HeaderNames.create("x-forwarded-host"))
                        .or(() -> req.headers().first(HeaderNames.HOST))
                        .orElse(req.authority());
        String query = req.prologue().query().rawValue();
        String uri = scheme + "://" + host + rawPath + (query.isEmpty() ? "" : "?" + query);
        return new HttpRequest(
                HttpMethod.of(method), headers, Optional.empty(), uri, HttpVersion.HTTP_11);
    }

    private static void answer(ServerResponse res, HttpReply reply) {
        int code = reply.response().code();
        if (code < 100 || code > 999) {
            throw new HostException(
                    ErrorCode.MODULE_FAILED,
                    "the handler answered with the status " + code + ", expected 100 to 999");
        }
        res.status(Status.create(code));
        for (HttpHeader header : reply.response().headers()) {
            String name = header.name();
            if (!OF_CONNECTION.contains(HeaderNames.create(name).lowerCase())) {
                String value =
                        new String(header.value().unsafeArray(), StandardCharsets.ISO_8859_1);
                res.headers().add(HeaderNames.create(name), value);
            }
        }
        res.send(reply.body().toByteArray());
    }
}
