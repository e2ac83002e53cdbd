package dev.stele.host.query;

import java.util.List;
import java.util.Optional;

/** A statement as parsed: of a supported form, its names not looked up. */
sealed interface SqlStatement {

    /** {@code SELECT projection FROM first {JOIN ..} [WHERE filter] [LIMIT limit]}. */
    record Select(
            SqlProjection projection,
            TableName first,
            List<Join> joins,
            Optional<SqlExpression> filter,
            Optional<String> limit)
            implements SqlStatement {
        public Select {
            joins = List.copyOf(joins);
        }
    }

    record Insert(String table, List<String> columns, List<List<SqlLiteral>> rows)
            implements SqlStatement {
        public Insert {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    record Delete(String table, Optional<SqlExpression> filter) implements SqlStatement {}

    record Update(String table, List<Assignment> assignments, Optional<SqlExpression> filter)
            implements SqlStatement {
        public Update {
            assignments = List.copyOf(assignments);
        }
    }

    record SetVariable(String name, SqlLiteral value) implements SqlStatement {}

    record ShowVariable(String name) implements SqlStatement {}

    /** A table in a FROM clause; {@code alias} is the table's name when none is written. */
    record TableName(String name, String alias, Optional<ViewArgs> args) {}

    /** The arguments of a view, constants or {@code :sender}; {@code text} is the whole term. */
    record ViewArgs(List<SqlExpression> values, String text) {
        public ViewArgs {
            values = List.copyOf(values);
        }
    }

    /** An inner join; without {@code on} a cross join. */
    record Join(TableName table, Optional<JoinColumns> on) {}

    record JoinColumns(SqlExpression.Column left, SqlExpression.Column right) {}

    record Assignment(String column, SqlLiteral value) {}
}
