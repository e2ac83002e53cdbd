package dev.stele.host.query;

import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.OptionalLong;

/** A statement ready to run: names are tables and columns, literals BSATN. */
public sealed interface BoundStatement {

    /** Whether only the owner of the database may run it. */
    default boolean isWrite() {
        return switch (this) {
            case BoundSelect _, BoundShowVariable _ -> false;
            case BoundInsert _, BoundDelete _, BoundUpdate _, BoundSetVariable _ -> true;
        };
    }

    /**
     * What all of {@code plans} find, one after the other.
     *
     * @param limit how much of each plan
     * @param isPerCaller whether the result depends on who asks
     */
    record BoundSelect(
            List<SelectPlan> plans, Projection projection, OptionalLong limit, boolean isPerCaller)
            implements BoundStatement {
        public BoundSelect {
            plans = List.copyOf(plans);
        }
    }

    /** Rows to insert: each BSATN of the table's row type, sequences not yet applied. */
    record BoundInsert(TableSchema table, List<Bytes> rows) implements BoundStatement {
        public BoundInsert {
            rows = List.copyOf(rows);
        }
    }

    record BoundDelete(TableSchema table, Predicate where) implements BoundStatement {}

    record BoundUpdate(TableSchema table, List<SetColumn> columns, Predicate where)
            implements BoundStatement {
        public BoundUpdate {
            columns = List.copyOf(columns);
        }
    }

    /** A new value for a column. When a column occurs twice, the last one counts. */
    record SetColumn(int column, Bytes value) {}

    /** Inserts {@code (name, U64(value))} into {@code st_var}. */
    record BoundSetVariable(TableSchema table, String name, long value) implements BoundStatement {}

    /** {@code SELECT value FROM st_var WHERE name = ..}. */
    record BoundShowVariable(TableSchema table, String name) implements BoundStatement {}
}
