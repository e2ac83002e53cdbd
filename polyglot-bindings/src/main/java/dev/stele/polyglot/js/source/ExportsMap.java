package dev.stele.polyglot.js.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code exports} and {@code imports} of package.json: which file a subpath means under
 * a set of conditions. Source: Node.js documentation, "Package entry points" and "Subpath
 * patterns".
 */
final class ExportsMap {

    private ExportsMap() {}

    /** The file for {@code subpath} ({@code .} or {@code ./x}), relative to the package. */
    static Optional<String> resolve(Object exports, String subpath, Set<String> conditions) {
        boolean hasSubpaths =
                exports instanceof Map<?, ?> map
                        && map.keySet().stream().anyMatch(k -> ((String) k).startsWith("."));
        if (!hasSubpaths) {
            return subpath.equals(".") ? target(exports, "", conditions) : Optional.empty();
        }
        return match(Json.object(exports), subpath, conditions);
    }

    /** The entry for {@code key} in a map of keys and patterns with one {@code *}. */
    static Optional<String> match(Map<String, Object> map, String key, Set<String> conditions) {
        Object exact = map.get(key);
        if (exact != null && !key.contains("*")) {
            return target(exact, "", conditions);
        }
        String best = null;
        for (String pattern : map.keySet()) {
            int star = pattern.indexOf('*');
            boolean folder = star < 0 && pattern.endsWith("/");
            if (star < 0 && !folder) {
                continue;
            }
            String before = folder ? pattern : pattern.substring(0, star);
            String after = folder ? "" : pattern.substring(star + 1);
            if (key.startsWith(before)
                    && key.endsWith(after)
                    && key.length() >= before.length() + after.length()
                    && (best == null || prefixLength(best) < before.length())) {
                best = pattern;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        int star = best.indexOf('*');
        if (star < 0) {
            String rest = key.substring(best.length());
            return target(map.get(best), "", conditions).map(t -> t + rest);
        }
        String middle = key.substring(star, key.length() - (best.length() - star - 1));
        return target(map.get(best), middle, conditions);
    }

    private static int prefixLength(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern.length() : star;
    }

    private static Optional<String> target(
            @Nullable Object value, String middle, Set<String> conditions) {
        return switch (value) {
            case String path -> Optional.of(path.replace("*", middle));
            case List<?> list -> {
                Optional<String> found = Optional.empty();
                for (int i = 0; i < list.size() && found.isEmpty(); i++) {
                    found = target(list.get(i), middle, conditions);
                }
                yield found;
            }
            case Map<?, ?> map -> {
                Optional<String> found = Optional.empty();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (found.isEmpty() && conditions.contains(entry.getKey())) {
                        found = target(entry.getValue(), middle, conditions);
                    }
                }
                yield found;
            }
            case null, default -> Optional.empty();
        };
    }
}
