package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Modules that cannot be published, through the real command and a real server: the author is told
 * the place in his own file, and the module before goes on running.
 */
final class PublishErrorsTest {

    @TempDir static Path folder;
    private static SteleProcess server;
    private static HttpApi api;
    private static HttpApi.User owner;

    @BeforeAll
    static void startServer() throws IOException {
        server = SteleProcess.start(folder);
        server.publish(
                NotesModule.DATABASE, NotesModule.write(folder.resolve("good")).folder().path());
        api = new HttpApi(URI.create(server.url()));
        owner = server.command().user();
    }

    @AfterAll
    static void stopServer() {
        api.close();
        server.close();
    }

    /**
     * A file that breaks the module.
     *
     * @param place what the error begins with
     * @param what what it says besides
     */
    record Broken(String name, String file, String text, String place, String what) {

        @Override
        public String toString() {
            return name;
        }

        /** The good entry file with a line before it. */
        static Broken before(String name, String line, String place, String what) {
            return new Broken(name, "src/index.ts", line + "\n" + NotesModule.INDEX, place, what);
        }
    }

    static Stream<Broken> broken() {
        return Stream.of(
                Broken.before(
                        "a syntax error",
                        "const limit: number = = 3;",
                        "src/index.ts:1:23: syntax error: ",
                        "> 1 | const limit: number = = 3;\n    |                       ^\n"),
                Broken.before(
                        "an import of a file that is not there",
                        "import { rule } from './rules'; rule();",
                        "src/index.ts:1:22: cannot find \"./rules\"",
                        "there is no such file"),
                Broken.before(
                        "an import of a package that is not installed",
                        "import dayjs from 'dayjs'; dayjs();",
                        "src/index.ts:1:19: cannot find the package \"dayjs\"",
                        "npm install dayjs"),
                Broken.before(
                        "an import of a name that is not exported",
                        "import { versoin } from './version'; console.log(versoin);",
                        "src/index.ts:1:25: \"./version\" has no export \"versoin\"",
                        "> 1 | import { versoin }"),
                new Broken(
                        "no default export",
                        "src/index.ts",
                        NotesModule.INDEX.replace("export default db;", ""),
                        "src/index.ts:1:1: the module has no default export",
                        "expected `export default` of a schema"),
                new Broken(
                        "a default export that is no schema",
                        "src/index.ts",
                        NotesModule.INDEX.replace("export default db;", "export default { db };"),
                        "src/index.ts:9:1: default export is not a Schema object",
                        ">  9 | export default { db };"),
                new Broken(
                        "a default export by name that is no schema",
                        "src/index.ts",
                        NotesModule.INDEX.replace(
                                "export default db;", "export { note as default };"),
                        "src/index.ts:9:10: default export is not a Schema object",
                        ">  9 | export { note as default };"),
                new Broken(
                        "a throw at the top level of an imported file",
                        "src/version.ts",
                        """
                        interface Release { name: string }

                        function pick(all: Release[]): string {
                          if (all.length === 0) throw new RangeError('no release to pick');
                          return all[0].name;
                        }
                        export const version = pick([]);
                        """,
                        "src/version.ts:4:31: RangeError: no release to pick",
                        "at pick (src/version.ts:4:31)\n    at src/version.ts:7:24"),
                Broken.before(
                        "an endless loop at the top level",
                        "let n: number = 0;\n\nfor (;;) { n++; }",
                        "src/index.ts: ",
                        "the module was stopped while it was evaluated: "),
                Broken.before(
                        "a bottomless recursion at the top level",
                        "function deep(n: number): number { return deep(n + 1) + 1; }\ndeep(0);",
                        "src/index.ts:1:",
                        "RangeError: Maximum call stack size exceeded"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isRefusedWithItsPlaceAndTheOldModuleGoesOn(Broken broken, @TempDir Path folder)
            throws IOException {
        ModuleFolder module = NotesModule.write(folder.resolve("broken")).folder();
        module.save(broken.file(), broken.text());
        SteleCommand.Outcome outcome =
                server.command()
                        .run("publish", NotesModule.DATABASE, "--module-path", module.toString());
        assertThat(outcome.status()).isOne();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().replace("cannot publish `notes`: ", ""))
                .startsWith("error: " + broken.place())
                .contains(broken.what())
                .doesNotContain("panicked", "dev.stele", "Exception");
        assertThat(NotesModule.live(api, owner)).isEqualTo("one");
    }
}
