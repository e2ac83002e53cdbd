package dev.stele.host.datastore;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.SystemRows.StColumn;
import dev.stele.host.datastore.SystemRows.StConstraint;
import dev.stele.host.datastore.SystemRows.StIndex;
import dev.stele.host.datastore.SystemRows.StModule;
import dev.stele.host.datastore.SystemRows.StSequence;
import dev.stele.host.datastore.SystemRows.StTable;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.IndexId;
import dev.stele.host.schema.SequenceDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.table.RowCursor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes a database's schema and its own bookkeeping within a transaction, as system rows. */
public final class SchemaEditor {

    private final MutTx tx;

    public SchemaEditor(MutTx tx) {
        this.tx = tx;
    }

    /** Writes the rows that describe the system tables; the first thing in a new database. */
    public void bootstrap() {
        for (TableSchema schema : SystemTables.DESCRIBED) {
            describe(schema, BigInteger.valueOf(SystemTables.FIRST_USER_ID));
        }
    }

    /** Creates {@code tables} in the order of their names and gives them ids. */
    public void createTables(List<TableDef> tables) {
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
        for (TableDef def : tables.stream().sorted(Comparator.comparing(TableDef::name)).toList()) {
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
                            sequenceIds));
        }
        schemas.addAll(created);
        tx.replaceCatalog(Catalog.of(schemas));
        for (TableSchema schema : created) {
            describe(schema, BigInteger.ONE);
            describeAliases(schema);
        }
    }

    private static int nextId(List<Integer> used) {
        return used.stream().mapToInt(id -> id + 1).max().orElse(SystemTables.FIRST_USER_ID);
    }

    private void describe(TableSchema schema, BigInteger allocated) {
        TableDef def = schema.def();
        int id = schema.id().value();
        insert(
                SystemTables.TABLE,
                new StTable(id, def.name(), schema.isSystem(), def.isPublic(), def.primaryKey())
                        .encode());
        for (int i = 0; i < def.columns().size(); i++) {
            ColumnDef column = def.columns().get(i);
            insert(SystemTables.COLUMN, new StColumn(id, i, column.name(), column.type()).encode());
        }
        for (int i = 0; i < def.indexes().size(); i++) {
            insert(
                    SystemTables.INDEX,
                    StIndex.of(schema.indexIds().get(i).value(), id, def.indexes().get(i))
                            .encode());
        }
        for (int i = 0; i < def.constraints().size(); i++) {
            insert(
                    SystemTables.CONSTRAINT,
                    StConstraint.of(schema.constraintIds().get(i), id, def.constraints().get(i))
                            .encode());
        }
        for (int i = 0; i < def.sequences().size(); i++) {
            SequenceDef sequence = def.sequences().get(i);
            BigInteger from = schema.isSystem() ? allocated : sequence.start();
            insert(
                    SystemTables.SEQUENCE,
                    new StSequence(schema.sequenceIds().get(i), id, sequence, from).encode());
        }
        if (def.isEvent()) {
            insert(SystemTables.EVENT_TABLE, new BsatnWriter().u32(id).toByteArray());
        }
        def.schedule()
                .ifPresent(schedule ->
                        insert(
                                SystemTables.SCHEDULED,
                                new BsatnWriter()
                                        .u32(id)
                                        .u32(id)
                                        .string(schedule.functionName())
                                        .string(schedule.name())
                                        .u16(schedule.atColumn())
                                        .toByteArray()));
    }

    private void describeAliases(TableSchema schema) {
        TableDef def = schema.def();
        insert(SystemTables.TABLE_ACCESSOR, SystemRows.strings(def.name(), def.sourceName()));
        for (ColumnDef column : def.columns()) {
            insert(
                    SystemTables.COLUMN_ACCESSOR,
                    SystemRows.strings(def.name(), column.name(), column.sourceName()));
        }
        def.indexes()
                .forEach(index ->
                        insert(
                                SystemTables.INDEX_ACCESSOR,
                                SystemRows.strings(index.name(), index.sourceName())));
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

    private void insert(TableId table, byte[] row) {
        tx.insertAsIs(system(table), row);
    }
}
