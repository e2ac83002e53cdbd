package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.conformance.AbiModule.AbiCase;
import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.HttpApi.Answer;
import dev.stele.conformance.wire.HttpApi.User;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The cases of {@code conformance/abi}: each import with edge values, in a real server with
 * GraalWasm, and in a server whose modules run in Chicory. Each case checks the errnos itself; a
 * trap must reach the caller as the one fatal error, and the module's log as what it was.
 */
final class AbiCasesTest {

    private static final String FATAL = "The instance encountered a fatal error.";
    private static final int REDUCER_FAILED = 530;

    @TestFactory
    Stream<DynamicNode> onGraalWasm(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            return run(URI.create(server.url()));
        }
    }

    @TestFactory
    Stream<DynamicNode> onChicory(@TempDir Path folder) throws IOException {
        try (ChicoryServer server = ChicoryServer.start(folder)) {
            return run(server.url());
        }
    }

    @Test
    void everyImportIsCalled() throws IOException {
        StringBuilder cases = new StringBuilder();
        for (String name : AbiModule.NAMES) {
            cases.append(Files.readString(AbiModule.FOLDER.resolve(name + ".wat")));
        }
        String imports = Files.readString(AbiModule.FOLDER.resolve("imports.wat"));
        assertThat(HostFunctions.all())
                .isNotEmpty()
                .allSatisfy(function -> {
                    assertThat(imports)
                            .contains(
                                    "\"%s\" \"%s\"".formatted(function.module(), function.name()));
                    assertThat(cases.toString())
                            .containsPattern("\\(call \\$" + function.name() + "[ )]");
                });
        assertThat(imports.lines().filter(line -> line.startsWith("(import")))
                .hasSameSizeAs(HostFunctions.all());
    }

    /**
     * Rows M1 to M5 of the reliability list for WebAssembly: an error, nothing written, and the
     * next call works. (That a stop comes in time is measured where the engine is alone.)
     */
    @TestFactory
    Stream<DynamicTest> hostileModules(@TempDir Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (SteleProcess server = SteleProcess.start(folder);
                HttpApi api = new HttpApi(URI.create(server.url()))) {
            User owner = api.newUser();
            for (AbiCase each : publish(api, owner, "hostile").cases()) {
                Seen seen = call(api, owner, "abi-hostile", each);
                Answer rows = api.sql("abi-hostile", "SELECT * FROM item", owner);
                tests.add(
                        DynamicTest.dynamicTest(
                                each.reducer(),
                                () -> {
                                    check(each, seen);
                                    assertThat(rows.body()).contains("\"rows\":[],");
                                }));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    /**
     * The stack runs out at first in interpreted code, then in what the compiler has made of it,
     * and in each state of it between.
     */
    @Test
    void theStackMayRunOutAgainAndAgain(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder);
                HttpApi api = new HttpApi(URI.create(server.url()))) {
            User owner = api.newUser();
            AbiModule module = publish(api, owner, "hostile");
            for (AbiCase each : module.cases()) {
                for (int i = 0; i < 20 && each.reducer().startsWith("deep_recursion"); i++) {
                    check(each, call(api, owner, "abi-hostile", each));
                }
            }
            assertThat(server.log()).doesNotContain("SEVERE");
        }
    }

    @Test
    void wrongCasesAreSeen(@TempDir Path folder) throws IOException {
        try (ChicoryServer server = ChicoryServer.start(folder);
                HttpApi api = new HttpApi(server.url())) {
            User owner = api.newUser();
            AbiModule module = publish(api, owner, "wrong");
            assertThat(module.cases())
                    .hasSize(5)
                    .allSatisfy(each -> {
                        Seen seen = call(api, owner, "abi-wrong", each);
                        assertThatThrownBy(() -> check(each, seen))
                                .isInstanceOf(AssertionError.class);
                    });
            assertThat(call(api, owner, "abi-wrong", module.cases().getFirst()).answer())
                    .isEqualTo(
                            new Answer(
                                    REDUCER_FAILED,
                                    "check 0000000000000002: got 0000000000000004,"
                                            + " expected 0000000000000005"));
        }
    }

    /** What a call answered, and what the module's log then said. */
    private record Seen(Answer answer, List<String> log) {}

    private static Stream<DynamicNode> run(URI server) throws IOException {
        List<DynamicNode> out = new ArrayList<>();
        try (HttpApi api = new HttpApi(server)) {
            User owner = api.newUser();
            for (String name : AbiModule.NAMES) {
                AbiModule module = publish(api, owner, name);
                List<DynamicTest> tests = new ArrayList<>();
                for (AbiCase each : module.cases()) {
                    Seen seen = call(api, owner, "abi-" + name, each);
                    tests.add(DynamicTest.dynamicTest(each.reducer(), () -> check(each, seen)));
                }
                assertThat(tests).isNotEmpty();
                out.add(DynamicContainer.dynamicContainer(name, tests));
            }
        }
        return out.stream();
    }

    private static AbiModule publish(HttpApi api, User owner, String name) throws IOException {
        AbiModule module = AbiModule.read(name);
        Answer published = api.publish("abi-" + name, "Wasm", module.wasm(), owner);
        assertThat(published.status()).as(published.body()).isEqualTo(200);
        return module;
    }

    private static Seen call(HttpApi api, User owner, String database, AbiCase what) {
        int before = api.logs(database, owner).size();
        Answer answer = api.call(database, what.reducer(), "[]", owner);
        List<JsonNode> log = api.logs(database, owner);
        return new Seen(
                answer,
                log.subList(Math.min(before, log.size()), log.size()).stream()
                        .map(line -> line.path("message").asString())
                        .toList());
    }

    private static void check(AbiCase what, Seen seen) {
        if (what.trap().isEmpty()) {
            assertThat(seen.answer().status())
                    .as(seen.answer().body() + "\n" + String.join("\n", seen.log()))
                    .isEqualTo(200);
            return;
        }
        // What stopped the call, if something of the host did, stands behind the text.
        assertThat(seen.answer().status()).isEqualTo(REDUCER_FAILED);
        assertThat(seen.answer().body()).startsWith(FATAL);
        assertThat(seen.answer().body().substring(FATAL.length()))
                .containsPattern(
                        "^( (time|allocation) budget of \\d+ (ms|MiB) exceeded| .*Stack overflow)?$");
        assertThat(String.join("\n", seen.log())).containsPattern(what.trap().get());
    }
}
