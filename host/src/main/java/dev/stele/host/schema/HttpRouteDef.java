package dev.stele.host.schema;

import java.util.Optional;

/**
 * A path that the handler with canonical name {@code handler} answers; an empty {@code method}
 * means any.
 */
public record HttpRouteDef(String handler, Optional<HttpMethod> method, String path) {

    /** Whether a request could match both routes. */
    public boolean overlaps(HttpRouteDef other) {
        return path.equals(other.path)
                && (method.isEmpty() || other.method.isEmpty() || method.equals(other.method));
    }
}
