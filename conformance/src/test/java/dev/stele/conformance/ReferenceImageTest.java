package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.conformance.cases.CaseFile;
import dev.stele.conformance.report.HtmlPage;
import dev.stele.conformance.report.TerminalTable;
import dev.stele.conformance.run.Language;
import dev.stele.conformance.run.Results;
import dev.stele.conformance.run.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * The suite against the reference's published image. Needs a Docker engine that can fetch the
 * image; without one it is skipped, with the reason. {@code -Dconformance.image=NAME:TAG} takes
 * another image.
 */
final class ReferenceImageTest {

    private static final DockerImageName IMAGE =
            DockerImageName.parse(
                    System.getProperty("conformance.image", "clockworklabs/spacetime:latest"));

    private static final int PORT = 3000;
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Path CONFORMANCE = SteleCommand.ROOT.resolve("conformance");

    @Test
    void theReferencePassesTheSameCases() throws IOException {
        needsTheImage();
        Results results;
        try (GenericContainer<?> reference = new GenericContainer<>(IMAGE)) {
            reference
                    .withCommand("start")
                    .withExposedPorts(PORT)
                    .waitingFor(Wait.forHttp("/v1/ping").withStartupTimeout(START_MAX))
                    .start();
            String url =
                    "http://%s:%d".formatted(reference.getHost(), reference.getMappedPort(PORT));
            results =
                    new Suite(
                                    CaseFile.readAll(CONFORMANCE.resolve("cases")),
                                    Language.all(CONFORMANCE.resolve("modules/conformance")),
                                    true,
                                    (_, _, _, _) -> {})
                            .run(URI.create(url));
        }
        Path report = Files.createDirectories(CONFORMANCE.resolve("target/conformance"));
        Files.writeString(report.resolve("reference.html"), HtmlPage.of(results, IMAGE.toString()));
        String table = TerminalTable.of(results, false);
        assertThat(results.counts().isGood()).as(table).isTrue();
    }

    private static void needsTheImage() {
        try {
            DockerClientFactory.instance().client();
        } catch (IllegalStateException noEngine) {
            Assumptions.abort("left out, no Docker engine: " + noEngine.getMessage());
        }
        try {
            new RemoteDockerImage(IMAGE).get();
        } catch (ContainerFetchException noImage) {
            Assumptions.abort("left out, no image " + IMAGE + ": " + noImage.getMessage());
        }
    }
}
