package dev.stele.host.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.AlgebraicType.Element;
import dev.stele.host.sats.AlgebraicType.Primitive;
import dev.stele.host.sats.AlgebraicType.Ref;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.raw.RawModuleDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.raw.RawModuleDefV10;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawModuleDefV9;
import dev.stele.host.schema.raw.RawTypeDef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedDefinitionTest {

    /** What became of a damaged definition; anything but these is a failure of the test. */
    private enum Outcome {
        VALID,
        UNDECODABLE,
        INVALID
    }

    private static Outcome outcome(byte[] definition) {
        try {
            RawModuleDef raw = RawModuleDefCodec.decode(Bytes.copyOf(definition));
            ModuleDefValidator.validate(raw);
            return Outcome.VALID;
        } catch (DecodeException e) {
            return Outcome.UNDECODABLE;
        } catch (InvalidModuleException e) {
            assertThat(e.errors()).isNotEmpty();
            return Outcome.INVALID;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alltypes", "constraints", "procs", "schedules", "views"})
    void everyCutIsUndecodable(String module) throws IOException {
        byte[] bytes = DescribedModulesTest.resource(module + ".bin").toByteArray();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(outcome(Arrays.copyOf(bytes, length)))
                    .as("first %d bytes", length)
                    .isEqualTo(Outcome.UNDECODABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alltypes", "constraints", "procs", "schedules", "views"})
    void everyFlippedByteEndsInOneOfThreeWays(String module) throws IOException {
        byte[] bytes = DescribedModulesTest.resource(module + ".bin").toByteArray();
        int[] counts = new int[Outcome.values().length];
        for (int i = 0; i < bytes.length; i++) {
            for (int mask : new int[] {0x01, 0x80, 0xFF}) {
                bytes[i] ^= (byte) mask;
                switch (outcome(bytes)) {
                    case VALID -> counts[0]++;
                    case UNDECODABLE -> counts[1]++;
                    case INVALID -> counts[2]++;
                }
                bytes[i] ^= (byte) mask;
            }
        }
        assertThat(counts[1]).isGreaterThan(bytes.length / 2);
        assertThat(counts[2]).isPositive();
    }

    @Test
    void refusesTypesThatGrowWithoutBounds() {
        List<AlgebraicType> types = new ArrayList<>();
        types.add(AlgebraicType.product(Element.of("a", Primitive.U8)));
        for (int i = 0; i < 30; i++) {
            types.add(
                    AlgebraicType.product(
                            Element.of("a", new Ref(i)), Element.of("b", new Ref(i))));
        }
        assertThatThrownBy(() -> ModuleDefValidator.validate(moduleOf(types)))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("parts together");
    }

    @Test
    void refusesRecursiveColumns() {
        List<AlgebraicType> types =
                List.of(
                        AlgebraicType.product(
                                Element.of("next", AlgebraicType.option(new Ref(0)))));
        assertThatThrownBy(() -> ModuleDefValidator.validate(moduleOf(types)))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("recursive");
    }

    @Test
    void refusesLongChainsOfReferences() {
        List<AlgebraicType> types = new ArrayList<>();
        types.add(AlgebraicType.product(Element.of("a", Primitive.U8)));
        for (int i = 0; i < 50_000; i++) {
            types.add(AlgebraicType.product(Element.of("a", new Ref(i))));
        }
        assertThatThrownBy(() -> ModuleDefValidator.validate(moduleOf(types)))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("nests more than");
    }

    @Test
    void refusesSubmodulesThatNestTooDeep() {
        RawModuleDefV10 module = new RawModuleDefV10(List.of());
        for (int i = 0; i < RawModuleDefCodec.SUBMODULE_DEPTH_MAX + 1; i++) {
            module =
                    new RawModuleDefV10(
                            List.of(new Section.Submodules(List.of(new Submodule("m", module)))));
        }
        Bytes bytes = RawModuleDefCodec.encode(module);
        assertThatThrownBy(() -> RawModuleDefCodec.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("submodules nest");
    }

    @Test
    void refusesMoreTablesThanTheLimit() {
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i <= Limits.TABLES_MAX; i++) {
            tables.add(table("t" + i));
        }
        RawModuleDef module = new RawModuleDefV10(List.of(new Section.Tables(tables)));
        assertThatThrownBy(() -> ModuleDefValidator.validate(module))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("4097 tables, expected at most 4096");
    }

    @Test
    void refusesMoreBytesThanTheLimit() {
        Bytes bytes = Bytes.wrap(new byte[RawModuleDefCodec.DEFINITION_BYTES_MAX + 1]);
        assertThatThrownBy(() -> RawModuleDefCodec.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("expected at most 16777216");
    }

    @Test
    void acceptsTheEmptyDefinitionOfEachVersion() {
        RawModuleDef v9 =
                new RawModuleDefV9(
                        new Typespace(List.of()),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        ModuleDef fromV9 = ModuleDefValidator.validate(v9);
        assertThat(fromV9.tables()).isEmpty();
        assertThat(ModuleDefValidator.validate(new RawModuleDefV10(List.of())).tables()).isEmpty();
        assertThat(outcome(new byte[17])).isEqualTo(Outcome.VALID);
    }

    private static Table table(String name) {
        return new Table(
                name, 0, List.of(), List.of(), List.of(), List.of(), false, true, List.of(), false);
    }

    /** A module with the table {@code t} of the last of {@code types}, all of them named. */
    private static RawModuleDef moduleOf(List<AlgebraicType> types) {
        List<RawTypeDef> names = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            names.add(new RawTypeDef(List.of(), "T" + i, i, true));
        }
        Table table =
                new Table(
                        "t",
                        types.size() - 1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        true,
                        List.of(),
                        false);
        return new RawModuleDefV10(
                List.of(
                        new Section.TypespaceSection(new Typespace(types)),
                        new Section.Types(names),
                        new Section.Tables(List.of(table))));
    }
}
