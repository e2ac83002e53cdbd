package dev.stele.host.view;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.datastore.UniqueViolationException;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.ViewTable;
import dev.stele.host.table.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instances of views of one database. Only its writer thread uses it. */
public final class MaterialisedViews {

    /** Instances kept at a time; one more takes the place of the one not used for longest. */
    public static final int INSTANCES_MAX = 1_000_000;

    /** Rows of one instance. */
    static final int ROWS_MAX = 10_000_000;

    /** How long an instance without subscribers is kept after it was used, in microseconds. */
    static final long UNUSED_MICROS_MAX = 600_000_000L;

    /** Runs the function of a view. */
    public interface Runner {

        /**
         * The rows that {@code view} has for {@code sender} in {@code tx}: BSATN of its columns
         * each. Tells {@code reads} of all that it read.
         *
         * @throws HostException VIEW_FAILED when the module fails
         */
        List<byte[]> rows(MutTx tx, Entry view, Identity sender, Timestamp now, ReadLog reads);
    }

    /** An instance: for whom it runs, and what it read when it ran last. */
    private record Instance(Identity sender, ReadSet reads) {}

    private final Runner runner;
    private final Map<ViewKey, Instance> instances = new HashMap<>();
    private final ReadSets readSets = new ReadSets();
    private final ViewUses uses = new ViewUses();
    private final Map<ViewKey, Optional<Instance>> pending = new LinkedHashMap<>();
    private @Nullable MutTx pendingTx;
    private long runs;

    public MaterialisedViews(Runner runner) {
        this.runner = runner;
    }

    /** How often views have run. */
    public long runs() {
        return runs;
    }

    /** How many instances there are. */
    public int count() {
        return instances.size();
    }

    /** Who subscribes to which instances. */
    public ViewUses uses() {
        return uses;
    }

    /** The instance of {@code view} that {@code sender} sees. */
    public static ViewKey key(Entry view, Identity sender) {
        ViewTable table = view.schema().view().orElseThrow();
        return new ViewKey(view.schema().id().value(), table.argHash(sender));
    }

    public boolean isMaterialised(ViewKey key) {
        return instances.containsKey(key);
    }

    /** What {@code tx} has changed of the instances; another transaction's changes are dropped. */
    private Map<ViewKey, Optional<Instance>> pendingOf(MutTx tx) {
        if (pendingTx != tx) {
            pending.clear();
            pendingTx = tx;
        }
        return pending;
    }

    /**
     * Makes sure that the rows of {@code view} for {@code sender} are there.
     *
     * @throws HostException VIEW_FAILED; {@code tx} must be dropped
     */
    public void materialise(MutTx tx, Entry view, Identity sender, Timestamp now) {
        ViewKey key = key(view, sender);
        uses.used(key, now);
        if (!instances.containsKey(key) && !pendingOf(tx).containsKey(key)) {
            run(tx, view, key, sender, now, new ReadSet());
        }
    }

    /**
     * Runs the instances again whose read sets {@code tx} has changed. To be called once all other
     * changes of {@code tx} are made, before it is committed.
     *
     * @throws HostException VIEW_FAILED; {@code tx} must be dropped
     */
    public void refresh(MutTx tx, Timestamp now) {
        refresh(
                tx,
                now,
                failure -> {
                    throw failure;
                });
    }

    /**
     * {@link #refresh} for a transaction that must be committed: an instance that fails has no rows
     * until something changes that it read before it failed, and {@code failed} is told.
     */
    public void refreshAtAnyRate(MutTx tx, Timestamp now, Consumer<HostException> failed) {
        refresh(tx, now, failed);
    }

    private void refresh(MutTx tx, Timestamp now, Consumer<HostException> failed) {
        if (instances.isEmpty()) {
            return;
        }
        // Views do not read views, so one round is enough.
        for (ViewKey key : readSets.affected(tx)) {
            rerun(tx, key, now, failed);
        }
    }

    private void rerun(MutTx tx, ViewKey key, Timestamp now, Consumer<HostException> failed) {
        Optional<Entry> view = tx.catalog().table(new TableId(key.tableId())).filter(Entry::isView);
        Instance instance = instances.get(key);
        if (view.isEmpty() || instance == null) {
            pendingOf(tx).put(key, Optional.empty());
            return;
        }
        ReadSet reads = new ReadSet();
        try {
            run(tx, view.get(), key, instance.sender(), now, reads);
        } catch (HostException e) {
            failed.accept(e);
            replace(tx, view.get(), key, List.of());
            pendingOf(tx).put(key, Optional.of(new Instance(instance.sender(), reads)));
        }
    }

