package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.bench.KillNine;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server killed with SIGKILL under load: what was confirmed is there afterwards. A few
 * rounds here; {@code -Dkill.rounds=200} for the long run.
 */
final class KillNineTest {

    private static final Path ROOT = Path.of(System.getProperty("stele.root", ".."));
    private static final int START_SECONDS_MAX = 180;

    @Test
    void everyConfirmedTransferSurvives(@TempDir Path folder)
            throws IOException, InterruptedException {
        int rounds = Integer.getInteger("kill.rounds", 6);
        long seed = Long.getLong("seed", System.nanoTime());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String address = "127.0.0.1:" + port;
        String stele = ROOT.resolve("stele").toString();
        List<String> start =
                List.of(
                        stele,
                        "start",
                        "--listen-addr",
                        address,
                        "--data-dir",
                        folder.resolve("data").toString());
        Path log = folder.resolve("server.log");
        publish(start, log, stele, address, folder);
        KillNine.Summary summary = new KillNine(start, log, port, "bank", seed).run(rounds);
        System.out.println("kill -9, seed " + seed + ": " + summary);
        assertThat(summary.confirmed()).isPositive();
        assertThat(summary.journalled()).isGreaterThanOrEqualTo(summary.confirmed());
    }

    private static void publish(
            List<String> start, Path log, String stele, String address, Path folder)
            throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(start)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
            while (run(folder, stele, "list", "-s", address) != 0) {
                assertThat(System.nanoTime()).as("server start, see " + log).isLessThan(giveUp);
                Thread.sleep(200);
            }
            String module = ROOT.resolve("conformance/modules/kill-nine").toString();
            assertThat(run(folder, stele, "publish", "bank", "-p", module, "-s", address)).isZero();
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static int run(Path folder, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STELE_CONFIG_DIR", folder.resolve("config").toString());
        builder.redirectOutput(folder.resolve("cli.log").toFile());
        return builder.start().waitFor();
    }
}
