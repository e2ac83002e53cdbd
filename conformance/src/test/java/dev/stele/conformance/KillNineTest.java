package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.bench.KillNine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server killed with SIGKILL under load: what was confirmed is there afterwards. A few
 * rounds here; {@code -Dkill.rounds=200} for the long run.
 */
final class KillNineTest {

    @Test
    void everyConfirmedTransferSurvives(@TempDir Path folder)
            throws IOException, InterruptedException {
        int rounds = Integer.getInteger("kill.rounds", 6);
        long seed = Long.getLong("seed", System.nanoTime());
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish("bank", SteleCommand.ROOT.resolve("conformance/modules/kill-nine"));
            server.stop();
            KillNine.Summary summary =
                    new KillNine(
                                    server.startCommand(),
                                    server.logFile(),
                                    server.port(),
                                    "bank",
                                    seed)
                            .run(rounds);
            System.out.println("kill -9, seed " + seed + ": " + summary);
            assertThat(summary.confirmed()).isPositive();
            assertThat(summary.journalled()).isGreaterThanOrEqualTo(summary.confirmed());
        }
    }
}
