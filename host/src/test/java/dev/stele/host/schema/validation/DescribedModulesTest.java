package dev.stele.host.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.raw.RawModuleDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedModulesTest {

    static Bytes resource(String name) throws IOException {
        try (InputStream in =
                DescribedModulesTest.class.getResourceAsStream(
                        "/dev/stele/host/schema/describe/" + name)) {
            assertThat(in).as(name).isNotNull();
            return Bytes.wrap(in.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alltypes", "constraints", "migrate", "procs", "rls", "schedules", "views"})
    void readsWritesAndValidates(String module) throws IOException {
        Bytes bytes = resource(module + ".bin");
        RawModuleDef raw = RawModuleDefCodec.decode(bytes);
        assertThat(RawModuleDefCodec.encode(raw)).isEqualTo(bytes);
        ModuleDef def = ModuleDefValidator.validate(raw);
        assertThat(def.tables()).isNotEmpty();
    }
}
