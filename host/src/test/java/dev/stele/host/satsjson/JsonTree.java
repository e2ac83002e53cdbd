package dev.stele.host.satsjson;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists and strings, for comparisons in tests. Scalars are strings: numbers and words
 * as they stand, strings with a quote in front.
 */
public final class JsonTree {

    private final JsonCursor in;

    private JsonTree(String json) {
        in = new JsonCursor(json.getBytes(StandardCharsets.UTF_8));
    }

    public static Object parse(String json) {
        JsonTree tree = new JsonTree(json);
        Object value = tree.value();
        tree.in.expectEnd();
        return value;
    }

    private Object value() {
        return switch (in.peek()) {
            case '{' -> {
                in.skip();
                Map<String, Object> members = new LinkedHashMap<>();
                while (in.hasMember(members.isEmpty())) {
                    String name = in.string();
                    in.expectColon();
                    members.put(name, value());
                }
                in.endObject();
                yield members;
            }
            case '[' -> {
                in.skip();
                List<Object> elements = new ArrayList<>();
                while (in.hasElement(elements.isEmpty())) {
                    elements.add(value());
                }
                in.endArray();
                yield elements;
            }
            case '"' -> "\"" + in.string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> in.number().describe();
        };
    }

    private String word(String word) {
        in.expectWord(word);
        return word;
    }
}
