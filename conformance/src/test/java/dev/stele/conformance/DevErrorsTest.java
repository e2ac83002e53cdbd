package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stele dev} says and does while a module is edited, broken, and mended. */
final class DevErrorsTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String GOES_ON = "the last good version goes on";

    @TempDir static Path folder;
    private static SteleProcess server;
    private static ModuleFolder module;
    private static HttpApi api;
    private static HttpApi.User user;
    private static int tests;
    private String good = "";
    private int said;

    @BeforeAll
    static void start() throws IOException {
        module = NotesModule.write(folder.resolve("notes")).folder();
        server = SteleProcess.dev(folder, module.path());
        api = new HttpApi(URI.create(server.url()));
        user = api.newUser();
        server.await("it is published", SOON, () -> server.log().contains("published notes"));
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    /**
     * Whatever the test before left, the module is whole again and runs, as a version of its own.
     */
    @BeforeEach
    void isGood() throws IOException {
        good = "good " + ++tests;
        module.save("src/index.ts", NotesModule.INDEX);
        module.save("src/version.ts", NotesModule.version(good));
        becomesLive(good);
    }

    /** From here on only what is said later counts. */
    private void edit() {
        said = server.log().length();
    }

    private String saidSince() {
        return server.log().substring(said);
    }

    private void awaitSaid(String text) {
        server.await("it says \"" + text + "\"", SOON, () -> saidSince().contains(text));
    }

    /** The error was shown, and what ran before runs. */
    private void isRefused(String place) {
        awaitSaid(GOES_ON);
        assertThat(saidSince())
                .containsPattern("(?m)^error: .*" + Pattern.quote(place))
                .doesNotContain("panicked", "dev.stele", "Exception");
        assertThat(NotesModule.live(api, user)).isEqualTo(good);
    }

    private void becomesLive(String version) {
        server.await(
                "\"" + version + "\" answers",
                SOON,
                () -> NotesModule.live(api, user).equals(version));
    }

    @Test
    void aSyntaxErrorAndItsCorrection() throws IOException {
        edit();
        module.save("src/version.ts", "export const version = ;\n");
        isRefused("src/version.ts:1:24: syntax error: ");
        edit();
        module.save("src/version.ts", NotesModule.version("mended"));
        becomesLive("mended");
    }

    @Test
    void aThrowAtTheTopLevelAndItsCorrection() throws IOException {
        edit();
        module.save(
                "src/version.ts", "export const version: string = (undefined as any).name.text;\n");
        isRefused("src/version.ts:1:33: TypeError: ");
        edit();
        module.saveByReplacing("src/version.ts", NotesModule.version("replaced"));
        becomesLive("replaced");
    }

    @Test
    void aNewFileIsImportedBeforeItIsThere() throws IOException {
        edit();
        module.save(
                "src/index.ts",
                NotesModule.INDEX.replace("from './version'", "from './parts/label'"));
        isRefused("src/index.ts:2:25: cannot find \"./parts/label\"");
        edit();
        module.save("src/parts/label.ts", NotesModule.version("from a new file"));
        becomesLive("from a new file");
    }

    @Test
    void aFileIsDeletedAndComesBack() throws IOException {
        edit();
        module.delete("src/version.ts");
        isRefused("src/index.ts:2:25: cannot find \"./version\"");
        edit();
        module.save("src/version.ts", NotesModule.version("back"));
        becomesLive("back");
    }

    @Test
    void aTableIsTakenAway() throws IOException {
        edit();
        module.save(
                "src/index.ts",
                "import { schema } from 'stele/server';\nexport default schema({});\n");
        isRefused("table `note` was removed");
    }
}
