package dev.stele.host.view;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.database.Database;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.datastore.SchemaEditor;
import dev.stele.host.environment.SystemClock;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.SqlExecution;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.table.KeyRange;
import dev.stele.host.table.RowCursor;
import dev.stele.host.view.ViewCounts.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A database with one table, {@code item (id u32, owner u32, level u32)}, and views over it that
 * read it in each way there is. Callers are numbers.
 */
final class Items {

    static final Timestamp NOW = new Timestamp(1);

    /** Sees the items of who asks, by one key. */
    static final String MINE = "mine";

    /** Sees items of a level from 50 on, by a range of keys. */
    static final String HIGH = "high";

    /** Sees everything. */
    static final String ALL = "all";

    /** Sees one item for each owner, its {@code owner} being the primary key. */
    static final String BY_OWNER = "by_owner";

    /** An item of this level makes {@link #HIGH} fail. */
    static final int POISON = 99;

    static final int HIGH_LEVEL = 50;

    /** Items of at least the level that is given. */
    static final String ABOVE = "above";

    /** Those of {@code above(50)} from this level on. */
    static final String TOP = "top_items";

    static final int TOP_LEVEL = 60;

    /** The caller's of the top ones. */
    static final String MY_TOP = "my_top";

    /** The top ones again, joined with the items. */
    static final String JOINED = "joined_items";

    /** The same for all, but asks for what depends on the caller. */
    static final String CONFUSED = "confused";

    /** Read each other. */
    static final List<String> CYCLE = List.of("chicken", "egg");

    private static final int ID = 0;
    private static final int OWNER = 1;
    private static final int LEVEL = 2;

    final Database database = Database.inMemory();
    final MaterialisedViews views = new MaterialisedViews(Items::rows, new SystemClock());

    Items() {
        MutTx tx = database.begin();
        SchemaEditor editor = new SchemaEditor(tx);
        editor.bootstrap();
        editor.createTables(List.of(table()));
        editor.createViews(
                List.of(
                        view(MINE, 0, false, OptionalInt.of(ID)),
                        view(HIGH, 0, true, OptionalInt.empty()),
                        view(ALL, 1, true, OptionalInt.empty()),
                        view(BY_OWNER, 2, true, OptionalInt.of(OWNER)),
                        view(
                                ABOVE,
                                3,
                                true,
                                OptionalInt.of(ID),
                                AlgebraicType.product(Element.of("level", Primitive.U32))),
                        view(TOP, 4, true, OptionalInt.of(ID)),
                        view(MY_TOP, 1, false, OptionalInt.empty()),
                        view(JOINED, 5, true, OptionalInt.empty()),
                        view(CONFUSED, 6, true, OptionalInt.empty()),
                        view(CYCLE.get(0), 7, true, OptionalInt.empty()),
                        view(CYCLE.get(1), 8, true, OptionalInt.empty())));
        database.commit(tx, null);
    }

    /** How often views have run. */
    long runs() {
        return views.counts().all().values().stream().mapToLong(Counts::calls).sum();
    }

    private static List<ColumnDef> columns() {
        return List.of(column("id"), column("owner"), column("level"));
    }

    private static ColumnDef column(String name) {
        return new ColumnDef(name, name, Primitive.U32, Optional.empty());
    }

    private static TableDef table() {
        return new TableDef(
                "item",
                "item",
                columns(),
                OptionalInt.of(ID),
                List.of(
                        index("item_id", ID),
                        index("item_owner", OWNER),
                        index("item_level", LEVEL)),
                List.of(new ConstraintDef("item_id_key", List.of(ID))),
                List.of(),
                Optional.empty(),
                true,
                false);
    }

    private static IndexDef index(String name, int column) {
        return new IndexDef(name, name, Optional.empty(), IndexKind.BTREE, List.of(column));
    }

    private static ViewDef view(String name, int index, boolean isAnonymous, OptionalInt key) {
        return view(name, index, isAnonymous, key, AlgebraicType.UNIT);
    }

    private static ViewDef view(
            String name,
            int index,
            boolean isAnonymous,
            OptionalInt key,
            AlgebraicType.Product params) {
        return new ViewDef(
                name,
                name,
                index,
                true,
                isAnonymous,
                params,
                ViewDef.Returns.ARRAY,
                columns(),
                key,
                0,
                params);
    }

    static Identity caller(int number) {
        byte[] bytes = new byte[Identity.WIDTH_BYTES];
        System.arraycopy(new BsatnWriter().u32(number).toByteArray(), 0, bytes, 0, Integer.BYTES);
        return new Identity(Bytes.wrap(bytes));
    }

    static byte[] row(int id, int owner, int level) {
        return new BsatnWriter().u32(id).u32(owner).u32(level).toByteArray();
    }

    private static int number(byte[] row, int column) {
        return new BsatnReader(row, column * Integer.BYTES, Integer.BYTES).u32();
    }

    Entry entry(MutTx tx, String name) {
        return tx.catalog().table(name).orElseThrow();
    }

    void put(MutTx tx, int id, int owner, int level) {
        remove(tx, id);
        tx.insert(entry(tx, "item"), row(id, owner, level));
    }

    void remove(MutTx tx, int id) {
        Entry item = entry(tx, "item");
        byte[] key = new BsatnWriter().u32(id).toByteArray();
        tx.deleteAll(item, tx.snapshot(item).index(0).point(key, 0, key.length));
    }

