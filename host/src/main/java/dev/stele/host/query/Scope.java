package dev.stele.host.query;

import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a statement under the names it gives them. Columns are counted through all tables
 * in order, so that in a join each has one position. Not thread-safe.
 */
final class Scope {

    private final List<String> aliases = new ArrayList<>();
    private final List<TableSchema> tables = new ArrayList<>();

    void add(String alias, TableSchema table) {
        aliases.add(alias);
        tables.add(table);
    }

    boolean has(String alias) {
        return aliases.contains(alias);
    }

    List<TableSchema> tables() {
        return List.copyOf(tables);
    }

    /** The table called {@code alias}, or the only one when none is written. */
    TableSchema table(String alias) {
        int index = aliases.indexOf(alias);
        if (index < 0) {
            throw QueryException.unresolvedName(alias);
        }
        return tables.get(index);
    }

    /** The position of the table called {@code alias}, which must be there. */
    int position(String alias) {
        return aliases.indexOf(alias);
    }

    String onlyAlias() {
        return aliases.getFirst();
    }

    /** How many columns stand before those of {@code alias}. */
    int firstColumn(String alias) {
        int first = 0;
        for (int i = 0; !aliases.get(i).equals(alias); i++) {
            first += tables.get(i).def().columns().size();
        }
        return first;
    }
}
