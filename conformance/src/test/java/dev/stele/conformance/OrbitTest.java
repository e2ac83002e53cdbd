package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example with rules in TypeScript and physics in Rust, published by the real command: what
 * Rust writes goes when TypeScript throws. A machine without Cargo skips this.
 */
final class OrbitTest {

    private static final Path EXAMPLE = SteleCommand.ROOT.resolve("examples/orbit");
    private static final String SPEED = "SELECT vx, vy FROM physics.body";

    @Test
    void rulesInOneLanguagePhysicsInAnother(@TempDir Path folder) throws IOException {
        Programs.of("cargo");
        try (SteleProcess server = SteleProcess.start(folder)) {
            SteleCommand stele = server.command();
            server.publish("orbit", EXAMPLE);
            stele.must("call", "orbit", "join", "ann");
            assertThat(stele.must("sql", "orbit", "SELECT name, fuel FROM pilot"))
                    .contains("\"ann\" | 20");
            assertThat(stele.must("sql", "orbit", SPEED).lines())
                    .as("a header and a row")
                    .hasSize(3);
            fails(stele, "you fly already", "join", "ann");
            fails(stele, "that takes 50 fuel, you have 20", "thrust", "30", "40");
            stele.must("call", "orbit", "thrust", "0", "5");
            stele.must("call", "orbit", "physics.push", "0.5", "0");
            fails(stele, "you have no ship", "physics.push", "1", "0", "--anonymous");
            assertThat(stele.must("sql", "orbit", "SELECT fuel FROM pilot")).contains("15");
        }
    }

    private static void fails(SteleCommand stele, String why, String... functionAndArgs) {
        String[] args = new String[functionAndArgs.length + 2];
        args[0] = "call";
        args[1] = "orbit";
        System.arraycopy(functionAndArgs, 0, args, 2, functionAndArgs.length);
        SteleCommand.Outcome outcome = stele.run(args);
        assertThat(outcome.status()).as(outcome.toString()).isOne();
        assertThat(outcome.err()).contains(why);
    }

    @Test
    void aManifestThatIsWrongIsNamed(@TempDir Path folder) throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            Path project = Files.createDirectories(folder.resolve("project"));
            Files.writeString(
                    project.resolve("index.ts"),
                    "import { schema } from 'stele/server'; export default schema({});");
            Files.createDirectories(project.resolve("part"));
            refused(server, project, "{", "stele.json is no JSON");
            refused(server, project, "{\"modules\": []}", "\"modules\" that is no object");
            refused(server, project, "{\"modules\": {\"a.b\": \"part\"}}", "\"a.b\"");
            refused(server, project, "{\"modules\": {\"a\": \"..\"}}", "the path \"..\"");
            refused(server, project, "{\"modules\": {\"a\": \"nosuch\"}}", "nosuch");
            refused(
                    server,
                    project,
                    "{\"modules\": {\"a\": {\"path\": \"part\", \"language\": \"rust\"}}}",
                    "is typescript");
            refused(
                    server,
                    project,
                    "{\"modules\": {\"a\": {\"path\": \"part\", \"lang\": \"rust\"}}}",
                    "\"lang\"");
        }
    }

    private static void refused(SteleProcess server, Path project, String manifest, String why)
            throws IOException {
        Files.writeString(project.resolve("stele.json"), manifest);
        SteleCommand.Outcome outcome =
                server.command().run("publish", "x", "--module-path", project.toString());
        assertThat(outcome.status()).as(outcome.toString()).isOne();
        assertThat(outcome.err()).contains(why).doesNotContain("\tat ");
    }
}
