package dev.stele.host.query;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.sats.Bytes;
import java.util.List;
import java.util.OptionalLong;

/** A statement whose names and types are resolved. */
sealed interface Bound {

    sealed interface Output {

        record Star() implements Output {}

        /** Columns by position, under their output names. */
        record Columns(List<Integer> columns, List<String> names) implements Output {}

        record Count(String name) implements Output {}
    }

    record Select(Entry table, Predicate where, Output output, OptionalLong limit)
            implements Bound {}

    record Insert(Entry table, List<Bytes> rows) implements Bound {}

    record Delete(Entry table, Predicate where) implements Bound {}

    record SetColumn(int column, Bytes value) {}

    record Update(Entry table, List<SetColumn> columns, Predicate where) implements Bound {}
}
