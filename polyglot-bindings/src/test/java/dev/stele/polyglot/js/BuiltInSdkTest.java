package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.sats.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules without node_modules, which get the SDK that comes with the server. */
final class BuiltInSdkTest {

    @TempDir Path folder;

    private ModuleInstance load(String text) throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/index.ts"), text);
        return Programs.runtime().load(Programs.of(PublishedPackageTest.collect(folder)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spacetimedb/server", "stele/server"})
    void runsTheSameModule(String sdk) throws Exception {
        String text = PublishedPackageTest.KEYNOTE.replace("spacetimedb/server", sdk);
        try (ModuleInstance module = load(text)) {
            PublishedPackageTest.checkTransfers(module);
        }
    }

    @Test
    void describesItAsThePublishedPackageDoes() throws Exception {
        Bytes published;
        Path other = Files.createDirectories(folder.resolve("other"));
        PublishedPackageTest.project(other, PublishedPackageTest.KEYNOTE);
        try (ModuleInstance module =
                Programs.runtime().load(Programs.of(PublishedPackageTest.collect(other)))) {
            published = module.describe();
        }
        try (ModuleInstance module = load(PublishedPackageTest.KEYNOTE)) {
            assertThat(module.describe()).isEqualTo(published);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "keynote-2"})
    void loadsTheExamples(String example) throws Exception {
        Path path = Path.of(System.getProperty("stele.root"), "examples", example);
        try (ModuleInstance module =
                Programs.runtime().load(Programs.of(PublishedPackageTest.collect(path)))) {
            assertThat(module.describe().size()).isPositive();
        }
    }

    @Test
    void logsTheAuthorsLine() throws Exception {
        InMemoryTables tables = new InMemoryTables();
        String text =
                PublishedPackageTest.KEYNOTE
                        + "export const aaa = db.reducer((ctx) => {\n  console.warn('here');\n});\n";
        try (ModuleInstance module = load(text)) {
            assertThat(Programs.call(module, 0, tables)).isEqualTo(new GuestOutcome.Returned());
        }
        int line = (int) PublishedPackageTest.KEYNOTE.lines().count() + 2;
        assertThat(tables.log)
                .containsExactly(new InMemoryTables.LogLine(1, "src/index.ts", line, "here"));
    }
}
