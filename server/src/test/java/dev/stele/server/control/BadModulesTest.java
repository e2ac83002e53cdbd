package dev.stele.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.server.RawHttp;
import dev.stele.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that cannot be published, as a new database and in place of one that runs: a 500 with
 * the reason, as the reference answers; nothing is left of the new one, and the old one goes on.
 */
final class BadModulesTest {

    /** A module without tables and reducers; {@code DEFINITION} are its bytes. */
    private static final String MODULE =
            """
            import * as sys from 'spacetime:sys@2.0';
            export default { [sys.moduleHooks]() { return {
              __describe_module__: () => new Uint8Array([DEFINITION]),
              __call_reducer__() {},
              __get_error_constructor__: () => Error,
              __sender_error_class__: Error,
            }; } };
            """;

    private static final String EMPTY_DEFINITION = "2, 0, 0, 0, 0";
    private static final String MANIFEST = "stele-module.json";
    private static final String ENTRY = "{\"entry\":\"index.ts\",\"links\":{}}";

    @TempDir private static Path folder;
    private static TestServer server;
    private static String before;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.startWithJavaScript(folder);
        byte[] good = js(MODULE.replace("DEFINITION", EMPTY_DEFINITION));
        assertThat(publish("runs", "Js", good).status()).isEqualTo(200);
        before = described();
    }

    @AfterEach
    void theOldModuleRunsAndNothingIsLeft() throws IOException {
        assertThat(described()).isEqualTo(before);
        assertThat(server.call("alice", "runs", "nosuch", "[]").status()).isEqualTo(404);
        RawHttp.Response fresh =
                RawHttp.send(server.port(), "GET", "/v1/database/fresh", Map.of(), new byte[0]);
        assertThat(fresh.status()).isEqualTo(404);
        try (Stream<Path> databases = Files.list(folder.resolve("databases"))) {
            assertThat(databases).hasSize(1);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String described() throws IOException {
        return RawHttp.send(server.port(), "GET", "/v1/database/runs", Map.of(), new byte[0])
                .body();
    }

    private static RawHttp.Response publish(String name, String type, byte[] program)
            throws IOException {
        return RawHttp.send(
                server.port(),
                "PUT",
                "/v1/database/" + name + "?host_type=" + type,
                Map.of("Authorization", "Bearer " + server.token(TestServer.OWNER)),
                program);
    }

    private static void isRefused(String type, byte[] program, String reason) throws IOException {
        for (String name : List.of("fresh", "runs")) {
            RawHttp.Response response = publish(name, type, program);
            assertThat(response.status()).as(response.body()).isEqualTo(500);
            assertThat(response.body()).isNotBlank().containsIgnoringCase(reason);
            assertThat(response.body()).doesNotContain("dev.stele", "\tat ", "org.graalvm");
        }
    }

    private static byte[] js(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nothing              | ``                                        | default
                    no JavaScript        | this is not JavaScript                    | 1:
                    no default export    | export const x = 1;                       | default
                    number as export     | export default 7;                         | default
                    null as export       | export default null;                      | default
                    throws at once       | throw new Error('at once');               | at once
                    throws no error      | throw 7;                                  | 7
                    unknown import       | import 'nosuch'; export default 1;        | nosuch
                    import of the host   | import 'java.lang.System';                | java.lang.System
                    unknown system call  | import 'spacetime:sys@9.9';               | spacetime:sys@9.9
                    loop                 | for (;;) {}                               | time budget of 6000 ms
                    endless recursion    | (function f() { f(); })();                | stack
                    memory bomb          | const a = []; for (;;) a.push(new Array(1e5).fill(0)); | budget of
                    promise for ever     | await new Promise(() => {});              | ``
                    no reach of Java     | Java.type('java.lang.System').exit(1);    | Java is not defined
                    """)
    void javaScript(String what, String text, String reason) throws IOException {
        isRefused("Js", js(text == null ? "" : text), reason == null ? "" : reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    empty definition             |
                    unknown version              | 9
                    cut in the middle            | 2, 1, 0, 0
                    4 G sections                 | 2, 255, 255, 255, 255
                    unknown section              | 2, 1, 0, 0, 0, 250
                    """)
    void definitions(String what, String bytes) throws IOException {
        String text = MODULE.replace("DEFINITION", bytes == null ? "" : bytes);
        isRefused("Js", js(text), "");
    }

    @Test
    void textThatIsNoUtf8() throws IOException {
        isRefused("Js", new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF}, "");
    }

    @Test
    void deepNesting() throws IOException {
        isRefused("Js", js("(".repeat(200_000) + ")".repeat(200_000)), "");
        isRefused("Js", js("export default " + "[".repeat(200_000)), "");
        isRefused("Js", zip(MANIFEST, ENTRY, "index.ts", "(".repeat(200_000)), "index.ts");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    no manifest            | index.ts          | export default 1;                          | no manifest
                    manifest is no JSON    | stele-module.json | {                                          | program
                    manifest is a list     | stele-module.json | []                                         | program
                    no entry               | stele-module.json | {}                                         | entry
                    entry is a number      | stele-module.json | {"entry":7}                                | entry
                    entry is not there     | stele-module.json | {"entry":"x.ts"}                           | x.ts
                    entry outside          | stele-module.json | {"entry":"../../../../etc/passwd"}         | passwd
                    absolute entry         | stele-module.json | {"entry":"/etc/passwd"}                    | passwd
                    link outside           | stele-module.json | {"entry":"a.ts","links":{"a.ts":"../../etc/passwd"}} | link
                    absolute link          | stele-module.json | {"entry":"a.ts","links":{"a.ts":"/etc/passwd"}} | link
                    link that is a number  | stele-module.json | {"entry":"a.ts","links":{"a.ts":7}}        | link
                    link to itself         | stele-module.json | {"entry":"a.ts","links":{"a.ts":"a.ts"}}   | a.ts
                    """)
    void archives(String what, String file, String content, String reason) throws IOException {
        isRefused("Js", zip(file, content), reason);
    }

    /** Names of files that would leave a folder, had they been unpacked into one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escaped.ts",
                "a/../../escaped.ts",
                "/etc/cron.d/escaped",
                "..\\escaped.ts",
                "C:\\escaped.ts",
                "a/./b.ts",
                "a//b.ts",
                "a\0.ts"
            })
    void filesThatLeaveTheirFolder(String name) throws IOException {
        isRefused("Js", zip(MANIFEST, ENTRY, "index.ts", "export default 1", name, "x"), "");
        assertThat(folder.resolve("../escaped.ts")).doesNotExist();
        assertThat(folder.resolve("escaped.ts")).doesNotExist();
    }

    @Test
    void archivesThatAreTooLargeWhenUnpacked() throws IOException {
        byte[] zeros = new byte[9 << 20];
        isRefused("Js", zip(List.of("bomb.ts"), zeros), "too much when unpacked");
        String[] many = new String[300];
        Arrays.setAll(many, i -> "bomb" + i + ".ts");
        isRefused(
                "Js", zip(List.of(many), Arrays.copyOf(zeros, 1 << 20)), "too much when unpacked");
        String[] files = new String[21_000];
        Arrays.setAll(files, i -> i + ".ts");
        isRefused("Js", zip(List.of(files), new byte[0]), "more than 20000 files");
    }

    @Test
    void archivesThatAreCut() throws IOException {
        byte[] whole = zip(MANIFEST, ENTRY, "index.ts", "export default 1");
        for (int length = 4; length < whole.length; length += 7) {
            isRefused("Js", Arrays.copyOf(whole, length), "");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nothing               | ``                                     | ``
                    garbage               | 676172626167652067617262616765         | ``
                    half the magic number | 0061                                   | ``
                    no version            | 0061736d                               | ``
                    other version         | 0061736d02000000                       | ``
                    a component           | 0061736d0d000100                       | ``
                    no exports            | 0061736d01000000                       | imports nothing of spacetime_10
                    unknown section       | 0061736d01000000ff00                   | ``
                    section of 4 GiB      | 0061736d0100000001ffffffff0f           | ``
                    cut section           | 0061736d010000000105                   | ``
                    4 G types             | 0061736d010000000105ffffffff0f         | ``
                    4 G functions         | 0061736d010000000305ffffffff0f         | ``
                    memory of 4 GiB       | 0061736d0100000005060101808004ff7f     | ``
                    """)
    void wasm(String what, String hex, String reason) throws IOException {
        isRefused(
                "Wasm",
                HexFormat.of().parseHex(hex == null ? "" : hex),
                reason == null ? "" : reason);
    }

    @Test
    void anotherKindOfProgram() throws IOException {
        isRefused("Wasm", js(MODULE), "");
        isRefused("Js", HexFormat.of().parseHex("0061736d01000000"), "");
        assertThat(publish("fresh", "Python", js("x")).status()).isEqualTo(400);
    }

    private static byte[] zip(String... filesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < filesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(filesAndContents[i]));
                zip.write(js(filesAndContents[i + 1]));
            }
        }
        return bytes.toByteArray();
    }

    /** A good module, and {@code names} with the same content. */
    private static byte[] zip(List<String> names, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(js(ENTRY));
            zip.putNextEntry(new ZipEntry("index.ts"));
            zip.write(js(MODULE.replace("DEFINITION", EMPTY_DEFINITION)));
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }
}
