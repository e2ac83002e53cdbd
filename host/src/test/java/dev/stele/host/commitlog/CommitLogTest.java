package dev.stele.host.commitlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.host.environment.SimLogStore;
import dev.stele.host.environment.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows D1, D3, D4 and D5 of the fault list: whatever the end of a log looks like. */
final class CommitLogTest {

    private static final String FIRST = CommitFormat.fileName(0);

    private static List<String> read(SimLogStore store) {
        List<String> out = new ArrayList<>();
        try (CommitLog log = CommitLog.open(store, c -> out.add(text(c)))) {
            assertThat(log.nextOffset()).isGreaterThanOrEqualTo(out.size());
        }
        return out;
    }

    private static String text(Commit commit) {
        return commit.minTxOffset()
                + "+"
                + commit.count()
                + ":"
                + HexFormat.of().formatHex(commit.records());
    }

    /** A log of {@code commits} commits of mixed size; returns what reading it gives. */
    private static List<String> write(SimLogStore store, int commits, long segmentBytes) {
        Random random = new Random(7);
        List<String> written = new ArrayList<>();
        try (CommitLog log = CommitLog.open(store, segmentBytes, _ -> {})) {
            for (int i = 0; i < commits; i++) {
                byte[] records = new byte[1 + random.nextInt(i % 10 == 0 ? 900 : 120)];
                random.nextBytes(records);
                int count = 1 + random.nextInt(5);
                written.add(text(new Commit(log.nextOffset(), count, records)));
                log.append(count, records, records.length);
            }
        }
        return written;
    }

    @Test
    void writesTheFormatOfTheSpecification() {
        SimLogStore store = new SimLogStore();
        try (CommitLog log = CommitLog.open(store, _ -> {})) {
            log.append(2, "ab".getBytes(StandardCharsets.US_ASCII), 2);
        }
        String header = "286473295e32" + "01000000";
        String commit = "0000000000000000" + "0000000000000000" + "0200" + "02000000" + "6162";
        byte[] bytes = store.bytes(FIRST);
        assertThat(HexFormat.of().formatHex(bytes, 0, bytes.length - 4)).isEqualTo(header + commit);
        assertThat(FIRST).isEqualTo("00000000000000000000.stdb.log");
    }

    @Test
    void segmentsFollowEachOther() {
        SimLogStore store = new SimLogStore();
        List<String> written = write(store, 200, 6_000);
        assertThat(store.files()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(read(store)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "zeros", "garbage"})
    void everyCutOfTheLastSegmentLeavesAPrefixAndTakesWrites(String tail) {
        SimLogStore whole = new SimLogStore();
        List<String> written = write(whole, 120, 8_000);
        String last = whole.files().getLast();
        byte[] bytes = whole.bytes(last);
        Random random = new Random(11);
        for (int cut = 0; cut <= bytes.length; cut++) {
            SimLogStore store = copy(whole);
            store.put(last, withTail(bytes, cut, tail, random));
            List<String> recovered = read(store);
            assertThat(recovered)
                    .as("cut at %d", cut)
                    .isEqualTo(written.subList(0, recovered.size()));
            byte[] repaired = store.bytes(last);
            assertThat(read(store)).isEqualTo(recovered);
            assertThat(store.bytes(last)).as("recovered twice").isEqualTo(repaired);
            try (CommitLog log = CommitLog.open(store, _ -> {})) {
                log.append(1, new byte[] {1, 2, 3}, 3);
            }
            assertThat(read(store)).hasSize(recovered.size() + 1);
        }
    }

    private static byte[] withTail(byte[] bytes, int cut, String tail, Random random) {
        byte[] out = Arrays.copyOf(bytes, tail.equals("cut") ? cut : cut + 700);
        if (tail.equals("garbage")) {
            byte[] garbage = new byte[700];
            random.nextBytes(garbage);
            System.arraycopy(garbage, 0, out, cut, 700);
        }
        return out;
    }

    private static SimLogStore copy(SimLogStore store) {
        SimLogStore out = new SimLogStore();
        store.files().forEach(name -> out.put(name, store.bytes(name)));
        return out;
    }

    @Test
    void aFlippedBitIsCutAtTheEndAndRefusedElsewhereButNeverRead() {
        SimLogStore whole = new SimLogStore();
        List<String> written = write(whole, 60, 1 << 20);
        byte[] bytes = whole.bytes(FIRST);
        int refused = 0;
        int cut = 0;
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            SimLogStore store = new SimLogStore();
            store.put(FIRST, damaged);
            try {
                List<String> recovered = read(store);
                assertThat(recovered)
                        .as("bit %d", bit)
                        .isEqualTo(written.subList(0, recovered.size()));
                assertThat(recovered.size()).as("bit %d", bit).isLessThan(written.size());
                cut++;
            } catch (StorageException e) {
                assertThat(e.getMessage()).contains(FIRST).contains("a whole commit follows");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(bytes.length * 8 * 9 / 10);
        assertThat(cut).isGreaterThan(0);
    }

    @Test
    void damageInASealedSegmentIsRefused() {
        SimLogStore store = new SimLogStore();
        write(store, 100, 4_000);
        byte[] first = store.bytes(FIRST);
        store.put(FIRST, Arrays.copyOf(first, first.length - 1));
        assertThatThrownBy(() -> read(store))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(FIRST)
                .hasMessageContaining("in a segment that is complete");
    }

    @Test
    void aMissingSegmentIsRefused() {
        SimLogStore store = new SimLogStore();
        write(store, 100, 4_000);
        store.delete(store.files().get(1));
        assertThatThrownBy(() -> read(store))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("segment begins at transaction");
    }

    @Test
    void crashesLeaveEverythingThatWasSynced() {
        int seeds = Integer.getInteger("seeds", 2_000);
        for (int seed = 0; seed < seeds; seed++) {
            SimLogStore store = new SimLogStore();
            Random random = new Random(seed);
            List<String> acknowledged = new ArrayList<>();
            List<String> submitted = new ArrayList<>();
            try (CommitLog log = CommitLog.open(store, 3_000, _ -> {})) {
                store.failAt(
                        1 + random.nextInt(40),
                        random.nextBoolean()
                                ? SimLogStore.Fault.NO_SPACE
                                : SimLogStore.Fault.SYNC_FAILS);
                while (true) {
                    byte[] records = new byte[1 + random.nextInt(800)];
                    random.nextBytes(records);
                    submitted.add(text(new Commit(log.nextOffset(), 1, records)));
                    log.append(1, records, records.length);
                    acknowledged.add(submitted.getLast());
                }
            } catch (StorageException e) {
                assertThat(e.getMessage()).contains("cannot");
            }
            List<String> recovered = read(store.crash(seed));
            assertThat(recovered)
                    .as("seed %d", seed)
                    .isEqualTo(submitted.subList(0, recovered.size()));
            assertThat(recovered.size())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(acknowledged.size());
        }
    }
}
