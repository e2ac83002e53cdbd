package dev.stele.host.database;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.commitlog.CommitLog;
import dev.stele.host.datastore.CommittedState;
import dev.stele.host.datastore.MutTx;
import dev.stele.host.datastore.Replay;
import dev.stele.host.datastore.Sequences;
import dev.stele.host.datastore.TxData;
import dev.stele.host.datastore.TxInputs;
import dev.stele.host.datastore.TxRecord;
import dev.stele.host.durability.Durability;
import dev.stele.host.durability.DurableOffset;
import dev.stele.host.durability.InMemoryDurability;
import dev.stele.host.durability.LocalDurability;
import dev.stele.host.environment.LogStore;
import dev.stele.host.environment.StorageException;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import org.jspecify.annotations.Nullable;

/**
 * A database: its committed state and its log. One thread, the writer, begins and commits; any
 * thread may read {@link #committed}.
 */
public final class Database implements AutoCloseable {

    private static final String LOG_FOLDER = "clog";

    private final Sequences sequences;
    private final Durability durability;
    private final String repair;
    private final BsatnWriter record = new BsatnWriter(256);
    private int recordCount;
    private volatile CommittedState committed;
    private volatile @Nullable RuntimeException poison;

    private Database(
            CommittedState committed, Sequences sequences, Durability durability, String repair) {
        this.committed = committed;
        this.sequences = sequences;
        this.durability = durability;
        this.repair = repair;
    }

    /**
     * Opens the database in {@code folder} by replaying its log; an empty folder is an empty
     * database.
     *
     * @throws StorageException when the log is damaged where it was durable
     */
    public static Database open(LogStore folder, String name, Threads threads) {
        Replay replay = new Replay();
        CommitLog log =
                CommitLog.open(
                        folder.child(LOG_FOLDER),
                        commit -> {
                            try {
                                replay.apply(
                                        commit.minTxOffset(), commit.count(), commit.records());
                            } catch (DecodeException e) {
                                throw new StorageException(
                                        "commit log",
                                        -1,
                                        "transactions from "
                                                + commit.minTxOffset()
                                                + " cannot be replayed",
                                        e);
                            }
                        });
        return new Database(
                replay.state(),
                new Sequences(),
                new LocalDurability(log, "log-" + name, threads),
                log.repair());
    }

    /** A database that nothing is kept of. */
    public static Database inMemory() {
        return new Database(CommittedState.empty(), new Sequences(), new InMemoryDurability(), "");
    }

    /** What opening had to cut off the log's end, empty for nothing. */
    public String repair() {
        return repair;
    }

    /** The state after the last commit. */
    public CommittedState committed() {
        return committed;
    }

    public DurableOffset durableOffset() {
        return durability.durableOffset();
    }

    /**
     * Begins a transaction on the committed state.
     *
     * @throws HostException STORAGE_FAILED once the database is poisoned
     */
    public MutTx begin() {
        RuntimeException cause = poison;
        if (cause != null) {
            throw new HostException(
                    ErrorCode.STORAGE_FAILED,
                    "database takes no writes any more: " + cause.getMessage(),
                    cause);
        }
        return new MutTx(committed, sequences);
    }

    /**
     * Commits {@code tx}: hands it to the log and makes it the committed state. A transaction that
     * changed nothing is not logged.
     *
     * @throws StorageException when the log refuses it; then nothing is committed and the database
     *     is poisoned
     */
    public Committed commit(MutTx tx, @Nullable TxInputs inputs) {
        Committed done = encode(tx, inputs);
        if (recordCount > 0) {
            try {
                durability.append(
                        done.requiredOffset(), record.unsafeArray(), record.size(), recordCount);
            } catch (StorageException e) {
                poison(e);
                throw e;
            } finally {
                record.reset();
                recordCount = 0;
            }
        }
        committed = done.after();
        return done;
    }

    /**
     * Commits {@code tx} as {@link #commit} does, but the log takes it together with the next
     * transaction: after a crash both are there, or neither. The next must follow at once.
     */
    public Committed commitWithNext(MutTx tx, @Nullable TxInputs inputs) {
        Committed done = encode(tx, inputs);
        committed = done.after();
        return done;
    }

    private Committed encode(MutTx tx, @Nullable TxInputs inputs) {
        TxData data = tx.data();
        CommittedState after = tx.commit(data);
        if (data.isLogged()) {
            TxRecord.encode(record, data, inputs);
            recordCount++;
        }
        return new Committed(data, after);
    }

    /** Says that the writer pauses: what it committed may go to disk. */
    public void kick() {
        durability.kick();
    }

    /** Refuses further transactions because of {@code cause}; reading goes on. */
    public void poison(RuntimeException cause) {
        if (poison == null) {
            poison = cause;
        }
    }

    /** Why no further transaction is taken; null while they are. */
    public @Nullable RuntimeException poisonedBy() {
        return poison;
    }

    @Override
    public void close() {
        durability.close();
    }
}
