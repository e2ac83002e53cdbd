package dev.stele.server.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Reads the query string of a request; what it cannot read is a 400 in the reference's words. */
final class Query {

    private Query() {}

    static Optional<String> value(ServerRequest req, String name) {
        return req.query().contains(name) ? Optional.of(req.query().get(name)) : Optional.empty();
    }

    static boolean flag(ServerRequest req, String name, boolean byDefault) {
        Optional<String> text = value(req, name);
        if (text.isEmpty()) {
            return byDefault;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw problem("provided string was not `true` or `false`");
        };
    }

    /** A number from 0, if it is given. */
    static Optional<Integer> count(ServerRequest req, String name) {
        return value(req, name)
                .map(text -> {
                    try {
                        return Integer.parseUnsignedInt(text);
                    } catch (NumberFormatException _) {
                        throw problem("invalid digit found in string");
                    }
                });
    }

    static HttpProblem problem(String what) {
        return new HttpProblem(400, "Failed to deserialize query string: " + what);
    }
}