    /**
     * Runs all instances again, since the module is another one; those of views that are gone go.
     *
     * @throws HostException VIEW_FAILED; {@code tx} must be dropped
     */
    public void refreshAll(MutTx tx, Timestamp now) {
        for (ViewKey key : new TreeSet<>(instances.keySet())) {
            rerun(
                    tx,
                    key,
                    now,
                    failure -> {
                        throw failure;
                    });
        }
    }

    /** {@code tx} was committed: what it changed of the instances holds from now on. */
    public void committed(MutTx tx) {
        if (pendingTx != tx) {
            return;
        }
        pending.forEach((key, instance) -> {
            forget(key);
            instance.ifPresent(there -> {
                instances.put(key, there);
                readSets.add(key, there.reads());
            });
        });
        pending.clear();
        pendingTx = null;
    }

    private void forget(ViewKey key) {
        Instance old = instances.remove(key);
        if (old != null) {
            readSets.remove(key, old.reads());
        }
    }

    /** Whether {@link #expire} has something to do. */
    public boolean hasExpired(Timestamp now) {
        return !uses.idleSince(expiry(now), 1).isEmpty();
    }

    private long expiry(Timestamp now) {
        return instances.size() > INSTANCES_MAX ? Long.MAX_VALUE : now.micros() - UNUSED_MICROS_MAX;
    }

    /** Takes away at most {@code most} instances that nobody has used for long. */
    public void expire(MutTx tx, Timestamp now, int most) {
        for (ViewKey key : uses.idleSince(expiry(now), most)) {
            uses.forget(key);
            pendingOf(tx).put(key, Optional.empty());
            tx.catalog()
                    .table(new TableId(key.tableId()))
                    .filter(Entry::isView)
                    .ifPresent(view -> replace(tx, view, key, List.of()));
        }
    }

    private void run(
            MutTx tx, Entry view, ViewKey key, Identity sender, Timestamp now, ReadSet reads) {
        runs++;
        replace(tx, view, key, runner.rows(tx, view, sender, now, reads));
        pendingOf(tx).put(key, Optional.of(new Instance(sender, reads)));
    }

    /** Makes {@code rows} the rows of one instance; what stays is not touched. */
    private static void replace(MutTx tx, Entry view, ViewKey key, List<byte[]> rows) {
        Set<Bytes> wanted = new LinkedHashSet<>();
        for (byte[] row : rows) {
            byte[] kept =
                    Arrays.copyOf(key.argHash().unsafeArray(), view.hiddenBytes() + row.length);
            System.arraycopy(row, 0, kept, view.hiddenBytes(), row.length);
            wanted.add(Bytes.wrap(kept));
        }
        List<byte[]> gone = new ArrayList<>();
        byte[] hash = key.argHash().unsafeArray();
        RowCursor there = tx.snapshot(view).index(0).point(hash, 0, hash.length);
        while (there.next()) {
            Bytes row = Bytes.copyOf(there.page(), there.offset(), there.length());
            if (!wanted.remove(row)) {
                gone.add(row.unsafeArray());
            }
        }
        gone.forEach(row -> tx.delete(view, row));
        for (Bytes row : wanted) {
            try {
                tx.insert(view, row.unsafeArray());
            } catch (UniqueViolationException e) {
                throw new HostException(
                        ErrorCode.VIEW_FAILED,
                        "view "
                                + view.schema().name()
                                + " has two rows with the same primary key: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /**
     * Takes the rows of a view apart, the rest of {@code in}: BSATN of an array of its rows.
     *
     * @throws DecodeException when they are something else
     */
    public static List<byte[]> rowsOf(Entry view, BsatnReader in) {
        int count = in.count(0);
        if (count > ROWS_MAX) {
            throw new DecodeException(count + " rows, expected at most " + ROWS_MAX);
        }
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = view.visibleRows().validate(in.array(), in.position(), in.remaining());
            rows.add(Arrays.copyOfRange(in.array(), in.position(), in.position() + length));
            in.skip(length);
        }
        if (in.hasRemaining()) {
            throw new DecodeException(in.remaining() + " bytes behind the last row");
        }
        return rows;
    }
}
