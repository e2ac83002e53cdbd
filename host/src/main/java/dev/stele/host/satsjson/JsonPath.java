package dev.stele.host.satsjson;

import java.util.ArrayList;
import java.util.List;

/** Where in a JSON text the reader is: keys and positions from the outside in. */
final class JsonPath {

    private static final String ROOT = ".";

    private final List<String> keys = new ArrayList<>();

    /** Goes into the element at {@code position}. */
    void enter(int position) {
        keys.add("[" + position + "]");
    }

    /** Goes into the member called {@code key}. */
    void enter(String key) {
        keys.add(keys.isEmpty() ? key : "." + key);
    }

    void leave() {
        keys.removeLast();
    }

    @Override
    public String toString() {
        return keys.isEmpty() ? ROOT : String.join("", keys);
    }
}
