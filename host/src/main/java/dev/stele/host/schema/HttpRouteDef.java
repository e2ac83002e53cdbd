package dev.stele.host.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path that the handler with canonical name {@code handler} answers; an empty {@code method}
 * means any. A segment {@code :name} of the path stands for any one segment that is not empty.
 */
public record HttpRouteDef(String handler, Optional<HttpMethod> method, String path) {

    private static final char PARAMETER = ':';
    private static final Pattern NAMED = Pattern.compile("(?<=/):[^/]*");

    /** Whether a request could match both routes and neither is more precise. */
    public boolean overlaps(HttpRouteDef other) {
        return shape().equals(other.shape())
                && (method.isEmpty() || other.method.isEmpty() || method.equals(other.method));
    }

    private String shape() {
        return NAMED.matcher(path).replaceAll(":");
    }

    /** How many segments are parameters; of two routes that match, the one with fewer answers. */
    public int parameterCount() {
        return (int) NAMED.matcher(path).results().count();
    }

    /**
     * What the parameters stand for in {@code rawPath}, percent-encoded as it was sent; empty when
     * this is no route for it.
     *
     * @throws IllegalArgumentException when it is not properly encoded
     */
    public Optional<Map<String, String>> match(String rawPath) {
        if (parameterCount() == 0) {
            return decoded(rawPath).equals(path) ? Optional.of(Map.of()) : Optional.empty();
        }
        String[] wanted = path.split("/", -1);
        String[] given = rawPath.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            String segment = decoded(given[i]);
            if (!wanted[i].isEmpty() && wanted[i].charAt(0) == PARAMETER) {
                if (segment.isEmpty()) {
                    return Optional.empty();
                }
                values.put(wanted[i].substring(1), segment);
            } else if (!wanted[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static String decoded(String raw) {
        // A plus is a plus in a path.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
