package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.query.RandomRows.Value;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ColumnDef;
import dev.stele.host.schema.IndexDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random rows of random tables: predicates and index choices against a model of plain values. */
final class PredicateModelTest {

    private static final int TABLES = 150;
    private static final int ROWS = 25;
    private static final int PREDICATES = 25;
    private static final List<Comparison> COMPARISONS = List.of(Comparison.values());

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final RandomRows rows = new RandomRows(random);

    private final List<AlgebraicType> types = new ArrayList<>();
    private TableSchema table = TestTables.everyType();

    @Test
    void agreesWithTheModel() {
        int matches = 0;
        int indexed = 0;
        for (int i = 0; i < TABLES; i++) {
            makeTable();
            List<List<Value>> rowList = new ArrayList<>();
            for (int r = 0; r < ROWS; r++) {
                rowList.add(row());
            }
            for (int p = 0; p < PREDICATES; p++) {
                Predicate predicate = predicate(3, rowList);
                IndexChoice choice = IndexChoice.of(predicate, table);
                indexed += choice instanceof IndexChoice.FullScan ? 0 : 1;
                for (List<Value> row : rowList) {
                    boolean expected = model(predicate, row);
                    assertThat(test(predicate, row))
                            .as("seed %d, %s on %s", seed, predicate, row)
                            .isEqualTo(expected);
                    assertThat(viaIndex(choice, row))
                            .as("seed %d, %s as %s on %s", seed, predicate, choice, row)
                            .isEqualTo(expected);
                    assertThat(!expected || matchesKey(predicate, row))
                            .as("seed %d, equality key of %s on %s", seed, predicate, row)
                            .isTrue();
                    matches += expected ? 1 : 0;
                }
            }
        }
        assertThat(matches).as("seed %d", seed).isBetween(5_000, TABLES * ROWS * PREDICATES / 2);
        assertThat(indexed).as("seed %d", seed).isGreaterThan(TABLES);
    }

