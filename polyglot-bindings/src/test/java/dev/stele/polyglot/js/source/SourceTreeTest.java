package dev.stele.polyglot.js.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.sats.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTreeTest {

    private static Bytes zip(Map<String, byte[]> files) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static Bytes program(String path, byte[] content) throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(SourceArchive.MANIFEST, "{\"entry\":\"a.ts\"}".getBytes(StandardCharsets.UTF_8));
        files.put("a.ts", new byte[0]);
        files.put(path, content);
        return zip(files);
    }

    @Test
    void packsAndUnpacks() throws Exception {
        SourceTree tree =
                new SourceTree(
                        Map.of("src/a.ts", Bytes.ofUtf8("let é;"), "b.json", Bytes.ofUtf8("{}")),
                        Map.of("node_modules/x", "src"),
                        "src/a.ts");
        SourceTree back = SourceTree.ofProgram(SourceArchive.pack(tree));
        assertThat(back.entry()).isEqualTo("src/a.ts");
        assertThat(back.files()).isEqualTo(tree.files());
        assertThat(back.links()).isEqualTo(tree.links());
        assertThat(back.canonical("node_modules/x/a.ts")).isEqualTo("src/a.ts");
        assertThat(SourceArchive.pack(back)).isEqualTo(SourceArchive.pack(tree));
    }

    @Test
    void takesASingleText() throws Exception {
        SourceTree tree = SourceTree.ofProgram(Bytes.ofUtf8("export default 1"));
        assertThat(tree.text(tree.entry())).contains("export default 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.ts",
                "/etc/x.ts",
                "a/../../x.ts",
                "a//b.ts",
                "a\\b.ts",
                "./x.ts",
                "@stele/x.js",
                "a/\u0000.ts",
                "a/\n.ts"
            })
    void refusesPathsThatLeaveTheTree(String path) throws Exception {
        Bytes program = program(path, new byte[0]);
        assertThatThrownBy(() -> SourceTree.ofProgram(program)).isInstanceOf(SourceException.class);
    }

    @Test
    void refusesBombs() throws Exception {
        Bytes program = program("big.json", new byte[7 << 20]);
        assertThat(program.size()).isLessThan(20_000);
        assertThatThrownBy(() -> SourceTree.ofProgram(program))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("too much when unpacked");
    }

    @Test
    void refusesEveryCutArchive() throws Exception {
        Bytes whole = program("x.ts", "export const x = 1;".getBytes(StandardCharsets.UTF_8));
        for (int length = 4; length < whole.size(); length++) {
            Bytes cut = Bytes.copyOf(whole.unsafeArray(), 0, length);
            assertThatThrownBy(() -> SourceTree.ofProgram(cut)).isInstanceOf(SourceException.class);
        }
    }

    @Test
    void refusesAnEntryThatIsNotThere() throws Exception {
        Bytes program =
                zip(
                        Map.of(
                                SourceArchive.MANIFEST,
                                "{\"entry\":\"b.ts\"}".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> SourceTree.ofProgram(program))
                .hasMessageContaining("no such entry file");
        Bytes none = zip(Map.of("a.ts", new byte[0]));
        assertThatThrownBy(() -> SourceTree.ofProgram(none)).hasMessageContaining("no manifest");
    }

    @Test
    void refusesTextThatIsNotUtf8AndDeepNesting() throws Exception {
        SourceCompiler compiler = new SourceCompiler();
        for (byte[] text :
                new byte[][] {
                    {(byte) 0xff, 1},
                    "(".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                    ("x=" + "!".repeat(1_000_000) + "1").getBytes(StandardCharsets.UTF_8),
                    ("x=" + "a=>".repeat(1_000_000) + "1").getBytes(StandardCharsets.UTF_8),
                    "if(a)b;else ".repeat(300_000).getBytes(StandardCharsets.UTF_8)
                }) {
            SourceTree tree = SourceTree.ofProgram(Bytes.wrap(text));
            assertThatThrownBy(() -> ModuleGraph.link(compiler, tree))
                    .isInstanceOf(SourceException.class);
        }
    }

    @Test
    void compilesAChangedFileOnly() throws Exception {
        SourceCompiler compiler = new SourceCompiler();
        CompiledSource first = compiler.compile("a.ts", "let a: number = 1;");
        assertThat(compiler.compile("b.ts", "let a: number = 1;")).isSameAs(first);
        assertThat(compiler.compile("a.ts", "let a: number = 2;")).isNotSameAs(first);
        assertThat(compiler.compile("a.js", "let a = 1;").code()).isEqualTo("let a = 1;");
    }
}
