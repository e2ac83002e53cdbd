package dev.stele.polyglot.js.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader for the few JSON files that decide where an import leads: package.json, tsconfig.json
 * (with comments and trailing commas) and the program's own manifest. Objects become maps in the
 * file's order, arrays lists; numbers, booleans and strings their Java kin.
 */
final class Json {

    private static final int DEPTH_MAX = 64;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The value, or empty when {@code text} is not JSON. */
    static Optional<Object> parse(String text) {
        try {
            Json reader = new Json(text.startsWith("\uFEFF") ? text.substring(1) : text);
            Object value = reader.value(0);
            reader.space();
            return value == null || reader.at != reader.text.length()
                    ? Optional.empty()
                    : Optional.of(value);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    /** The value when it is an object, else an empty map. */
    static Map<String, Object> parseObject(String text) {
        return object(parse(text).orElse(Map.of()));
    }

    /** {@code value} when it is an object, else an empty map. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    /** {@code text} as a JSON string with its quotes, safe within JavaScript too. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (isEscaped(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static boolean isEscaped(char c) {
        return c < 0x20 || c == 0x7f || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029;
    }

    private @Nullable Object value(int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested too deeply");
        }
        space();
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        while (true) {
            space();
            if (text.charAt(at) == '}') {
                at++;
                return map;
            }
            String key = string();
            space();
            expect(':');
            Object value = value(depth + 1);
            map.put(key, value == null ? Optional.empty() : value);
            space();
            if (text.charAt(at) == ',') {
                at++;
            } else if (text.charAt(at) != '}') {
                throw new IllegalArgumentException("expected , or }");
            }
        }
    }

    private List<Object> elements(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        while (true) {
            space();
            if (text.charAt(at) == ']') {
                at++;
                return list;
            }
            Object value = value(depth + 1);
            list.add(value == null ? Optional.empty() : value);
            space();
            if (text.charAt(at) == ',') {
                at++;
            } else if (text.charAt(at) != ']') {
                throw new IllegalArgumentException("expected , or ]");
            }
        }
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> out.append(escaped);
            }
        }
    }

    private @Nullable Object literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n/".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> Double.valueOf(word);
        };
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw new IllegalArgumentException("expected " + c);
        }
        at++;
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }
}
