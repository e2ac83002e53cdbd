package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.datastore.SystemRows.StColumn;
import dev.stele.host.datastore.SystemRows.StConstraint;
import dev.stele.host.datastore.SystemRows.StIndex;
import dev.stele.host.datastore.SystemRows.StSequence;
import dev.stele.host.datastore.SystemRows.StTable;
import dev.stele.host.datastore.SystemRows.StView;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.ScheduleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.ViewTable;
import dev.stele.host.table.RowCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Rebuilds the schemas of a database's own tables from the rows of its system tables. */
final class CatalogReader {

    private final CommittedState state;

    private CatalogReader(CommittedState state) {
        this.state = state;
    }

    /**
     * The catalog that {@code state}'s system tables describe: tables in the order of their ids.
     */
    static Catalog catalog(CommittedState state) {
        CatalogReader reader = new CatalogReader(state);
        return Catalog.of(reader.read(), reader.rules());
    }

    private List<VisibilityRule> rules() {
        return rows(
                SystemTables.ROW_LEVEL_SECURITY,
                in -> new VisibilityRule(new TableId(in.u32()), in.string()));
    }

    private List<TableSchema> read() {
        Map<Integer, List<StColumn>> columns =
                grouped(SystemTables.COLUMN, StColumn::decode, StColumn::tableId);
        Map<Integer, List<StIndex>> indexes =
                grouped(SystemTables.INDEX, StIndex::decode, StIndex::tableId);
        Map<Integer, List<StConstraint>> constraints =
                grouped(SystemTables.CONSTRAINT, StConstraint::decode, StConstraint::tableId);
        Map<Integer, List<StSequence>> sequences =
                grouped(SystemTables.SEQUENCE, StSequence::decode, StSequence::tableId);
        Set<Integer> eventTables = new HashSet<>(rows(SystemTables.EVENT_TABLE, BsatnReader::u32));
        Map<Integer, ScheduleDef> schedules = schedules();
        Map<Integer, ViewTable> views = views();
        Map<String, String> tableNames = aliases(SystemTables.TABLE_ACCESSOR, 1);
        Map<String, String> indexNames = aliases(SystemTables.INDEX_ACCESSOR, 1);
        Map<String, String> columnNames = aliases(SystemTables.COLUMN_ACCESSOR, 2);

        List<TableSchema> out = new ArrayList<>();
        for (StTable table : rows(SystemTables.TABLE, StTable::decode)) {
            if (table.isSystem()) {
                continue;
            }
            List<ColumnDef> columnDefs =
                    of(columns, table.id(), StColumn::position).stream()
                            .map(c ->
                                    new ColumnDef(
                                            c.name(),
                                            columnNames.getOrDefault(
                                                    table.name() + "\0" + c.name(), c.name()),
                                            c.type(),
                                            Optional.empty()))
                            .toList();
            List<StIndex> tableIndexes = of(indexes, table.id(), StIndex::id);
            List<StConstraint> tableConstraints = of(constraints, table.id(), StConstraint::id);
            List<StSequence> tableSequences = of(sequences, table.id(), StSequence::id);
            TableDef def =
                    new TableDef(
                            table.name(),
                            tableNames.getOrDefault(table.name(), table.name()),
                            columnDefs,
                            table.primaryKey(),
                            tableIndexes.stream()
                                    .map(i ->
                                            new IndexDef(
                                                    i.name(),
                                                    indexNames.getOrDefault(i.name(), i.name()),
                                                    Optional.empty(),
                                                    i.kind(),
                                                    i.columns()))
                                    .toList(),
                            tableConstraints.stream()
                                    .map(c -> new ConstraintDef(c.name(), c.columns()))
                                    .toList(),
                            tableSequences.stream().map(StSequence::def).toList(),
                            Optional.ofNullable(schedules.get(table.id())),
                            table.isPublic(),
                            eventTables.contains(table.id()));
            out.add(
                    new TableSchema(
                            new TableId(table.id()),
                            def,
                            false,
                            def.rowType(),
                            tableIndexes.stream().map(i -> new IndexId(i.id())).toList(),
                            tableConstraints.stream().map(StConstraint::id).toList(),
                            tableSequences.stream().map(StSequence::id).toList(),
                            Optional.ofNullable(views.get(table.id()))));
        }
        out.sort(Comparator.comparingInt(s -> s.id().value()));
        return out;
    }

    private Map<Integer, ScheduleDef> schedules() {
        Map<Integer, ScheduleDef> out = new HashMap<>();
        rows(
                SystemTables.SCHEDULED,
                in -> {
                    in.u32();
                    int tableId = in.u32();
                    String function = in.string();
                    String name = in.string();
                    out.put(tableId, new ScheduleDef(name, in.u16(), function));
                    return tableId;
                });
        return out;
    }

    private Map<Integer, ViewTable> views() {
        // The rows of st_view_param have the form of st_column's.
        Map<Integer, List<StColumn>> params =
                grouped(SystemTables.VIEW_PARAM, StColumn::decode, StColumn::tableId);
        Map<Integer, ViewTable> out = new HashMap<>();
        for (StView view : rows(SystemTables.VIEW, StView::decode)) {
            Product types =
                    new Product(
                            of(params, view.id(), StColumn::position).stream()
                                    .map(param -> Element.of(param.name(), param.type()))
                                    .toList());
            out.put(
                    view.tableId(),
                    new ViewTable(view.id(), view.isAnonymous(), types, Bytes.EMPTY));
        }
        return out;
    }

    /** The accessor by canonical name; {@code keyParts} leading columns make the name. */
    private Map<String, String> aliases(TableId table, int keyParts) {
        Map<String, String> out = new HashMap<>();
        rows(
                table,
                in -> {
                    String key = in.string();
                    if (keyParts == 2) {
                        key = key + "\0" + in.string();
                    }
                    out.put(key, in.string());
                    return key;
                });
        return out;
    }

    private <T> List<T> rows(TableId table, Function<BsatnReader, T> decode) {
        List<T> out = new ArrayList<>();
        RowCursor cursor = state.systemTable(table).scan();
        while (cursor.next()) {
            out.add(decode.apply(new BsatnReader(cursor.page(), cursor.offset(), cursor.length())));
        }
        return out;
    }

    private <T> Map<Integer, List<T>> grouped(
            TableId table, Function<BsatnReader, T> decode, Function<T, Integer> tableId) {
        Map<Integer, List<T>> out = new HashMap<>();
        for (T row : rows(table, decode)) {
            out.computeIfAbsent(tableId.apply(row), _ -> new ArrayList<>()).add(row);
        }
        return out;
    }

    private static <T> List<T> of(
            Map<Integer, List<T>> groups, int tableId, Function<T, Integer> order) {
        return groups.getOrDefault(tableId, List.of()).stream()
                .sorted(Comparator.comparing(order))
                .toList();
    }
}
