package dev.stele.server.http;

import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.QueryException;
import dev.stele.server.auth.AuthException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where errors become statuses and texts. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static void register(HttpRouting.Builder routing) {
        routing.error(
                HttpProblem.class,
                (_, res, e) -> text(res, e.status(), String.valueOf(e.getMessage())));
        routing.error(
                AuthException.class,
                (_, res, e) -> text(res, e.status(), String.valueOf(e.getMessage())));
        routing.error(
                HostException.class,
                (_, res, e) -> text(res, status(e.code()), String.valueOf(e.getMessage())));
        routing.error(
                QueryException.class,
                (_, res, e) -> text(res, 400, String.valueOf(e.getMessage())));
        routing.error(HttpException.class, (_, res, e) -> res.status(e.status()).send());
        routing.error(RuntimeException.class, Errors::unexpected);
    }

    private static void unexpected(ServerRequest req, ServerResponse res, RuntimeException e) {
        LOG.error("{} {} failed", req.prologue().method(), req.path().path(), e);
        text(res, 500, "internal error");
    }

    static void text(ServerResponse res, int status, String text) {
        res.status(Status.create(status));
        res.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        res.send(text);
    }

    /** The status for {@code code}. */
    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT,
                    INVALID_ARGUMENTS,
                    LIFECYCLE_CALL,
                    INVALID_SQL,
                    UPDATE_REJECTED,
                    NAME_TAKEN,
                    NO_SUCH_TABLE,
                    UNIQUE_VIOLATION,
                    VIEW_FAILED ->
                    400;
            case NO_SUCH_DATABASE, NO_SUCH_FUNCTION -> 404;
            case NOT_AUTHORIZED, CONNECTION_REJECTED, DATABASE_LOCKED -> 403;
            case OVERLOADED, SHUTTING_DOWN -> 503;
            case INVALID_MODULE, MODULE_FAILED, STORAGE_FAILED, INTERNAL -> 500;
        };
    }
}
