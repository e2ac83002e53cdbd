package dev.stele.conformance.run;

import dev.stele.conformance.cases.Step.Kind;
import dev.stele.conformance.wire.ProtocolException;
import dev.stele.conformance.wire.ValueReader;
import dev.stele.conformance.wire.ValueWriter;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A row as a case expects it: each column exactly, or any value, or any moment of the run. */
record RowPattern(Kind kind, String table, Product type, List<Column> columns, String text) {

    private static final int TIMESTAMP_BYTES = 8;

    /** How far a server's clock may be off. */
    private static final long CLOCK_MICROS_MAX = 600_000_000;

    sealed interface Column {}

    /**
     * @param isVarying whether the bytes differ from run to run
     */
    record Exact(Bytes bytes, boolean isVarying) implements Column {}

    record AnyValue() implements Column {}

    record Now() implements Column {}

    static RowPattern of(
            Kind kind,
            String table,
            Product type,
            JsonNode row,
            Function<String, Optional<Bytes>> names) {
        if (row.size() != type.elements().size()) {
            throw new IllegalArgumentException(
                    "row of %d columns for %s, expected %d"
                            .formatted(row.size(), table, type.elements().size()));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            JsonNode value = row.path(i);
            columns.add(
                    switch (value.asString("")) {
                        case "$any" -> new AnyValue();
                        case "$now" -> new Now();
                        default ->
                                new Exact(
                                        ValueWriter.ofCase(
                                                type.elements().get(i).type(), value, names),
                                        value.toString().matches(".*\"\\$(?!repeat).*"));
                    });
        }
        return new RowPattern(kind, table, type, columns, row.toString());
    }

    boolean matches(Bytes row) {
        List<Bytes> actual = ValueReader.columns(type, row);
        for (int i = 0; i < columns.size(); i++) {
            boolean isSame =
                    switch (columns.get(i)) {
                        case Exact(Bytes bytes, boolean _) -> bytes.equals(actual.get(i));
                        case AnyValue _ -> true;
                        case Now _ -> isNow(actual.get(i));
                    };
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNow(Bytes value) {
        if (value.size() != TIMESTAMP_BYTES) {
            throw new ProtocolException("$now for a value of " + value.size() + " bytes");
        }
        long micros = 0;
        for (int i = TIMESTAMP_BYTES - 1; i >= 0; i--) {
            micros = (micros << 8) | (value.at(i) & 0xFF);
        }
        return Math.abs(micros - System.currentTimeMillis() * 1000) < CLOCK_MICROS_MAX;
    }

    /** The row without what differs from run to run. */
    String masked(Bytes row) {
        List<Bytes> actual = ValueReader.columns(type, row);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            boolean isFixed =
                    columns.get(i) instanceof Exact(Bytes _, boolean isVarying) && !isVarying;
            String hex = actual.get(i).toHex();
            out.append(isFixed ? hex : "0".repeat(hex.length()));
        }
        return out.toString();
    }
}
