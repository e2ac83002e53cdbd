package dev.stele.host.view;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.ReadLog;
import dev.stele.host.datastore.UniqueViolationException;
import dev.stele.host.environment.Clock;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.query.SqlExecution;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.TableId;
import dev.stele.host.schema.TableSchema;
import dev.stele.host.schema.ViewTable;
import dev.stele.host.table.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The instances of views of one database. Only its writer thread uses it. */
public final class MaterialisedViews {

    /** Instances kept at a time; one more takes the place of the one not used for longest. */
    public static final int INSTANCES_MAX = 1_000_000;

    /** Rows of one instance. */
    static final int ROWS_MAX = 10_000_000;

    /** How long an instance without subscribers is kept after it was used, in microseconds. */
    static final long UNUSED_MICROS_MAX = 600_000_000L;

    /** How many views may read one another in a row. */
    public static final int DEPTH_MAX = 16;

    /** Runs the function of a view. */
    public interface Runner {

        /**
         * The rows that the view of {@code run} has in {@code tx}: BSATN of its columns each.
         *
         * @throws HostException VIEW_FAILED when the module fails
         */
        List<byte[]> rows(MutTx tx, Run run);
    }

    /**
     * One run of {@code view}, which has its arguments, for {@code sender}. {@code reads} is to be
     * told of all that is read, and {@code inner} of each view before it is read.
     */
    public record Run(
            TableSchema view,
            Identity sender,
            Timestamp now,
            ReadLog reads,
            SqlExecution.Views inner) {}

    /**
     * An instance: for whom it runs, and what it read when it ran last. {@code depth} is 0 for one
     * that reads no views, else one more than the deepest of the {@code inner} ones.
     */
    private record Instance(
            Identity sender, Bytes args, ReadSet reads, Set<ViewKey> inner, int depth) {}

    private final Runner runner;
    private final Clock clock;
    private final ViewCounts counts = new ViewCounts();
    private final Map<ViewKey, Instance> instances = new HashMap<>();
    private final ReadSets readSets = new ReadSets();
    private final ViewUses uses = new ViewUses();
    private final Map<ViewKey, Optional<Instance>> pending = new LinkedHashMap<>();
    private @Nullable MutTx pendingTx;

    /** What runs at the moment: a view, one that it reads, and so on. */
    private final Map<ViewKey, String> running = new LinkedHashMap<>();

    /** How many instances read others. */
    private int nested;

