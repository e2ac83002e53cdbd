package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.SystemRows.StColumn;
import dev.stele.host.datastore.SystemRows.StConstraint;
import dev.stele.host.datastore.SystemRows.StIndex;
import dev.stele.host.datastore.SystemRows.StModule;
import dev.stele.host.datastore.SystemRows.StSequence;
import dev.stele.host.datastore.SystemRows.StTable;
import dev.stele.host.datastore.SystemRows.StView;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.ViewTable;
import dev.stele.host.table.RowCursor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Changes a database's schema and its own bookkeeping within a transaction, as system rows. */
public final class SchemaEditor {

    private final MutTx tx;

    public SchemaEditor(MutTx tx) {
        this.tx = tx;
    }

    /** Writes the rows that describe the system tables; the first thing in a new database. */
    public void bootstrap() {
        for (TableSchema schema : SystemTables.DESCRIBED) {
            describe(schema, BigInteger.valueOf(SystemTables.FIRST_USER_ID), this::insert);
        }
    }

    /** Creates {@code tables} in the order of their names and gives them ids. */
    public void createTables(List<TableDef> tables) {
        create(
                tables.stream()
                        .sorted(Comparator.comparing(TableDef::name))
                        .map(def -> new NewTable(def, Optional.empty()))
                        .toList());
    }

    /** Creates the backing tables of {@code views}, in the order of their names. */
    public void createViews(List<ViewDef> views) {
        if (views.isEmpty()) {
            return;
        }
        int viewId =
                nextId(
                        tx.catalog().views().stream()
                                .map(view -> view.schema().view().orElseThrow().viewId())
                                .toList());
        List<NewTable> tables = new ArrayList<>();
        List<ViewDef> sorted = views.stream().sorted(Comparator.comparing(ViewDef::name)).toList();
        for (ViewDef view : sorted) {
            ViewTable backed =
                    new ViewTable(viewId++, view.isAnonymous(), view.params(), Bytes.EMPTY);
            tables.add(new NewTable(view.table(), Optional.of(backed)));
        }
        List<TableSchema> created = create(tables);
        for (int i = 0; i < created.size(); i++) {
            describeView(created.get(i), sorted.get(i));
        }
    }

    /** Removes the views whose backing tables are {@code views}, with the rows they have now. */
    public void dropViews(List<Entry> views) {
        if (views.isEmpty()) {
            return;
        }
        List<TableSchema> kept = new ArrayList<>(tx.catalog().userTables());
        for (Entry view : views) {
            tx.clear(view);
            TableSchema schema = view.schema();
            kept.remove(schema);
            describe(schema, BigInteger.ONE, this::delete);
            describeAliases(schema, this::delete);
            int viewId = schema.view().orElseThrow().viewId();
            deleteWithId(SystemTables.VIEW, viewId);
            deleteWithId(SystemTables.VIEW_PARAM, viewId);
            deleteWithId(SystemTables.VIEW_COLUMN, viewId);
        }
        tx.replaceCatalog(tx.catalog().withUserTables(kept));
    }

    /** Makes {@code rules} the rules on who sees what; they are told apart by their text. */
    public void setRules(List<VisibilityRule> rules) {
        if (tx.catalog().rules().equals(rules)) {
            return;
        }
        tx.clear(system(SystemTables.ROW_LEVEL_SECURITY));
        for (VisibilityRule rule : rules) {
            insert(
                    SystemTables.ROW_LEVEL_SECURITY,
                    new BsatnWriter().u32(rule.table().value()).string(rule.sql()).toByteArray());
        }
        tx.replaceCatalog(Catalog.of(tx.catalog().userTables(), rules));
    }

    /** A table to be created; {@code view} when it is to hold a view's rows. */
    private record NewTable(TableDef def, Optional<ViewTable> view) {}

    private List<TableSchema> create(List<NewTable> tables) {
        List<TableSchema> schemas = new ArrayList<>(tx.catalog().userTables());
        int tableId = nextId(schemas.stream().map(s -> s.id().value()).toList());
        int indexId =
                nextId(
                        schemas.stream()
                                .flatMap(s -> s.indexIds().stream())
                                .map(IndexId::value)
                                .toList());
        int constraintId =
                nextId(schemas.stream().flatMap(s -> s.constraintIds().stream()).toList());
        int sequenceId = nextId(schemas.stream().flatMap(s -> s.sequenceIds().stream()).toList());
        List<TableSchema> created = new ArrayList<>();
        for (NewTable table : tables) {
            TableDef def = table.def();
            List<IndexId> indexIds = new ArrayList<>();
            for (int i = 0; i < def.indexes().size(); i++) {
                indexIds.add(new IndexId(indexId++));
            }
            List<Integer> constraintIds = new ArrayList<>();
            for (int i = 0; i < def.constraints().size(); i++) {
                constraintIds.add(constraintId++);
            }
            List<Integer> sequenceIds = new ArrayList<>();
            for (int i = 0; i < def.sequences().size(); i++) {
                sequenceIds.add(sequenceId++);
            }
            created.add(
                    new TableSchema(
                            new TableId(tableId++),
                            def,
                            false,
                            def.rowType(),
                            indexIds,
                            constraintIds,
                            sequenceIds,
                            table.view()));
        }
        schemas.addAll(created);
        tx.replaceCatalog(tx.catalog().withUserTables(schemas));
        for (TableSchema schema : created) {
            describe(schema, BigInteger.ONE, this::insert);
            describeAliases(schema, this::insert);
        }
        return created;
    }

