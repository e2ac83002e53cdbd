package dev.stele.polyglot.wasm.binary;

import java.util.List;
import java.util.stream.Collectors;

/** The type of a function. */
public record FunctionType(List<ValueType> params, List<ValueType> results) {

    public FunctionType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** The form of the text format, for example {@code (i32, i32) -> (i64)}. */
    public String text() {
        return list(params) + " -> " + list(results);
    }

    private static String list(List<ValueType> types) {
        return types.stream().map(ValueType::text).collect(Collectors.joining(", ", "(", ")"));
    }
}