    public MaterialisedViews(Runner runner, Clock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    /** What the views have cost. */
    public ViewCounts counts() {
        return counts;
    }

    /** How many instances there are. */
    public int count() {
        return instances.size();
    }

    /** Who subscribes to which instances. */
    public ViewUses uses() {
        return uses;
    }

    /** The instance of {@code view}, which has its arguments, that {@code sender} sees. */
    public static ViewKey key(TableSchema view, Identity sender) {
        return new ViewKey(view.id().value(), view.view().orElseThrow().argHash(sender));
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
    public void materialise(MutTx tx, TableSchema view, Identity sender, Timestamp now) {
        ViewKey key = key(view, sender);
        uses.used(key, now);
        if (instance(tx, key).isEmpty()) {
            Reading reading = new Reading(view, key, sender, now);
            run(tx, reading);
            pendingOf(tx).put(key, Optional.of(reading.instance(tx)));
        }
    }

    /** The instance as {@code tx} has it. */
    private Optional<Instance> instance(MutTx tx, ViewKey key) {
        Optional<Instance> changed = pendingOf(tx).get(key);
        return changed != null ? changed : Optional.ofNullable(instances.get(key));
    }

    private int depth(MutTx tx, ViewKey key) {
        return instance(tx, key).map(Instance::depth).orElse(0);
    }

    /** Whether the view at {@code from} reads {@code target}, itself or through others. */
    private boolean reads(MutTx tx, ViewKey from, ViewKey target) {
        return from.equals(target)
                || instance(tx, from).stream()
                        .flatMap(there -> there.inner().stream())
                        .anyMatch(inner -> reads(tx, inner, target));
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
        if (!instances.isEmpty()) {
            refresh(tx, now, () -> readSets.affected(tx), failed);
        }
    }

    /**
     * Runs what {@code affected} says, which is asked again after each level: views that read no
     * others first, then those that read only these, and so on, so that each runs once. One that
     * turns out to be deeper than it was runs again at its level.
     */
    private void refresh(
            MutTx tx,
            Timestamp now,
            Supplier<Collection<ViewKey>> affected,
            Consumer<HostException> failed) {
        Map<ViewKey, Integer> ranAt = new HashMap<>();
        boolean isMore = true;
        for (int level = 0; isMore && level <= DEPTH_MAX; level++) {
            isMore = nested > 0;
            Set<ViewKey> candidates = new TreeSet<>(affected.get());
            pendingOf(tx).keySet().stream()
                    .filter(key -> !instances.containsKey(key))
                    .forEach(candidates::add);
            for (ViewKey key : candidates) {
                if (depth(tx, key) == level && ranAt.getOrDefault(key, -1) < level) {
                    ranAt.put(key, level);
                    rerun(tx, key, now, failed);
                    isMore |= depth(tx, key) > level;
                }
            }
        }
    }

    private void rerun(MutTx tx, ViewKey key, Timestamp now, Consumer<HostException> failed) {
        Optional<Entry> view = tx.catalog().table(new TableId(key.tableId())).filter(Entry::isView);
        Optional<Instance> old = instance(tx, key);
        if (view.isEmpty() || old.isEmpty()) {
            pendingOf(tx).put(key, Optional.empty());
            return;
        }
        TableSchema bound = view.get().schema().withArgs(old.get().args());
        Reading reading = new Reading(bound, key, old.get().sender(), now);
        try {
            run(tx, reading);
        } catch (HostException e) {
            failed.accept(e);
            replace(tx, view.get(), key, List.of());
        }
        pendingOf(tx).put(key, Optional.of(reading.instance(tx)));
    }

    /**
     * Runs all instances again, since the module is another one; those of views that are gone go.
     *
     * @throws HostException VIEW_FAILED; {@code tx} must be dropped
     */
    public void refreshAll(MutTx tx, Timestamp now) {
        refresh(
                tx,
                now,
                () -> instances.keySet(),
                failure -> {
                    throw failure;
                });
    }

    /** {@code tx} was committed: what it changed of the instances holds from now on. */
    public void committed(MutTx tx, Timestamp now) {
        if (pendingTx != tx) {
            return;
        }
        pending.forEach((key, instance) -> {
            instance.ifPresent(there -> uses.retain(there.inner()));
            forget(key, now);
            instance.ifPresent(there -> {
                instances.put(key, there);
                readSets.add(key, there.reads());
                nested += there.depth() > 0 ? 1 : 0;
            });
        });
        pending.clear();
        pendingTx = null;
    }

    private void forget(ViewKey key, Timestamp now) {
        Instance old = instances.remove(key);
        if (old != null) {
            readSets.remove(key, old.reads());
            uses.release(old.inner(), now);
            nested -= old.depth() > 0 ? 1 : 0;
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

    /** A run: what it reads. */
    private final class Reading {
        private final TableSchema view;
        private final ViewKey key;
        private final Identity sender;
        private final Timestamp now;
        private final ReadSet reads = new ReadSet();
        private final Set<ViewKey> inner = new LinkedHashSet<>();

        Reading(TableSchema view, ViewKey key, Identity sender, Timestamp now) {
            this.view = view;
            this.key = key;
            this.sender = sender;
            this.now = now;
        }

        Run run() {
            return new Run(view, sender, now, reads, this::view);
        }

        /** The view reads {@code read}, whose rows are there afterwards. */
        private void view(MutTx tx, TableSchema read) {
            if (table().isAnonymous() && !read.view().orElseThrow().isAnonymous()) {
                throw failed(
                        "view `%s` is the same for all, but reads `%s`, which depends on the caller"
                                .formatted(view.name(), read.name()));
            }
            ViewKey readKey = key(read, sender);
            if (running.containsKey(readKey) || reads(tx, readKey, key)) {
                throw failed(
                        "view `%s` reads `%s`, which reads it in turn"
                                .formatted(view.name(), read.name()));
            }
            materialise(tx, read, sender, now);
            inner.add(readKey);
        }

        private ViewTable table() {
            return view.view().orElseThrow();
        }

        Instance instance(MutTx tx) {
            int depth = inner.stream().mapToInt(read -> depth(tx, read) + 1).max().orElse(0);
            return new Instance(sender, table().args(), reads, Set.copyOf(inner), depth);
        }
    }

    private static HostException failed(String problem) {
        return new HostException(ErrorCode.VIEW_FAILED, problem);
    }

    private void run(MutTx tx, Reading reading) {
        if (running.size() >= DEPTH_MAX) {
            throw failed(
                    "views read one another more than %d deep: %s"
                            .formatted(DEPTH_MAX, String.join(" -> ", running.values())));
        }
        Entry view = tx.catalog().table(reading.view.id()).orElseThrow();
        running.put(reading.key, reading.view.name());
        long start = clock.monotonicNanos();
        int rows = 0;
        try {
            List<byte[]> returned = runner.rows(tx, reading.run());
            rows = returned.size();
            replace(tx, view, reading.key, returned);
        } finally {
            running.remove(reading.key);
            counts.ran(reading.view.name(), rows, clock.monotonicNanos() - start);
        }
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
