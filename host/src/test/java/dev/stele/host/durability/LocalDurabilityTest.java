package dev.stele.host.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.commitlog.CommitLog;
import dev.stele.host.environment.DiskLogStore;
import dev.stele.host.environment.SimLogStore;
import dev.stele.host.environment.StorageException;
import dev.stele.host.environment.SystemThreads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Group commit: what is called durable is on disk, and a broken disk stops everything (row D7). */
@Timeout(60)
final class LocalDurabilityTest {

    private static final byte[] RECORD = {1, 2, 3, 4, 5};

    @Test
    void whatIsDurableIsInTheLog(@TempDir Path folder) throws InterruptedException {
        CommitLog log = CommitLog.open(new DiskLogStore(folder), _ -> {});
        AtomicLong seen = new AtomicLong(-1);
        try (LocalDurability durability = new LocalDurability(log, "log", new SystemThreads())) {
            durability
                    .durableOffset()
                    .onAdvance(offset -> assertThat(seen.getAndSet(offset)).isLessThan(offset));
            for (int i = 0; i < 20_000; i++) {
                durability.append(i, RECORD, RECORD.length, 1);
                if (i % 100 == 0) {
                    durability.kick();
                }
            }
            durability.kick();
            durability.durableOffset().await(19_999);
            assertThat(durability.durableOffset().get()).isEqualTo(19_999);
        }
        List<Integer> counts = new ArrayList<>();
        CommitLog.open(new DiskLogStore(folder), c -> counts.add(c.count())).close();
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20_000);
        assertThat(counts).as("transactions share commits").hasSizeLessThan(20_000);
        assertThat(seen.get()).isEqualTo(19_999);
    }

    @Test
    void nothingIsDurableBehindAFailedSync() {
        for (int failing = 2; failing < 40; failing++) {
            SimLogStore store = new SimLogStore();
            CommitLog log = CommitLog.open(store, _ -> {});
            store.failAt(failing, SimLogStore.Fault.SYNC_FAILS);
            LocalDurability durability = new LocalDurability(log, "log", new SystemThreads());
            long appended = 0;
            try {
                while (true) {
                    durability.append(appended, RECORD, RECORD.length, 1);
                    appended++;
                    durability.kick();
                    durability.durableOffset().await(appended - 1);
                }
            } catch (StorageException e) {
                assertThat(e.getMessage()).contains("cannot sync");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            long durable = durability.durableOffset().get();
            long next = appended;
            assertThatThrownBy(() -> durability.append(next, RECORD, RECORD.length, 1))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("cannot sync");
            durability.close();
            long[] recovered = new long[1];
            CommitLog.open(store.crash(failing), c -> recovered[0] += c.count()).close();
            assertThat(recovered[0])
                    .isGreaterThanOrEqualTo(durable + 1)
                    .isLessThanOrEqualTo(appended);
        }
    }

    @Test
    void aWriterThatIsTooFastWaits() throws InterruptedException {
        CommitLog log = CommitLog.open(new SimLogStore(), _ -> {});
        byte[] large = new byte[LocalDurability.PENDING_BYTES_MAX / 3];
        try (LocalDurability durability = new LocalDurability(log, "log", new SystemThreads())) {
            for (int i = 0; i < 12; i++) {
                durability.append(i, large, large.length, 1);
            }
            durability.kick();
            durability.durableOffset().await(11);
        }
        assertThat(log.nextOffset()).isEqualTo(12);
    }

    @Test
    void aTransactionLargerThanTheBufferIsRefused() {
        CommitLog log = CommitLog.open(new SimLogStore(), _ -> {});
        try (LocalDurability durability = new LocalDurability(log, "log", new SystemThreads())) {
            byte[] huge = new byte[LocalDurability.PENDING_BYTES_MAX + 1];
            assertThatThrownBy(() -> durability.append(0, huge, huge.length, 1))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("expected at most");
        }
    }
}
