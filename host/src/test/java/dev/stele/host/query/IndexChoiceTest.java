package dev.stele.host.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.query.BoundStatement.BoundSelect;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ConstraintDef;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IndexChoiceTest {

    private static final int BY_ID = 0;
    private static final int BY_AB = 1;
    private static final int BY_NAME = 2;
    private static final int BY_A = 3;

    private static final TableSchema TABLE =
            TestTables.table(
                    "t",
                    List.of(
                            TestTables.column("id", Primitive.U32),
                            TestTables.column("a", Primitive.U8),
                            TestTables.column("b", Primitive.U8),
                            TestTables.column("name", Primitive.STRING),
                            TestTables.column("f", Primitive.F32),
                            TestTables.column("flag", Primitive.BOOL)),
                    List.of(new ConstraintDef("id_key", List.of(0))),
                    TestTables.index(IndexKind.BTREE, 0),
                    TestTables.index(IndexKind.BTREE, 1, 2),
                    TestTables.index(IndexKind.HASH, 3),
                    TestTables.index(IndexKind.BTREE, 1),
                    TestTables.index(IndexKind.BTREE, 4));

    private static Predicate where(String condition) {
        return ((BoundSelect)
                        SqlCompiler.statement(
                                "SELECT * FROM t WHERE " + condition,
                                TestTables.of(true, TABLE),
                                TestTables.OWNER))
                .plans()
                .getFirst()
                .where();
    }

    private static IndexChoice choice(String condition) {
        return IndexChoice.of(where(condition), TABLE);
    }

    private static IndexChoice.Bound bound(String hex, boolean inclusive) {
        return new IndexChoice.Bound(Bytes.ofHex(hex), inclusive);
    }

    @Test
    void takesTheUniqueKeyFirst() {
        assertThat(choice("a = 1 AND b = 2 AND id = 3"))
                .isEqualTo(
                        new IndexChoice.Point(
                                BY_ID, Bytes.ofHex("03000000"), where("a = 1 AND b = 2")));
    }

    @Test
    void takesAFullKeyInAnyOrder() {
        assertThat(choice("b = 2 AND flag AND 1 = a"))
                .isEqualTo(new IndexChoice.Point(BY_AB, Bytes.ofHex("0102"), where("flag")));
        assertThat(choice("name = 'x'"))
                .isEqualTo(
                        new IndexChoice.Point(
                                BY_NAME, Bytes.ofHex("0100000078"), new Predicate.True()));
    }

    @Test
    void takesAPrefixWithARange() {
        assertThat(choice("a = 1 AND b > 2 AND b <= 9"))
                .isEqualTo(
                        new IndexChoice.Range(
                                BY_AB,
                                1,
                                Bytes.ofHex("01"),
                                Optional.of(bound("02", false)),
                                Optional.of(bound("09", true)),
                                new Predicate.True()));
        assertThat(choice("a = 1"))
                .isEqualTo(new IndexChoice.Point(BY_A, Bytes.ofHex("01"), new Predicate.True()));
        assertThat(choice("id >= 2 AND id < 9 AND id < 5"))
                .isEqualTo(
                        new IndexChoice.Range(
                                BY_ID,
                                0,
                                Bytes.EMPTY,
                                Optional.of(bound("02000000", true)),
                                Optional.of(bound("09000000", false)),
                                where("id < 5")));
    }

    @Test
    void scansWhenNoIndexFits() {
        for (String condition :
                List.of(
                        "name > 'x'",
                        "b = 2",
                        "id = 1 OR a = 1",
                        "id <> 1",
                        "f = 0",
                        "f > 1",
                        "id = id",
                        "true")) {
            assertThat(choice(condition)).isEqualTo(new IndexChoice.FullScan(where(condition)));
        }
    }

    @Test
    void knowsThatNothingMatches() {
        assertThat(choice("id = 1 AND false")).isEqualTo(new IndexChoice.NoRows());
    }

    @Test
    void keepsContradictionsInTheResidual() {
        assertThat(choice("id = 1 AND id = 2"))
                .isEqualTo(new IndexChoice.Point(BY_ID, Bytes.ofHex("01000000"), where("id = 2")));
    }

    @Test
    void findsTheColumnsThatAreFixed() {
        assertThat(key("a = 1 AND (b = 2 AND flag) AND id > 4 AND a = 7 AND f = 0"))
                .isEqualTo(
                        "[ColumnValue[column=1, value=01], ColumnValue[column=2, value=02],"
                                + " ColumnValue[column=5, value=01]]");
        assertThat(key("a = 1 OR b = 2")).isEqualTo("[]");
        assertThat(key("a <> 1")).isEqualTo("[]");
    }

    private static String key(String condition) {
        return EqualityKey.of(where(condition), TABLE.rowType()).values().toString();
    }

    @Test
    void sharesQueriesByTextAndSenderWhereItCounts() {
        TestTables tables = TestTables.of(true, TestTables.everyType());
        String plain = "SELECT * FROM t WHERE u8 = 1";
        String own = "SELECT * FROM t WHERE identity = :sender";
        assertThat(hash(plain, tables, true)).isEqualTo(hash(plain, tables, false));
        assertThat(hash(own, tables, true)).isNotEqualTo(hash(own, tables, false));
        assertThat(hash(own, tables, true)).isEqualTo(hash(own, tables, true));
        assertThat(hash(own, tables, true)).isNotEqualTo(hash(plain, tables, true));
    }

    private static QueryHash hash(String sql, TestTables tables, boolean alice) {
        var caller = alice ? TestTables.ALICE : TestTables.BOB;
        return QueryHash.of(sql, SqlCompiler.subscription(sql, tables, caller), caller);
    }
}