    void materialise(String view, int caller, int... args) {
        MutTx tx = database.begin();
        views.materialise(tx, bound(tx, view, args), caller(caller), NOW);
        database.commit(tx, null);
        views.committed(tx, NOW);
    }

    TableSchema bound(MutTx tx, String view, int... args) {
        BsatnWriter bytes = new BsatnWriter();
        IntStream.of(args).forEach(bytes::u32);
        return entry(tx, view).schema().withArgs(bytes.toBytes());
    }

    void commit(MutTx tx) {
        views.refresh(tx, NOW);
        database.commit(tx, null);
        views.committed(tx, NOW);
    }

    /** The rows that {@code caller} sees of {@code view}, as text, in order. */
    List<String> seen(String view, int caller, int... args) {
        MutTx tx = database.begin();
        Entry entry = entry(tx, view);
        byte[] hash =
                MaterialisedViews.key(bound(tx, view, args), caller(caller))
                        .argHash()
                        .toByteArray();
        List<byte[]> rows = new ArrayList<>();
        RowCursor cursor = tx.snapshot(entry).index(0).point(hash, 0, hash.length);
        while (cursor.next()) {
            int from = cursor.offset() + entry.hiddenBytes();
            rows.add(Arrays.copyOfRange(cursor.page(), from, cursor.offset() + cursor.length()));
        }
        tx.rollback();
        return texts(rows);
    }

    /** The rows that {@code caller} should see: the view's function over the committed state. */
    List<String> expected(String view, int caller) {
        MutTx tx = database.begin();
        List<byte[]> rows = rows(tx, run(tx, view, caller));
        tx.rollback();
        return texts(rows);
    }

    /** The items of at least {@code level}, as text. */
    List<String> fromLevel(int level) {
        return expected(ALL, 0).stream()
                .filter(text -> Integer.parseInt(text.split(" ")[LEVEL]) >= level)
                .toList();
    }

    private MaterialisedViews.Run run(MutTx tx, String view, int caller) {
        return new MaterialisedViews.Run(
                bound(tx, view), caller(caller), NOW, new ReadSet(), (_, _) -> {});
    }

    private static List<String> texts(List<byte[]> rows) {
        return rows.stream()
                .map(row -> number(row, ID) + " " + number(row, OWNER) + " " + number(row, LEVEL))
                .sorted()
                .toList();
    }

    /** The views' functions. */
    private static List<byte[]> rows(MutTx tx, MaterialisedViews.Run run) {
        Entry item = tx.catalog().table("item").orElseThrow();
        ReadLog reads = run.reads();
        String name = run.view().name();
        return switch (name) {
            case MINE -> {
                byte[] key =
                        Arrays.copyOf(run.sender().littleEndian().toByteArray(), Integer.BYTES);
                reads.point(item, OWNER, tx.snapshot(item).orderedKey(OWNER, key, 0));
                yield read(tx.snapshot(item).index(OWNER).point(key, 0, key.length));
            }
            case HIGH -> {
                KeyRange range = fromHighLevel(item);
                reads.range(item, LEVEL, tx.snapshot(item).span(LEVEL, range));
                List<byte[]> rows = read(tx.snapshot(item).index(LEVEL).range(range));
                if (rows.stream().anyMatch(row -> number(row, LEVEL) == POISON)) {
                    throw new HostException(ErrorCode.VIEW_FAILED, "poisoned");
                }
                yield rows;
            }
            case ALL -> {
                reads.table(item);
                yield read(tx.snapshot(item).scan());
            }
            case BY_OWNER -> {
                reads.table(item);
                TreeMap<Integer, byte[]> byOwner = new TreeMap<>();
                read(tx.snapshot(item).scan())
                        .forEach(row ->
                                byOwner.merge(
                                        number(row, OWNER),
                                        row,
                                        (a, b) -> number(a, ID) < number(b, ID) ? a : b));
                yield List.copyOf(byOwner.values());
            }
            default ->
                    SqlExecution.viewRows(
                            sql(run),
                            tx,
                            run.sender(),
                            tx.catalog().table(name).orElseThrow(),
                            reads,
                            run.inner());
        };
    }

    private static String sql(MaterialisedViews.Run run) {
        String name = run.view().name();
        return switch (name) {
            case ABOVE ->
                    "SELECT * FROM item WHERE level >= "
                            + number(run.view().view().orElseThrow().args().toByteArray(), 0);
            case TOP -> "SELECT * FROM above(50) WHERE level >= " + TOP_LEVEL;
            case MY_TOP ->
                    "SELECT * FROM top_items WHERE owner = "
                            + number(run.sender().littleEndian().toByteArray(), 0);
            case JOINED -> "SELECT top_items.* FROM top_items JOIN item ON top_items.id = item.id";
            case CONFUSED -> "SELECT * FROM mine";
            default ->
                    "SELECT * FROM "
                            + CYCLE.stream().filter(n -> !n.equals(name)).findFirst().orElseThrow();
        };
    }

    private static KeyRange fromHighLevel(Entry item) {
        byte[] bounds = new BsatnWriter().u8(0).u32(HIGH_LEVEL).u8(2).toByteArray();
        return KeyRange.of(
                item.layout().indexes().get(LEVEL),
                item.schema().def().rowType(),
                bounds,
                0,
                0,
                0,
                1 + Integer.BYTES,
                1);
    }

    private static List<byte[]> read(RowCursor rows) {
        List<byte[]> out = new ArrayList<>();
        while (rows.next()) {
            out.add(Arrays.copyOfRange(rows.page(), rows.offset(), rows.offset() + rows.length()));
        }
        return out;
    }
}
