package dev.stele.host.datastore;

import dev.stele.host.bsatn.RowLayout;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.ViewTable;
import dev.stele.host.table.IndexLayout;
import dev.stele.host.table.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemas of a database, by id and by name. Immutable. */
public final class Catalog {

    /**
     * A table with what is derived from its schema; {@code slot} is its place in a state's arrays,
     * {@code visible} what queries see of it.
     */
    public record Entry(
            int slot,
            TableSchema schema,
            RowLayout rows,
            TableLayout layout,
            TableSchema visible,
            RowLayout visibleRows) {

        /** Whether it holds the rows of a view. */
        public boolean isView() {
            return schema.view().isPresent();
        }

        /** How many bytes of a row stand before its visible part. */
        public int hiddenBytes() {
            return isView() ? ViewTable.HASH_BYTES : 0;
        }

        /** The position of the unique index on {@code column} alone. */
        public int uniqueIndex(int column) {
            List<IndexLayout> indexes = layout.indexes();
            for (int i = 0; i < indexes.size(); i++) {
                if (indexes.get(i).isUnique() && indexes.get(i).columns().equals(List.of(column))) {
                    return i;
                }
            }
            throw new IllegalArgumentException(
                    "no unique index on column " + column + " of " + schema.name());
        }

        static Entry of(int slot, TableSchema schema) {
            List<IndexLayout> indexes = new ArrayList<>();
            List<IndexDef> defs = schema.def().indexes();
            for (int i = 0; i < defs.size(); i++) {
                indexes.add(
                        new IndexLayout(
                                defs.get(i).kind(), defs.get(i).columns(), schema.isUnique(i)));
            }
            TableSchema visible = schema.visible();
            return new Entry(
                    slot,
                    schema,
                    RowLayout.of(schema.rowType()),
                    new TableLayout(schema.rowType(), indexes),
                    visible,
                    RowLayout.of(visible.rowType()));
        }
    }

    /** An index of a table: {@code position} counts within the table's indexes. */
    public record IndexEntry(Entry table, int position) {

        public boolean isUnique() {
            return table.layout().indexes().get(position).isUnique();
        }
    }

    private final List<Entry> entries;
    private final List<Entry> scheduled;
    private final List<Entry> views;
    private final List<VisibilityRule> rules;
    private final Map<Integer, List<String>> rulesByTable = new HashMap<>();
    private final Map<Integer, Entry> byId = new HashMap<>();
    private final Map<String, Entry> byName = new HashMap<>();
    private final Map<Integer, IndexEntry> indexById = new HashMap<>();
    private final Map<String, IndexId> indexByName = new HashMap<>();

    private Catalog(List<TableSchema> schemas, List<VisibilityRule> visibilityRules) {
        rules = List.copyOf(visibilityRules);
        rules.forEach(rule ->
                rulesByTable
                        .computeIfAbsent(rule.table().value(), _ -> new ArrayList<>())
                        .add(rule.sql()));
        List<Entry> list = new ArrayList<>();
        for (TableSchema schema : schemas) {
            Entry entry = Entry.of(list.size(), schema);
            list.add(entry);
            byId.put(schema.id().value(), entry);
            TableDef def = schema.def();
            byName.putIfAbsent(def.sourceName(), entry);
            for (int i = 0; i < def.indexes().size(); i++) {
                IndexId id = schema.indexIds().get(i);
                indexById.put(id.value(), new IndexEntry(entry, i));
                indexByName.putIfAbsent(def.indexes().get(i).sourceName(), id);
            }
        }
        for (Entry entry : list) {
            byName.put(entry.schema().name(), entry);
            TableSchema schema = entry.schema();
            for (int i = 0; i < schema.indexIds().size(); i++) {
                indexByName.put(schema.def().indexes().get(i).name(), schema.indexIds().get(i));
            }
        }
        entries = List.copyOf(list);
        scheduled = list.stream().filter(e -> e.schema().def().schedule().isPresent()).toList();
        views = list.stream().filter(Entry::isView).toList();
    }

    /** The system tables and, behind them, {@code userTables}. */
    public static Catalog of(List<TableSchema> userTables) {
        return of(userTables, List.of());
    }

    /** The same with {@code rules} on who sees what. */
    public static Catalog of(List<TableSchema> userTables, List<VisibilityRule> rules) {
        List<TableSchema> all = new ArrayList<>(SystemTables.ALL);
        all.addAll(userTables);
        return new Catalog(all, rules);
    }

    /** The same rules on other tables. */
    Catalog withUserTables(List<TableSchema> userTables) {
        return of(userTables, rules);
    }

    /** All rules on who sees what, in the order in which they were declared. */
    public List<VisibilityRule> rules() {
        return rules;
    }

    /** The rules of one table as SQL: a row is visible when any of them selects it. */
    public List<String> rules(TableId table) {
        return rulesByTable.getOrDefault(table.value(), List.of());
    }

    /** All tables; a table's slot is its position. */
    public List<Entry> entries() {
        return entries;
    }

    /** The tables whose rows are calls to come. */
    public List<Entry> scheduledTables() {
        return scheduled;
    }

    /** The tables that hold the rows of views. */
    public List<Entry> views() {
        return views;
    }

    /** The schemas of the tables that are not system tables, those of views among them. */
    public List<TableSchema> userTables() {
        return entries.stream().map(Entry::schema).filter(s -> !s.isSystem()).toList();
    }

    public Optional<Entry> table(TableId id) {
        return Optional.ofNullable(byId.get(id.value()));
    }

    /** The table with canonical or source name {@code name}. */
    public Optional<Entry> table(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<IndexEntry> index(IndexId id) {
        return Optional.ofNullable(indexById.get(id.value()));
    }

    /** The index with canonical or source name {@code name}. */
    public Optional<IndexId> index(String name) {
        return Optional.ofNullable(indexByName.get(name));
    }
}
