package dev.stele.host.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A statement as it is written. */
sealed interface Statement {

    /** A table and the name by which the statement calls it. */
    record TableRef(String table, String alias) {}

    sealed interface Projection {

        /** {@code *}, or {@code alias.*}. */
        record Star(Optional<String> alias) implements Projection {}

        record Columns(List<Item> items) implements Projection {}

        /** {@code COUNT(*) AS alias}. */
        record Count(String alias) implements Projection {}
    }

    /** A column in the list, under its output name. */
    record Item(Expr.Column column, String name) {}

    record Select(
            Projection projection,
            TableRef from,
            boolean hasJoin,
            Optional<Expr> where,
            OptionalLong limit)
            implements Statement {}

    record Insert(String table, List<String> columns, List<List<Expr>> rows) implements Statement {}

    record Delete(String table, Optional<Expr> where) implements Statement {}

    record Assignment(String column, Expr value) {}

    record Update(String table, List<Assignment> assignments, Optional<Expr> where)
            implements Statement {}

    record SetVariable(String name, Expr value) implements Statement {}

    record ShowVariable(String name) implements Statement {}
}
