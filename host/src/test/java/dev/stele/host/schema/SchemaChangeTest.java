package dev.stele.host.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.Typespace;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {

    private static final IndexDef INDEX =
            new IndexDef("t_id_idx_btree", "i", Optional.empty(), IndexKind.BTREE, List.of(0));

    private static TableDef table(String name, Primitive type, List<IndexDef> indexes) {
        return new TableDef(
                name,
                name,
                List.of(new ColumnDef("id", "id", type, Optional.empty())),
                OptionalInt.empty(),
                indexes,
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                false);
    }

    private static ReducerDef reducer(String name, Element... params) {
        return new ReducerDef(name, name, AlgebraicType.product(params), true, Optional.empty());
    }

    private static ModuleDef module(List<TableDef> tables, List<ReducerDef> reducers) {
        return new ModuleDef(
                new Typespace(List.of()),
                tables,
                reducers,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void sameDefinitionsAreIdentical() {
        ModuleDef def =
                module(List.of(table("t", Primitive.U8, List.of(INDEX))), List.of(reducer("r")));
        SchemaChange change = SchemaChange.between(def, def);
        assertThat(change.tablesAreIdentical()).isTrue();
        assertThat(change.isAddition()).isTrue();
        assertThat(change.text()).isEmpty();
    }

    @Test
    void newTablesAndReducersAreAdditions() {
        TableDef old = table("t", Primitive.U8, List.of(INDEX));
        TableDef added = table("u", Primitive.U8, List.of());
        SchemaChange change =
                SchemaChange.between(
                        module(List.of(old), List.of(reducer("r"))),
                        module(List.of(old, added), List.of(reducer("q"), reducer("r"))));
        assertThat(change.addedTables()).containsExactly(added);
        assertThat(change.isAddition()).isTrue();
        assertThat(change.tablesAreIdentical()).isFalse();
    }

    @Test
    void everythingElseIsListed() {
        SequenceDef sequence =
                new SequenceDef(
                        "s", 0, BigInteger.ONE, BigInteger.ONE, BigInteger.TEN, BigInteger.ONE);
        TableDef old = table("t", Primitive.U8, List.of(INDEX));
        TableDef changed =
                new TableDef(
                        "t",
                        "T",
                        List.of(new ColumnDef("id", "id", Primitive.U16, Optional.empty())),
                        OptionalInt.of(0),
                        List.of(
                                new IndexDef(
                                        "j", "j", Optional.empty(), IndexKind.HASH, List.of(0))),
                        List.of(new ConstraintDef("c", List.of(0))),
                        List.of(sequence),
                        Optional.of(new ScheduleDef("sched", 0, "r")),
                        false,
                        true);
        SchemaChange change =
                SchemaChange.between(
                        module(
                                List.of(old, table("gone", Primitive.U8, List.of())),
                                List.of(reducer("r"), reducer("gone"))),
                        module(
                                List.of(changed),
                                List.of(reducer("r", Element.of("p", Primitive.U8)))));
        assertThat(change.isAddition()).isFalse();
        assertThat(change.text().lines())
                .containsExactly(
                        "table `t`: column `id`: the type changed",
                        "table `t`: index `t_id_idx_btree` was removed",
                        "table `t`: index `j` was added",
                        "table `t`: constraint `c` was added",
                        "table `t`: sequence `s` was added",
                        "table `t`: primary key was none, is `id`",
                        "table `t`: schedule was none, is `r` at `id`",
                        "table `t`: source name was t, is T",
                        "table `t`: public was true, is false",
                        "table `t`: event table was false, is true",
                        "table `gone` was removed",
                        "reducer `r` changed",
                        "reducer `gone` was removed");
    }

    @Test
    void otherColumnsAreOneDifference() {
        TableDef old = table("t", Primitive.U8, List.of());
        TableDef renamed =
                new TableDef(
                        "t",
                        "t",
                        List.of(new ColumnDef("key", "id", Primitive.U8, Optional.empty())),
                        OptionalInt.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        true,
                        false);
        assertThat(
                        SchemaChange.between(
                                        module(List.of(old), List.of()),
                                        module(List.of(renamed), List.of()))
                                .tableDifferences())
                .containsExactly("table `t`: columns were [id], are [key]");
    }
}
