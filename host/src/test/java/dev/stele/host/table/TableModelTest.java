package dev.stele.host.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.IndexKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table under random operations, compared with a plain set of rows after every one. */
final class TableModelTest {

    private static final int OPERATIONS = 40_000;

    /** What a row is: {@code (u32 a, i16 b, string c)}, or without the string. */
    record Row(int a, short b, String c) {}

    enum Shape {
        FIXED_UNIQUE(false, true),
        FIXED_SET(false, false),
        TEXT_UNIQUE(true, true),
        TEXT_SET(true, false);

        private final boolean hasText;
        private final boolean isUnique;

        Shape(boolean hasText, boolean isUnique) {
            this.hasText = hasText;
            this.isUnique = isUnique;
        }

        TableLayout layout() {
            List<Element> elements = new ArrayList<>();
            elements.add(Element.of("a", Primitive.U32));
            elements.add(Element.of("b", Primitive.I16));
            if (hasText) {
                elements.add(Element.of("c", Primitive.STRING));
            }
            List<IndexLayout> indexes = new ArrayList<>();
            indexes.add(new IndexLayout(IndexKind.BTREE, List.of(1), false));
            indexes.add(new IndexLayout(IndexKind.BTREE, List.of(1, 0), false));
            if (isUnique) {
                indexes.add(new IndexLayout(IndexKind.BTREE, List.of(0), true));
            }
            if (hasText) {
                indexes.add(new IndexLayout(IndexKind.HASH, List.of(2), false));
                indexes.add(new IndexLayout(IndexKind.BTREE, List.of(2, 1), false));
            }
            return new TableLayout(new AlgebraicType.Product(elements), indexes);
        }

        byte[] encode(Row row) {
            BsatnWriter out = new BsatnWriter().u32(row.a()).u16(row.b());
            if (hasText) {
                out.string(row.c());
            }
            return out.toByteArray();
        }

        Row random(Random random, int spread) {
            String text =
                    hasText
                            ? "k".repeat(random.nextInt(3))
                                    + "\0".repeat(random.nextInt(2))
                                    + random.nextInt(spread)
                            : "";
            return new Row(random.nextInt(spread), (short) (random.nextInt(41) - 20), text);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void behavesLikeASetOfRows(Shape shape) {
        long seed = Long.getLong("seed", 42 + shape.name().length());
        Random random = new Random(seed);
        Table table = Table.empty(shape.layout());
        Set<Row> model = new LinkedHashSet<>();
        List<Table> snapshots = new ArrayList<>();
        List<Set<Row>> snapshotModels = new ArrayList<>();
        int done = 0;
        while (done < OPERATIONS) {
            TableEdit edit = table.edit(new EditToken());
            Set<Row> next = new LinkedHashSet<>(model);
            int batch = 1 + random.nextInt(60);
            for (int i = 0; i < batch; i++) {
                operate(shape, random, edit, next);
                done++;
            }
            assertThat(edit.rowCount()).as("seed %d", seed).isEqualTo(next.size());
            if (random.nextInt(4) == 0) {
                continue;
            }
            table = edit.freeze();
            model = next;
            if (random.nextInt(10) == 0) {
                compare(shape, table, model, random, seed);
                snapshots.add(table);
                snapshotModels.add(model);
            }
        }
        compare(shape, table, model, random, seed);
        for (int i = 0; i < snapshots.size(); i++) {
            compare(shape, snapshots.get(i), snapshotModels.get(i), random, seed);
        }
        assertThat(snapshots).hasSizeGreaterThan(10);
    }

    private static void operate(Shape shape, Random random, TableEdit edit, Set<Row> model) {
        Row row = shape.random(random, 300);
        byte[] bytes = shape.encode(row);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                int expected = expectedInsert(shape, model, row, null);
                assertThat(edit.insert(bytes, 0, bytes.length)).isEqualTo(expected);
                if (expected == InsertOutcome.INSERTED) {
                    model.add(row);
                }
            }
            case 3 -> assertThat(edit.delete(bytes, 0, bytes.length)).isEqualTo(model.remove(row));
            case 4 -> replace(shape, edit, model, row, bytes);
            default -> {
                if (random.nextInt(400) == 0) {
                    edit.clear();
                    model.clear();
                } else {
                    Row some = pick(model, random);
                    if (some != null) {
                        byte[] there = shape.encode(some);
                        assertThat(edit.delete(there, 0, there.length)).isTrue();
                        model.remove(some);
                    }
                }
            }
        }
    }

