package dev.stele.conformance.run;

import dev.stele.conformance.cases.Step.Kind;
import dev.stele.conformance.wire.ModuleTypes;
import dev.stele.conformance.wire.ServerMessage.Events;
import dev.stele.conformance.wire.ServerMessage.Persistent;
import dev.stele.conformance.wire.ServerMessage.RowList;
import dev.stele.conformance.wire.ServerMessage.TableChange;
import dev.stele.conformance.wire.ValueReader;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of one update as a client sees them, and how they compare with what is expected. */
final class SeenRows {

    /** One row that arrived. */
    record Row(Kind kind, String table, String hint, Bytes bytes) {}

    private final ModuleTypes types;
    private final List<Row> rows = new ArrayList<>();

    SeenRows(ModuleTypes types, List<TableChange> changes) {
        this.types = types;
        for (TableChange change : changes) {
            switch (change) {
                case Persistent(int _, String table, RowList inserts, RowList deletes) -> {
                    add(Kind.INSERT, table, inserts);
                    add(Kind.DELETE, table, deletes);
                }
                case Events(int _, String table, RowList events) -> add(Kind.EVENT, table, events);
            }
        }
    }

    private void add(Kind kind, String table, RowList list) {
        for (Bytes row : ValueReader.rows(types.table(table), list.data())) {
            rows.add(new Row(kind, table, list.hint(), row));
        }
    }

    /**
     * Adds what differs from {@code expected} to {@code problems}, and the rows to {@code trace}.
     */
    void compare(
            String who,
            Collection<RowPattern> expected,
            List<String> problems,
            List<String> trace) {
        List<RowPattern> open = new ArrayList<>(expected);
        List<String> records = new ArrayList<>();
        for (Row row : rows) {
            int at = indexOf(open, row);
            String bytes = at < 0 ? row.bytes().toHex() : open.remove(at).masked(row.bytes());
            records.add(
                    "%s %s %s %s %s"
                            .formatted(who, word(row.kind()), row.table(), row.hint(), bytes));
            if (at < 0) {
                problems.add("%s sees an unexpected %s".formatted(who, shown(row)));
            }
        }
        for (RowPattern missing : open) {
            problems.add(
                    "%s does not see %s %s %s"
                            .formatted(who, word(missing.kind()), missing.table(), missing.text()));
        }
        records.sort(null);
        trace.addAll(records);
    }

    private static int indexOf(List<RowPattern> patterns, Row row) {
        for (int i = 0; i < patterns.size(); i++) {
            RowPattern pattern = patterns.get(i);
            if (pattern.kind() == row.kind()
                    && pattern.table().equals(row.table())
                    && pattern.matches(row.bytes())) {
                return i;
            }
        }
        return -1;
    }

    private String shown(Row row) {
        Product type = types.table(row.table());
        return word(row.kind()) + " " + row.table() + " " + ValueReader.json(type, row.bytes());
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case INSERT -> "insert";
            case DELETE -> "delete";
            case EVENT -> "event";
        };
    }
}
