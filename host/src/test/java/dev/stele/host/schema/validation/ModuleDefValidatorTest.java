package dev.stele.host.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.AlgebraicType.Ref;
import dev.stele.host.sats.AlgebraicType.Variant;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.TableDef;
import dev.stele.host.schema.ViewDef;
import dev.stele.host.schema.raw.RawConstraintDef;
import dev.stele.host.schema.raw.RawIndexAlgorithm;
import dev.stele.host.schema.raw.RawIndexDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.raw.RawModuleDefV10;
import dev.stele.host.schema.raw.RawModuleDefV10.DefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import dev.stele.host.schema.raw.RawModuleDefV10.LifecycleReducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawModuleDefV10.ViewPrimaryKey;
import dev.stele.host.schema.raw.RawModuleDefV8;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport;
import dev.stele.host.schema.raw.RawSequenceDef;
import dev.stele.host.schema.raw.RawTypeDef;
import dev.stele.host.schema.raw.RawViewDef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModuleDefValidatorTest {

    private static final Product ROW =
            AlgebraicType.product(
                    Element.of("rowId", Primitive.U64),
                    Element.of("at", SpecialType.SCHEDULE_AT),
                    Element.of("theColor", new Ref(1)));
    private static final AlgebraicType COLOR =
            AlgebraicType.sum(
                    Variant.of("Red", AlgebraicType.UNIT), Variant.of("dark_blue", Primitive.U8));
    private static final Typespace TYPES = new Typespace(List.of(ROW, COLOR));
    private static final List<RawTypeDef> TYPE_NAMES =
            List.of(
                    new RawTypeDef(List.of("my_scope"), "the_row", 0, true),
                    new RawTypeDef(List.of(), "Color", 1, true));

    private static RawIndexDef index(String name, IndexKind kind, Integer... columns) {
        return new RawIndexDef(
                Optional.of(name),
                Optional.of("acc"),
                new RawIndexAlgorithm(kind, List.of(columns)));
    }

    private static Table table(String name, List<DefaultValue> defaults) {
        return new Table(
                name,
                0,
                List.of(0),
                List.of(index(name + "_pk", IndexKind.BTREE, 0)),
                List.of(new RawConstraintDef(Optional.empty(), List.of(0))),
                List.of(
                        new RawSequenceDef(
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                Optional.of(BigInteger.TEN),
                                Optional.empty(),
                                BigInteger.TWO)),
                false,
                true,
                defaults,
                false);
    }

    private static Reducer reducer(String name, Element... params) {
        return new Reducer(
                name, AlgebraicType.product(params), true, AlgebraicType.UNIT, Primitive.STRING);
    }

    private static RawModuleDefV10 module(Section... sections) {
        List<Section> all = new ArrayList<>();
        all.add(new Section.TypespaceSection(TYPES));
        all.add(new Section.Types(TYPE_NAMES));
        all.addAll(Arrays.asList(sections));
        return new RawModuleDefV10(all);
    }

    private static ModuleDef validate(Section... sections) {
        return ModuleDefValidator.validate(module(sections));
    }

    private static List<String> errors(Section... sections) {
        try {
            validate(sections);
            return List.of();
        } catch (InvalidModuleException e) {
            return e.errors();
        }
    }

    @Test
    void convertsNamesAndKeepsSourceNames() {
        ModuleDef def =
                validate(
                        new Section.Tables(List.of(table("myTable", List.of()))),
                        new Section.Reducers(
                                List.of(reducer("doIt", Element.of("argOne", new Ref(1))))));
        TableDef table = def.tables().getFirst();
        assertThat(table.name()).isEqualTo("my_table");
        assertThat(table.sourceName()).isEqualTo("myTable");
        assertThat(def.table("myTable")).isEqualTo(def.table("my_table")).contains(table);
        assertThat(table.columns()).extracting("name").containsExactly("row_id", "at", "the_color");
        assertThat(table.columns())
                .extracting("sourceName")
                .containsExactly("rowId", "at", "theColor");
        assertThat(table.columns().get(1).type()).isEqualTo(SpecialType.SCHEDULE_AT);
        AlgebraicType color =
                AlgebraicType.sum(
                        Variant.of("red", AlgebraicType.UNIT),
                        Variant.of("darkBlue", Primitive.U8));
        assertThat(table.columns().get(2).type()).isEqualTo(color);
        assertThat(table.indexes().getFirst().name()).isEqualTo("my_table_row_id_idx_btree");
        assertThat(table.indexes().getFirst().sourceName()).isEqualTo("myTable_pk");
        assertThat(table.constraints().getFirst().name()).isEqualTo("my_table_row_id_key");
        assertThat(table.sequences().getFirst().name()).isEqualTo("my_table_row_id_seq");
        assertThat(table.primaryKey()).isEqualTo(OptionalInt.of(0));
        assertThat(def.types().getFirst().scope()).containsExactly("MyScope");
        assertThat(def.types().getFirst().name()).isEqualTo("TheRow");
        assertThat(def.reducer("doIt")).isEmpty();
        assertThat(def.reducer("do_it").orElseThrow().params())
                .isEqualTo(AlgebraicType.product(Element.of("argOne", color)));
    }

    @Test
    void policyNoneKeepsNames() {
        ModuleDef def =
                validate(
                        new Section.CasePolicy(CaseConversionPolicy.NONE),
                        new Section.Tables(List.of(table("myTable", List.of()))));
        assertThat(def.tables().getFirst().name()).isEqualTo("myTable");
        assertThat(def.tables().getFirst().columns().getFirst().name()).isEqualTo("rowId");
        assertThat(def.typespace()).isEqualTo(TYPES);
        assertThat(def.types().getFirst().name()).isEqualTo("the_row");
    }

    @Test
    void explicitNamesWin() {
        ModuleDef def =
                validate(
                        new Section.ExplicitNames(
                                List.of(
                                        name(ExplicitName.Kind.TABLE, "myTable", "T1"),
                                        name(ExplicitName.Kind.FUNCTION, "doIt", "Go"),
                                        name(ExplicitName.Kind.INDEX, "myTable_pk", "Pk"))),
                        new Section.Tables(List.of(table("myTable", List.of()))),
                        new Section.Reducers(List.of(reducer("doIt"))));
        assertThat(def.tables().getFirst().name()).isEqualTo("T1");
        assertThat(def.tables().getFirst().indexes().getFirst().name()).isEqualTo("Pk");
        assertThat(def.tables().getFirst().constraints().getFirst().name())
                .isEqualTo("T1_row_id_key");
        assertThat(def.reducers().getFirst().name()).isEqualTo("Go");
    }

    private static ExplicitName name(ExplicitName.Kind kind, String source, String canonical) {
        return new ExplicitName(kind, source, canonical);
    }

    @Test
    void sequencesHaveDefaultsThatFitWhatWasSaid() {
        var sequence =
                validate(new Section.Tables(List.of(table("t", List.of()))))
                        .tables()
                        .getFirst()
                        .sequences()
                        .getFirst();
        assertThat(sequence.min()).isEqualTo(BigInteger.TEN);
        assertThat(sequence.start()).isEqualTo(BigInteger.TEN);
        assertThat(sequence.max())
                .isEqualTo(BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE));
        assertThat(sequence.increment()).isEqualTo(BigInteger.TWO);
    }

    @Test
    void tablesAreSortedByNameAndFunctionsAreNot() {
        ModuleDef def =
                validate(
                        new Section.Tables(List.of(table("b", List.of()), table("a", List.of()))),
                        new Section.Reducers(List.of(reducer("z"), reducer("y"))));
        assertThat(def.tables()).extracting("name").containsExactly("a", "b");
        assertThat(def.reducers()).extracting("name").containsExactly("z", "y");
    }

    @Test
    void defaultValuesGoToTheirColumns() {
        Bytes red = Bytes.ofHex("0105");
        ModuleDef def =
                validate(
                        new Section.Tables(List.of(table("t", List.of(new DefaultValue(2, red))))));
        assertThat(def.tables().getFirst().columns().get(2).defaultValue()).contains(red);
        assertThat(def.tables().getFirst().columns().get(0).defaultValue()).isEmpty();
        assertThat(
                        errors(
                                new Section.Tables(
                                        List.of(
                                                table(
                                                        "t",
                                                        List.of(
                                                                new DefaultValue(
                                                                        2, Bytes.ofHex("07"))))))))
                .singleElement()
                .asString()
                .startsWith(
                        "Failed to deserialize default value for table t column 2: unknown tag");
    }

    @Test
    void scheduledFunctionsAndLifecycleReducersArePrivate() {
        Element row = Element.of("row", new Ref(0));
        ModuleDef def =
                validate(
                        new Section.Tables(List.of(table("t", List.of()), table("u", List.of()))),
                        new Section.Reducers(
                                List.of(reducer("fire", row), reducer("start"), reducer("free"))),
                        new Section.Procedures(
                                List.of(
                                        new Procedure(
                                                "later",
                                                AlgebraicType.product(row),
                                                AlgebraicType.UNIT,
                                                true))),
                        new Section.Schedules(
                                List.of(
                                        new Schedule(Optional.of("x"), "t", 1, "fire"),
                                        new Schedule(Optional.empty(), "u", 1, "later"))),
                        new Section.LifecycleReducers(
                                List.of(new LifecycleReducer(Lifecycle.INIT, "start"))));
        assertThat(def.reducers())
                .extracting("isClientCallable")
                .containsExactly(false, false, true);
        assertThat(def.procedures().getFirst().isClientCallable()).isFalse();
        assertThat(def.lifecycleReducer(Lifecycle.INIT).orElseThrow().name()).isEqualTo("start");
        assertThat(def.lifecycleReducer(Lifecycle.ON_CONNECT)).isEmpty();
        var schedule = def.table("t").orElseThrow().schedule().orElseThrow();
        assertThat(schedule.name()).isEqualTo("t_sched");
        assertThat(schedule.functionName()).isEqualTo("fire");
        assertThat(schedule.atColumn()).isEqualTo(1);
    }

    @Test
    void viewsHaveKeysDeclaredOrInherited() {
        Product query = AlgebraicType.product(Element.of("__query__", new Ref(0)));
        RawViewDef rows = view("myRows", new AlgebraicType.Array(new Ref(0)));
        RawViewDef one = view("one", AlgebraicType.option(new Ref(0)));
        ModuleDef def =
                validate(
                        new Section.Tables(List.of(table("t", List.of()))),
                        new Section.Views(List.of(rows, one, view("found", query))),
                        new Section.ViewPrimaryKeys(
                                List.of(new ViewPrimaryKey("myRows", List.of("rowId")))));
        assertThat(def.views()).extracting("name").containsExactly("my_rows", "one", "found");
        assertThat(def.views())
                .extracting("returns")
                .containsExactly(
                        ViewDef.Returns.ARRAY, ViewDef.Returns.OPTION, ViewDef.Returns.QUERY);
        assertThat(def.views())
                .extracting("primaryKey")
                .containsExactly(OptionalInt.of(0), OptionalInt.empty(), OptionalInt.of(0));
        assertThat(def.views().getFirst().columns().getFirst().name()).isEqualTo("row_id");
        assertThat(def.views().get(1).declaredReturnType()).isEqualTo(one.returnType());
        assertThat(def.views().get(2).declaredReturnType()).isEqualTo(query);
    }

    private static RawViewDef view(String name, AlgebraicType returnType) {
        return new RawViewDef(name, 0, true, true, AlgebraicType.UNIT, returnType);
    }

    @Test
    void submodulesAreValidatedForThemselves() {
        RawModuleDefV10 inner = module(new Section.Tables(List.of(table("myTable", List.of()))));
        ModuleDef def = validate(new Section.Submodules(List.of(new Submodule("lib", inner))));
        assertThat(def.submodules().getFirst().namespace()).isEqualTo("lib");
        assertThat(def.submodules().getFirst().module().tables().getFirst().name())
                .isEqualTo("my_table");
    }

    @Test
    void submodulesMustNotHaveLifecyclesErrorsOrTheSameName() {
        RawModuleDefV10 starting =
                module(
                        new Section.Reducers(List.of(reducer("start"))),
                        new Section.LifecycleReducers(
                                List.of(new LifecycleReducer(Lifecycle.INIT, "start"))));
        RawModuleDefV10 broken = module(new Section.Reducers(List.of(reducer("a"), reducer("a"))));
        assertThat(
                        errors(
                                new Section.Submodules(
                                        List.of(
                                                new Submodule("a", starting),
                                                new Submodule("b", broken),
                                                new Submodule("c", module()),
                                                new Submodule("c", module()),
                                                new Submodule("n".repeat(64), module()),
                                                new Submodule("1", module())))))
                .hasSize(5)
                .anyMatch(e -> e.contains("Init is not permitted in submodule under namespace `a`"))
                .anyMatch(e -> e.contains("Name a is used for multiple reducers"))
                .anyMatch(e -> e.contains("name `c` is used for multiple entities"))
                .anyMatch(e -> e.contains("is 64 bytes, which exceeds the 63-byte limit"))
                .anyMatch(e -> e.contains("starting character '1'"));
    }

    @Test
    void version9KeepsNamesVisibilityAndGivenNames() {
        RawModuleDefV9 v9 =
                new RawModuleDefV9(
                        TYPES,
                        List.of(
                                new RawModuleDefV9.Table(
                                        "myTable",
                                        0,
                                        List.of(0),
                                        List.of(index("My Index", IndexKind.BTREE, 0)),
                                        List.of(new RawConstraintDef(Optional.of("c"), List.of(0))),
                                        List.of(),
                                        Optional.of(
                                                new RawModuleDefV9.Schedule(
                                                        Optional.empty(), "fire", 1)),
                                        false,
                                        false)),
                        List.of(
                                new RawModuleDefV9.Reducer(
                                        "fire",
                                        AlgebraicType.product(Element.of("r", new Ref(0))),
                                        Optional.empty()),
                                new RawModuleDefV9.Reducer(
                                        "begin", AlgebraicType.UNIT, Optional.of(Lifecycle.INIT))),
                        TYPE_NAMES,
                        List.of(new MiscExport.ColumnDefaultValue("myTable", 2, Bytes.ofHex("00"))),
                        List.of("SELECT * FROM myTable"));
        assertThat(RawModuleDefCodec.decode(RawModuleDefCodec.encode(v9))).isEqualTo(v9);
        ModuleDef def = ModuleDefValidator.validate(v9);
        TableDef table = def.tables().getFirst();
        assertThat(table.name()).isEqualTo("myTable");
        assertThat(table.isPublic()).isFalse();
        assertThat(table.indexes().getFirst().name()).isEqualTo("My Index");
        assertThat(table.constraints().getFirst().name()).isEqualTo("c");
        assertThat(table.columns().get(2).defaultValue()).contains(Bytes.ofHex("00"));
        assertThat(table.schedule().orElseThrow().name()).isEqualTo("myTable_sched");
        assertThat(def.reducers()).allMatch(r -> r.isClientCallable());
        assertThat(def.lifecycleReducer(Lifecycle.INIT).orElseThrow().name()).isEqualTo("begin");
        assertThat(def.rowLevelSecurity()).containsExactly("SELECT * FROM myTable");
    }

    @Test
    void version9RefusesDefaultsTwiceOrForNoTable() {
        MiscExport twice = new MiscExport.ColumnDefaultValue("t", 0, Bytes.EMPTY);
        RawModuleDefV9 v9 =
                new RawModuleDefV9(
                        TYPES, List.of(), List.of(), List.of(), List.of(twice, twice), List.of());
        assertThatThrownBy(() -> ModuleDefValidator.validate(v9))
                .hasMessageContaining("Multiple default values for table t column 0")
                .hasMessageContaining("Table t not found");
    }

    @Test
    void version8SaysKeysInBits() {
        RawModuleDefV8 v8 =
                new RawModuleDefV8(
                        TYPES,
                        List.of(
                                new RawModuleDefV8.Table(
                                        "T",
                                        ROW.elements(),
                                        List.of(
                                                new RawModuleDefV8.Index(
                                                        "i", false, IndexKind.HASH, List.of(2))),
                                        List.of(
                                                new RawModuleDefV8.Constraint(
                                                        "c", 0b1111, List.of(0))),
                                        List.of(),
                                        false,
                                        true,
                                        Optional.empty(),
                                        0)),
                        List.of(new RawModuleDefV8.Reducer("__init__", AlgebraicType.UNIT)),
                        List.of(
                                new RawModuleDefV8.TypeAlias("a::Row", 0),
                                new RawModuleDefV8.TypeAlias("Color", 1)));
        assertThat(RawModuleDefCodec.decode(RawModuleDefCodec.encode(v8))).isEqualTo(v8);
        ModuleDef def = ModuleDefValidator.validate(v8);
        TableDef table = def.tables().getFirst();
        assertThat(table.primaryKey()).isEqualTo(OptionalInt.of(0));
        assertThat(table.indexes()).extracting("name").containsExactly("i", "T_rowId_idx_btree");
        assertThat(table.constraints()).extracting("name").containsExactly("T_rowId_key");
        assertThat(table.sequences()).extracting("name").containsExactly("T_rowId_seq");
        assertThat(def.lifecycleReducer(Lifecycle.INIT)).isPresent();
        assertThat(def.types().getFirst().scope()).containsExactly("a");
    }

    @Test
    void reportsErrorsOfEveryKindAtOnceInOrder() {
        Table noRow =
                new Table(
                        "z", 9, List.of(), List.of(), List.of(), List.of(), false, true, List.of(),
                        false);
        assertThat(
                        errors(
                                new Section.Reducers(
                                        List.of(
                                                reducer("b c"),
                                                reducer("a", Element.of("p", new Ref(7))))),
                                new Section.Tables(List.of(noRow)),
                                new Section.Types(
                                        List.of(new RawTypeDef(List.of(), "color", 1, true)))))
                .satisfiesExactly(
                        e -> assertThat(e).isEqualTo("name `Color` is used for multiple types"),
                        e -> assertThat(e).contains("Identifier `b c` contains a character ' '"),
                        e -> assertThat(e).isEqualTo("Table z has invalid product_type_ref &9"),
                        e ->
                                assertThat(e)
                                        .isEqualTo(
                                                "error at reducer `a` argument 0 (`p`): internal"
                                                        + " codegen error: invalid"
                                                        + " AlgebraicTypeRef"));
    }

    @Test
    void parametersOfOneNameAreRefused() {
        assertThat(
                        errors(
                                new Section.Reducers(
                                        List.of(
                                                reducer(
                                                        "r",
                                                        Element.of("p", Primitive.U8),
                                                        Element.of("p", Primitive.U8))))))
                .containsExactly("name `p` is used for multiple parameters of reducer `r`");
    }

    @Test
    void typesWithoutANameCannotBeParameters() {
        RawModuleDefV10 raw =
                new RawModuleDefV10(
                        List.of(
                                new Section.TypespaceSection(TYPES),
                                new Section.Reducers(
                                        List.of(reducer("r", Element.of("p", new Ref(1)))))));
        assertThatThrownBy(() -> ModuleDefValidator.validate(raw))
                .hasMessageContaining("the type at &1 has no declared name");
    }
}
