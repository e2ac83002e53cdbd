package dev.stele.host.table;

import dev.stele.host.sats.AlgebraicType;
import java.util.List;

/** What a table holds: rows of the resolved {@code rowType}, found by {@code indexes}. */
public record TableLayout(AlgebraicType.Product rowType, List<IndexLayout> indexes) {

    public TableLayout {
        indexes = List.copyOf(indexes);
        for (IndexLayout index : indexes) {
            for (int column : index.columns()) {
                if (column < 0 || column >= rowType.elements().size()) {
                    throw new IllegalArgumentException(
                            "index on column "
                                    + column
                                    + ", expected one of "
                                    + rowType.elements().size()
                                    + " columns");
                }
            }
        }
    }
}