    private static int nextId(List<Integer> used) {
        return used.stream().mapToInt(id -> id + 1).max().orElse(SystemTables.FIRST_USER_ID);
    }

    private void describe(TableSchema schema, BigInteger allocated, SystemRow row) {
        TableDef def = schema.def();
        int id = schema.id().value();
        row.write(
                SystemTables.TABLE,
                new StTable(id, def.name(), schema.isSystem(), def.isPublic(), def.primaryKey())
                        .encode());
        for (int i = 0; i < def.columns().size(); i++) {
            ColumnDef column = def.columns().get(i);
            row.write(
                    SystemTables.COLUMN,
                    new StColumn(id, i, column.name(), column.type()).encode());
        }
        for (int i = 0; i < def.indexes().size(); i++) {
            row.write(
                    SystemTables.INDEX,
                    StIndex.of(schema.indexIds().get(i).value(), id, def.indexes().get(i))
                            .encode());
        }
        for (int i = 0; i < def.constraints().size(); i++) {
            row.write(
                    SystemTables.CONSTRAINT,
                    StConstraint.of(schema.constraintIds().get(i), id, def.constraints().get(i))
                            .encode());
        }
        for (int i = 0; i < def.sequences().size(); i++) {
            SequenceDef sequence = def.sequences().get(i);
            BigInteger from = schema.isSystem() ? allocated : sequence.start();
            row.write(
                    SystemTables.SEQUENCE,
                    new StSequence(schema.sequenceIds().get(i), id, sequence, from).encode());
        }
        if (def.isEvent()) {
            row.write(SystemTables.EVENT_TABLE, new BsatnWriter().u32(id).toByteArray());
        }
        def.schedule()
                .ifPresent(schedule ->
                        row.write(
                                SystemTables.SCHEDULED,
                                new BsatnWriter()
                                        .u32(id)
                                        .u32(id)
                                        .string(schedule.functionName())
                                        .string(schedule.name())
                                        .u16(schedule.atColumn())
                                        .toByteArray()));
    }

    private void describeAliases(TableSchema schema, SystemRow row) {
        TableDef def = schema.def();
        row.write(SystemTables.TABLE_ACCESSOR, SystemRows.strings(def.name(), def.sourceName()));
        for (ColumnDef column : def.columns()) {
            row.write(
                    SystemTables.COLUMN_ACCESSOR,
                    SystemRows.strings(def.name(), column.name(), column.sourceName()));
        }
        def.indexes()
                .forEach(index ->
                        row.write(
                                SystemTables.INDEX_ACCESSOR,
                                SystemRows.strings(index.name(), index.sourceName())));
    }

    private void describeView(TableSchema schema, ViewDef def) {
        int viewId = schema.view().orElseThrow().viewId();
        insert(
                SystemTables.VIEW,
                new StView(
                                viewId,
                                def.name(),
                                schema.id().value(),
                                def.isPublic(),
                                def.isAnonymous())
                        .encode());
        List<AlgebraicType.Element> params = def.params().elements();
        for (int i = 0; i < params.size(); i++) {
            AlgebraicType.Element param = params.get(i);
            // The rows of both tables have the form of st_column's.
            insert(
                    SystemTables.VIEW_PARAM,
                    new StColumn(viewId, i, param.name().orElse(""), param.type()).encode());
        }
        for (int i = 0; i < def.columns().size(); i++) {
            ColumnDef column = def.columns().get(i);
            insert(
                    SystemTables.VIEW_COLUMN,
                    new StColumn(viewId, i, column.name(), column.type()).encode());
        }
    }

    /** Makes {@code program} the module of this database. */
    public void setModule(
            Identity database, Identity owner, int programKind, Bytes programHash, Bytes program) {
        tx.clear(system(SystemTables.MODULE));
        insert(
                SystemTables.MODULE,
                new StModule(database, owner, programKind, programHash, program).encode());
    }

    /** Notes that a client is connected. */
    public void addClient(Identity identity, ConnectionId connection, String jwtPayload) {
        insert(SystemTables.CLIENT, SystemRows.client(identity, connection));
        Entry credentials = system(SystemTables.CONNECTION_CREDENTIALS);
        byte[] key = connection.littleEndian().toByteArray();
        if (tx.index(credentials, 0).findUnique(key, 0, key.length) < 0) {
            tx.insert(credentials, SystemRows.credentials(connection, jwtPayload));
        }
    }

    /** Forgets a client; nothing happens when it is not there. */
    public void removeClient(Identity identity, ConnectionId connection) {
        tx.delete(system(SystemTables.CLIENT), SystemRows.client(identity, connection));
        Entry credentials = system(SystemTables.CONNECTION_CREDENTIALS);
        byte[] key = connection.littleEndian().toByteArray();
        RowCursor found = tx.index(credentials, 0).point(key, 0, key.length);
        tx.deleteAll(credentials, found);
    }

    private Entry system(TableId id) {
        return tx.catalog().table(id).orElseThrow();
    }

    /** Puts one row of a system table there, or takes it away. */
    private interface SystemRow {
        void write(TableId table, byte[] row);
    }

    private void insert(TableId table, byte[] row) {
        tx.insertAsIs(system(table), row);
    }

    private void delete(TableId table, byte[] row) {
        tx.delete(system(table), row);
    }

    /** Deletes the rows whose first column is {@code id}. */
    private void deleteWithId(TableId table, int id) {
        RowCursor rows = tx.snapshot(system(table)).scan();
        while (rows.next()) {
            if (new BsatnReader(rows.page(), rows.offset(), rows.length()).u32() == id) {
                tx.deleteAt(system(table), rows.rowId());
            }
        }
    }
}
