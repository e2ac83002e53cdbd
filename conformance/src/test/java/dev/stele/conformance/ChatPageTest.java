package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chat example as a visitor has it: its page in Chromium, served by {@code stele dev}. The test
 * leaves pictures of the page in {@code conformance/target/chat-page}.
 */
final class ChatPageTest {

    private static final Path CHAT = SteleCommand.ROOT.resolve("examples/chat");
    private static final Path PICTURES = SteleCommand.ROOT.resolve("conformance/target/chat-page");

    @TestFactory
    Stream<DynamicTest> page(@TempDir Path folder) throws IOException {
        String chromium = Programs.of("chromium", "chromium-browser", "google-chrome");
        Files.createDirectories(PICTURES);
        return NodeTests.run(
                "browser/chat.test.ts",
                Map.of(
                        "STELE_COMMAND",
                        SteleCommand.ROOT.resolve("stele").toString(),
                        "STELE_PROJECT",
                        ModuleFolder.copy(CHAT, folder.resolve("chat"), "src", "web").toString(),
                        "STELE_CHROMIUM",
                        chromium,
                        "STELE_SCREENSHOTS",
                        PICTURES.toString()));
    }

    @Test
    void theBuiltPageIsWhatItsSourcesMake() throws IOException {
        Programs.of("npm");
        assertThat(NpmFolder.run(CHAT, Map.of(), "web-src/check.sh"))
                .contains("the page is what its sources make");
    }
}