    private void makeTable() {
        types.clear();
        List<ColumnDef> columns = new ArrayList<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            boolean repeat = i > 0 && random.nextInt(3) == 0;
            types.add(repeat ? types.get(random.nextInt(i)) : rows.type(2));
            columns.add(TestTables.column("c" + i, types.get(i)));
        }
        List<IndexDef> indexes = new ArrayList<>();
        List<Integer> usable = comparableColumns();
        for (int i = 0; i < 3 && !usable.isEmpty(); i++) {
            java.util.Collections.shuffle(usable, random);
            Integer[] key =
                    usable.subList(0, 1 + random.nextInt(Math.min(3, usable.size())))
                            .toArray(Integer[]::new);
            indexes.add(
                    TestTables.index(random.nextBoolean() ? IndexKind.BTREE : IndexKind.HASH, key));
        }
        table = TestTables.table("t", columns, indexes.toArray(IndexDef[]::new));
    }

    private List<Integer> comparableColumns() {
        List<Integer> usable = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (ValueOrder.exists(types.get(i))) {
                usable.add(i);
            }
        }
        return usable;
    }

    private List<Value> row() {
        return types.stream()
                .map(type ->
                        ValueOrder.exists(type) ? rows.value(type) : new Value(rows.bsatn(type), 0))
                .toList();
    }

    private Predicate predicate(int depth, List<List<Value>> rowList) {
        List<Integer> usable = comparableColumns();
        if (usable.isEmpty()) {
            return Predicate.of(random.nextBoolean());
        }
        if (depth > 0 && random.nextInt(3) > 0) {
            List<Predicate> terms = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(2); i++) {
                terms.add(predicate(depth - 1, rowList));
            }
            return switch (random.nextInt(6)) {
                case 0 -> new Predicate.CompareConditions(terms.get(0), comparison(), terms.get(1));
                case 1, 2 -> Predicate.any(terms);
                default -> Predicate.all(terms);
            };
        }
        int column = usable.get(random.nextInt(usable.size()));
        AlgebraicType type = types.get(column);
        if (type == Primitive.BOOL && random.nextBoolean()) {
            return new Predicate.BoolColumn(column);
        }
        List<Integer> same = usable.stream().filter(c -> types.get(c).equals(type)).toList();
        if (random.nextInt(4) == 0) {
            return new Predicate.CompareColumns(
                    column, comparison(), same.get(random.nextInt(same.size())));
        }
        Value value =
                random.nextBoolean()
                        ? rowList.get(random.nextInt(rowList.size())).get(column)
                        : rows.value(type);
        Comparison operator = random.nextBoolean() ? Comparison.EQUAL : comparison();
        return new Predicate.Compare(column, operator, value.bsatn());
    }

    private Comparison comparison() {
        return COMPARISONS.get(random.nextInt(COMPARISONS.size()));
    }

    /** Tests the row in the midst of other bytes. */
    private boolean test(Predicate predicate, List<Value> row) {
        int before = random.nextInt(20);
        BsatnWriter page = new BsatnWriter();
        for (int i = 0; i < before; i++) {
            page.u8(0xee);
        }
        row.forEach(value -> page.raw(value.bsatn()));
        int length = page.size() - before;
        return RowPredicate.compile(predicate, table.rowType())
                .test(page.toByteArray(), before, length);
    }

    private boolean model(Predicate predicate, List<Value> row) {
        return switch (predicate) {
            case Predicate.True _ -> true;
            case Predicate.False _ -> false;
            case Predicate.BoolColumn(int column) -> row.get(column).plain().equals(true);
            case Predicate.Compare(int column, Comparison operator, Bytes value) ->
                    operator.holds(order(row.get(column).plain(), plain(types.get(column), value)));
            case Predicate.CompareColumns(int left, Comparison operator, int right) ->
                    operator.holds(order(row.get(left).plain(), row.get(right).plain()));
            case Predicate.CompareConditions(Predicate a, Comparison operator, Predicate b) ->
                    operator.holds(Boolean.compare(model(a, row), model(b, row)));
            case Predicate.And(List<Predicate> terms) ->
                    terms.stream().allMatch(term -> model(term, row));
            case Predicate.Or(List<Predicate> terms) ->
                    terms.stream().anyMatch(term -> model(term, row));
        };
    }

    @SuppressWarnings("unchecked")
    private static int order(Comparable<?> a, Comparable<?> b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    /** Decodes a comparable value by itself, without the code under test. */
    private static Comparable<?> plain(AlgebraicType type, Bytes value) {
        if (type instanceof AlgebraicType.Product product) {
            return plain(product.elements().getFirst().type(), value);
        }
        BsatnReader in = new BsatnReader(value);
        if (type.equals(AlgebraicType.BYTES) || type == Primitive.STRING) {
            List<Integer> bytes = new ArrayList<>();
            for (byte b : in.bytes().toByteArray()) {
                bytes.add(b & 0xff);
            }
            return new RandomRows.PlainBytes(bytes);
        }
        Primitive primitive = (Primitive) type;
        byte[] bigEndian = value.reversed().toByteArray();
        return switch (primitive) {
            case BOOL -> value.at(0) == 1;
            case F32 -> zeroWithoutSign(Float.intBitsToFloat(in.u32()));
            case F64 -> zeroWithoutSign(Double.longBitsToDouble(in.i64()));
            default ->
                    primitive.isSigned()
                            ? new java.math.BigInteger(bigEndian)
                            : new java.math.BigInteger(1, bigEndian);
        };
    }

    private static Double zeroWithoutSign(double number) {
        return number == 0 ? 0.0 : number;
    }

    private boolean viaIndex(IndexChoice choice, List<Value> row) {
        return found(choice, row) && model(choice.residual(), row);
    }

    /** Whether a scan of the chosen kind would yield {@code row}. */
    private boolean found(IndexChoice choice, List<Value> row) {
        return switch (choice) {
            case IndexChoice.NoRows _ -> false;
            case IndexChoice.FullScan _ -> true;
            case IndexChoice.Point(int index, Bytes key, Predicate _) -> {
                List<Integer> columns = table.def().indexes().get(index).columns();
                yield key(row, columns).equals(key);
            }
            case IndexChoice.Range range -> {
                IndexDef index = table.def().indexes().get(range.index());
                assertThat(index.kind()).isEqualTo(IndexKind.BTREE);
                List<Integer> prefix = index.columns().subList(0, range.prefixColumns());
                boolean inside = key(row, prefix).equals(range.prefix());
                int next = index.columns().get(range.prefixColumns());
                yield inside
                        && within(range.lower(), row, next, 1)
                        && within(range.upper(), row, next, -1);
            }
        };
    }

    private static Bytes key(List<Value> row, List<Integer> columns) {
        BsatnWriter key = new BsatnWriter();
        columns.forEach(column -> key.raw(row.get(column).bsatn()));
        return key.toBytes();
    }

    private boolean within(
            Optional<IndexChoice.Bound> bound, List<Value> row, int column, int side) {
        if (bound.isEmpty()) {
            return true;
        }
        int order = order(row.get(column).plain(), plain(types.get(column), bound.get().value()));
        return Integer.signum(order) == side || (order == 0 && bound.get().inclusive());
    }

    private boolean matchesKey(Predicate predicate, List<Value> row) {
        return EqualityKey.of(predicate, table.rowType()).values().stream()
                .allMatch(v -> row.get(v.column()).bsatn().equals(v.value()));
    }
}