    private static void replace(
            Shape shape, TableEdit edit, Set<Row> model, Row row, byte[] bytes) {
        RowCursor cursor = edit.scan();
        if (!cursor.next()) {
            return;
        }
        long id = cursor.rowId();
        Row old =
                model.stream()
                        .filter(r -> Arrays.equals(shape.encode(r), edit.copyRow(id)))
                        .findFirst()
                        .orElseThrow();
        if (old.equals(row)) {
            return;
        }
        int expected = expectedInsert(shape, model, row, old);
        assertThat(edit.replaceAt(id, bytes, 0, bytes.length)).isEqualTo(expected);
        if (!InsertOutcome.isViolation(expected)) {
            model.remove(old);
            model.add(row);
        }
    }

    private static int expectedInsert(
            Shape shape, Set<Row> model, Row row, @Nullable Row replaced) {
        if (model.contains(row)) {
            return InsertOutcome.DUPLICATE;
        }
        boolean isTaken =
                shape.isUnique
                        && model.stream().anyMatch(r -> r.a() == row.a() && !r.equals(replaced));
        return isTaken ? 2 : InsertOutcome.INSERTED;
    }

    private static @Nullable Row pick(Set<Row> model, Random random) {
        return model.isEmpty()
                ? null
                : model.stream().skip(random.nextInt(model.size())).findFirst().orElseThrow();
    }

    private static void compare(
            Shape shape, Table table, Set<Row> model, Random random, long seed) {
        String where = "seed " + seed;
        Set<Bytes> expected = new HashSet<>();
        model.forEach(row -> expected.add(Bytes.wrap(shape.encode(row))));
        assertThat(new HashSet<>(rows(table.scan()))).as(where).isEqualTo(expected);
        assertThat(table.rowCount()).as(where).isEqualTo(model.size());
        for (int i = 0; i < 5; i++) {
            short from = (short) (random.nextInt(41) - 20);
            short to = (short) (random.nextInt(41) - 20);
            byte[] bounds = new BsatnWriter().u8(0).u16(from).u8(1).u16(to).toByteArray();
            KeyRange range =
                    KeyRange.of(
                            table.layout().indexes().get(1),
                            table.layout().rowType(),
                            bounds,
                            0,
                            0,
                            0,
                            3,
                            3);
            List<Bytes> inRange =
                    model.stream()
                            .filter(r -> r.b() >= from && r.b() < to)
                            .sorted(
                                    Comparator.comparingInt(Row::b)
                                            .thenComparing(Row::a, Integer::compareUnsigned))
                            .map(r -> Bytes.wrap(shape.encode(r)))
                            .toList();
            List<Bytes> found = rows(table.index(1).range(range));
            assertThat(found).as(where).containsExactlyInAnyOrderElementsOf(inRange);
            assertThat(found.stream().map(TableModelTest::keyOf).toList())
                    .as(where)
                    .isEqualTo(inRange.stream().map(TableModelTest::keyOf).toList());
            byte[] key = new BsatnWriter().u16(from).toByteArray();
            assertThat(rows(table.index(0).point(key, 0, 2)))
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            model.stream()
                                    .filter(r -> r.b() == from)
                                    .map(r -> Bytes.wrap(shape.encode(r)))
                                    .toList());
        }
        if (shape.hasText && !model.isEmpty()) {
            Row some = model.iterator().next();
            byte[] key = new BsatnWriter().string(some.c()).toByteArray();
            assertThat(rows(table.index(shape.isUnique ? 3 : 2).point(key, 0, key.length)))
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            model.stream()
                                    .filter(r -> r.c().equals(some.c()))
                                    .map(r -> Bytes.wrap(shape.encode(r)))
                                    .toList());
        }
    }

    private static String keyOf(Bytes row) {
        return Bytes.copyOf(row.unsafeArray(), 0, 6).toHex();
    }

    private static List<Bytes> rows(RowCursor cursor) {
        List<Bytes> out = new ArrayList<>();
        while (cursor.next()) {
            out.add(Bytes.copyOf(cursor.page(), cursor.offset(), cursor.length()));
        }
        return out;
    }
}
