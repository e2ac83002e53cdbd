package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.wire.HttpApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One module text with the built-in SDK, with the published package in its node_modules, and as a
 * bundler's single file: the same definition, answers and rows, byte for byte.
 */
final class SameRowsTest {

    /** What {@link CallTrace} lists at least: each call, and each table before and after. */
    private static final int LINES_PER_TABLE = 2;

    private static final String ALL_TYPES = "conformance/modules/all-types/typescript/index.ts";

    @TempDir private static Path folder;

    private static final List<Path> links = new ArrayList<>();

    private static SteleProcess server;
    private static HttpApi api;

    @BeforeAll
    static void start() throws IOException {
        server = SteleProcess.start(folder);
        api = new HttpApi(URI.create(server.url()));
    }

    @AfterAll
    static void stop() throws IOException {
        api.close();
        server.close();
        for (Path link : links) {
            Files.delete(link);
        }
    }

    /** What can be seen of a database: its definition in both versions, and its calls. */
    private record Seen(String v9, String v10, List<String> trace) {}

    @ParameterizedTest
    @CsvSource({
        "all-types, " + ALL_TYPES + ", 20",
        "keynote-2, examples/keynote-2/index.ts, 1",
        "chat, examples/chat/src/index.ts, 2"
    })
    void sameRows(String module, String source, int tables) throws IOException {
        Path text = SteleCommand.ROOT.resolve(source);
        Path project = withPublishedPackage(module, Files.readString(text));
        Path bundle = folder.resolve(module + ".js");
        NpmFolder.bundleModule(project, "src/index.ts", bundle);

        server.publish(module + "-built-in", text);
        server.publish(module + "-package", project);
        server.command().must("publish", module + "-bundle", "--js-path", bundle.toString());

        List<String> calls = calls(module);
        Seen builtIn = seen(module + "-built-in", calls);
        assertThat(builtIn.trace()).hasSizeGreaterThan(calls.size() + tables * LINES_PER_TABLE - 1);
        assertThat(builtIn.trace().stream().filter(line -> line.contains(": done"))).isNotEmpty();
        assertSame(seen(module + "-package", calls), builtIn);
        assertSame(seen(module + "-bundle", calls), builtIn);
    }

    /**
     * Should this fail, the package has been corrected, and {@code put_err} belongs to the calls.
     */
    @Test
    void thePublishedPackageWritesAnErrorByTheTypeOfTheValue() throws IOException {
        Path text = SteleCommand.ROOT.resolve(ALL_TYPES);
        server.publish("errors-built-in", text);
        server.publish("errors-package", withPublishedPackage("errors", Files.readString(text)));
        List<String> calls = List.of("put_err [1, \"no\"]");
        assertThat(seen("errors-built-in", calls).trace())
                .contains("after results [01000000, 01020000006e6f, 0000000000]");
        assertThat(seen("errors-package", calls).trace())
                .contains("after results [01000000, 0100000000, 0000000000]");
    }

    private static void assertSame(Seen seen, Seen builtIn) {
        assertThat(seen.trace()).containsExactlyElementsOf(builtIn.trace());
        assertThat(seen.v9()).isEqualTo(builtIn.v9());
        assertThat(seen.v10()).isEqualTo(builtIn.v10());
    }

    private static Seen seen(String database, List<String> calls) throws IOException {
        return new Seen(
                schema(database, 9),
                schema(database, 10),
                CallTrace.of(api, database, server.command().token(), calls));
    }

    private static String schema(String database, int version) throws IOException {
        URI uri =
                URI.create(
                        server.url() + "/v1/database/" + database + "/schema?version=" + version);
        try {
            var response =
                    api.client().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The same module in a project of its own that imports the npm package. */
    private static Path withPublishedPackage(String module, String text) throws IOException {
        assertThat(text).contains("'stele/server'");
        Path project = folder.resolve(module);
        Files.createDirectories(project.resolve("src"));
        Files.writeString(
                project.resolve("src/index.ts"),
                text.replace("'stele/server'", "'spacetimedb/server'"));
        Files.writeString(
                project.resolve("package.json"),
                "{\"type\": \"module\", \"dependencies\": {\"spacetimedb\": \"2.10.1\"}}");
        links.add(
                Files.createSymbolicLink(
                        project.resolve("node_modules"),
                        NpmFolder.installed().resolve("node_modules")));
        return project;
    }

    private static List<String> calls(String module) throws IOException {
        try (InputStream in =
                SameRowsTest.class.getResourceAsStream("calls/" + module + ".calls")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
