package dev.stele.cli;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value of an SQL result as people read it, spec 06 section 6.7. Values arrive positionally:
 * products as arrays, sums as {@code [tag, payload]}.
 */
final class SatnText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private SatnText() {}

    static String of(JsonNode value, JsonNode type) {
        if (type.has("Product")) {
            return product(value, type.path("Product").path("elements"));
        }
        if (type.has("Sum")) {
            JsonNode variant = type.path("Sum").path("variants").path(value.path(0).asInt());
            return "("
                    + name(variant)
                    + " = "
                    + of(value.path(1), variant.path("algebraic_type"))
                    + ")";
        }
        if (type.has("Array")) {
            if (type.path("Array").has("U8")) {
                return "0x" + value.asString();
            }
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(of(item, type.path("Array"))));
            return "[" + String.join(", ", items) + "]";
        }
        if (type.has("String")) {
            return JsonMapper.shared().writeValueAsString(value.asString());
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static String name(JsonNode element) {
        return element.path("name").path("some").asString("");
    }

    private static String product(JsonNode value, JsonNode elements) {
        if (elements.size() == 1) {
            JsonNode only = value.path(0);
            switch (name(elements.path(0))) {
                case "__identity__" -> {
                    return "0x" + padded(new BigInteger(only.asString().substring(2), 16), 64);
                }
                case "__connection_id__" -> {
                    return "0x" + padded(only.bigIntegerValue(), 32);
                }
                case "__timestamp_micros_since_unix_epoch__" -> {
                    return timestamp(only.asLong());
                }
                case "__time_duration_micros__" -> {
                    return duration(only.asLong());
                }
                case "__uuid__" -> {
                    return uuid(padded(only.bigIntegerValue(), 32));
                }
                default -> {}
            }
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            fields.add(
                    name(elements.path(i))
                            + " = "
                            + of(value.path(i), elements.path(i).path("algebraic_type")));
        }
        return "(" + String.join(", ", fields) + ")";
    }

    private static String padded(BigInteger value, int digits) {
        String hex = value.toString(16);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }

    private static String timestamp(long micros) {
        Instant moment = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        String fraction = fraction(Math.floorMod(micros, 1_000_000L));
        return TIME.format(moment.atOffset(ZoneOffset.UTC)) + fraction + "+00:00";
    }

    private static String fraction(long micros) {
        return micros == 0 ? "" : String.format(".%06d", micros);
    }

    private static String duration(long micros) {
        long magnitude = Math.abs(micros);
        return String.format(
                "%s%d.%06d", micros < 0 ? "-" : "+", magnitude / 1_000_000, magnitude % 1_000_000);
    }

    private static String uuid(String hex) {
        return "\""
                + String.join(
                        "-",
                        hex.substring(0, 8),
                        hex.substring(8, 12),
                        hex.substring(12, 16),
                        hex.substring(16, 20),
                        hex.substring(20))
                + "\"";
    }
}
