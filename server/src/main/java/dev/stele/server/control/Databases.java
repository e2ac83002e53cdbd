package dev.stele.server.control;

import dev.stele.host.database.Database;
import dev.stele.host.environment.Clock;
import dev.stele.host.environment.LogStore;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.module.DatabaseInfo;
import dev.stele.host.module.ModuleHost;
import dev.stele.host.module.ModuleLog;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.module.PublishOutcome;
import dev.stele.host.module.StoredProgram;
import dev.stele.host.sats.Identity;
import dev.stele.host.subscription.FanOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All databases of this server. Safe for use by many threads; changes are made one at a time. */
public final class Databases implements AutoCloseable {

    /** How many databases one server hosts. */
    public static final int DATABASES_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
    private static final String FOLDER = "databases";
    private static final String LOGS = "module_logs";

    private final LogStore root;
    private final boolean isInMemory;
    private final ModuleRuntime runtime;
    private final Clock clock;
    private final Threads threads;
    private final HttpSender http;
    private final Supplier<Identity> newIdentity;
    private final Map<Identity, HostedDatabase> byIdentity = new ConcurrentHashMap<>();
    private final Map<String, HostedDatabase> byName = new ConcurrentHashMap<>();

    /** What publishing did, to which database. */
    public record Published(HostedDatabase database, PublishOutcome outcome) {}

    /** {@code newIdentity} makes the identity of a new database. */
    public Databases(
            LogStore data,
            boolean isInMemory,
            ModuleRuntime runtime,
            Clock clock,
            Threads threads,
            HttpSender http,
            Supplier<Identity> newIdentity) {
        this.root = data.child(FOLDER);
        this.isInMemory = isInMemory;
        this.runtime = runtime;
        this.clock = clock;
        this.threads = threads;
        this.http = http;
        this.newIdentity = newIdentity;
    }

    /** Opens what is there; one that cannot be opened is reported and left alone. */
    public void openAll() {
        for (String name : root.children()) {
            try {
                open(Identity.ofHex(name), root.child(name));
            } catch (RuntimeException e) {
                LOG.error("database {} stays closed: {}", name, e.getMessage());
            }
        }
    }

    private void open(Identity identity, LogStore folder) {
        Optional<DatabaseRecord> info =
                folder.read(DatabaseRecord.FILE).map(DatabaseRecord::decode);
        if (info.isEmpty() || info.get().isDeleted()) {
            root.delete(identity.toHex());
            return;
        }
        Database database = Database.open(folder, shortName(identity), threads);
        if (!database.repair().isEmpty()) {
            LOG.warn("database {}: {}", identity, database.repair());
        }
        if (StoredProgram.info(database.committed()).isEmpty()) {
            LOG.warn("database {} was never finished and is removed", identity);
            database.close();
            root.delete(identity.toHex());
            return;
        }
        register(host(identity, folder, info.get(), database));
    }

    private static String shortName(Identity identity) {
        return identity.toHex().substring(4, 12);
    }

    private HostedDatabase host(
            Identity identity, LogStore folder, DatabaseRecord info, Database database) {
        ModuleLog log =
                new ModuleLog(
                        isInMemory ? Optional.empty() : Optional.of(folder.child(LOGS)),
                        clock,
                        threads);
        DatabaseInfo who = new DatabaseInfo(identity, info.owner());
        FanOut fanOut =
                new FanOut(
                        "fan-out-" + shortName(identity),
                        database.committed(),
                        new OwnerQueries(info.owner()),
                        threads,
                        cause -> LOG.error("fan-out of database {} failed", identity, cause));
        ModuleHost host = new ModuleHost(database, who, runtime, log, fanOut, clock, threads, http);
        return new HostedDatabase(identity, host, folder, info);
    }

    private void register(HostedDatabase database) {
        byIdentity.put(database.identity(), database);
        for (String name : database.names()) {
            HostedDatabase other = byName.putIfAbsent(name, database);
            if (other != null && other != database) {
                LOG.warn("name {} belongs to {} already", name, other.identity());
            }
        }
    }

    /** The database with the name or, as 64 hex digits, the identity {@code nameOrIdentity}. */
    public Optional<HostedDatabase> find(String nameOrIdentity) {
        return DatabaseName.isIdentity(nameOrIdentity)
                ? Optional.ofNullable(byIdentity.get(Identity.ofHex(nameOrIdentity)))
                : Optional.ofNullable(byName.get(nameOrIdentity));
    }

    /** The databases that {@code owner} owns. */
    public List<HostedDatabase> ownedBy(Identity owner) {
        return byIdentity.values().stream().filter(d -> d.owner().equals(owner)).toList();
    }

    /** All databases, by identity. */
    public List<HostedDatabase> all() {
        return byIdentity.values().stream()
                .sorted(Comparator.comparing(database -> database.identity().toHex()))
                .toList();
    }

    /** All names in use, sorted. */
    public List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /**
     * Publishes {@code program} to the database {@code name}, which is created if it is not there;
     * without a name a new one is created.
     *
     * @throws HostException NOT_AUTHORIZED when it belongs to somebody else, and what {@link
     *     ModuleHost#publish} throws
     */
    public Published publish(Identity caller, Optional<String> name, Program program) {
        Optional<HostedDatabase> existing = name.flatMap(this::find);
        if (existing.isPresent()) {
            requireOwner(existing.get(), caller, "update database");
            return new Published(existing.get(), existing.get().host().publish(program));
        }
        return create(caller, name, program);
    }

    private synchronized Published create(Identity caller, Optional<String> name, Program program) {
        if (name.isPresent() && DatabaseName.isIdentity(name.get())) {
            throw new HostException(ErrorCode.NO_SUCH_DATABASE, "No such database.");
        }
        if (name.flatMap(this::find).isPresent()) {
            return publish(caller, name, program);
        }
        if (byIdentity.size() >= DATABASES_MAX) {
            throw new HostException(
                    ErrorCode.OVERLOADED,
                    byIdentity.size() + " databases, expected at most " + DATABASES_MAX);
        }
        return create(
                newIdentity.get(),
                new DatabaseRecord(caller, name.stream().toList(), false, false),
                program);
    }

    private Published create(Identity identity, DatabaseRecord info, Program program) {
        LogStore folder = root.child(identity.toHex());
        folder.replace(DatabaseRecord.FILE, info.encode());
        Database opened =
                isInMemory
                        ? Database.inMemory()
                        : Database.open(folder, shortName(identity), threads);
        HostedDatabase database = host(identity, folder, info, opened);
        try {
            PublishOutcome outcome = database.host().publish(program);
            opened.durableOffset().await(opened.committed().nextOffset() - 1);
            register(database);
            return new Published(database, outcome);
        } catch (RuntimeException e) {
            discard(database);
            throw e;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            discard(database);
            throw new HostException(ErrorCode.SHUTTING_DOWN, "interrupted");
        }
    }

    private void discard(HostedDatabase database) {
        database.host().close();
        root.delete(database.identity().toHex());
    }

    /**
     * Deletes all data of a database, which then begins again with {@code program}: with the same
     * identity and names.
     *
     * @throws HostException NOT_AUTHORIZED, DATABASE_LOCKED, or INVALID_MODULE; nothing is deleted
     *     then
     */
    public synchronized Published reset(Identity caller, HostedDatabase database, Program program) {
        requireOwner(database, caller, "reset database");
        requireUnlocked(database, "reset with --delete-data");
        database.host().plan(program);
        DatabaseRecord info = database.info();
        delete(database);
        Published published = create(database.identity(), info, program);
        return new Published(published.database(), PublishOutcome.UPDATED);
    }

    /**
     * Deletes a database with all its data.
     *
     * @throws HostException NOT_AUTHORIZED, or DATABASE_LOCKED
     */
    public synchronized void delete(Identity caller, HostedDatabase database) {
        requireOwner(database, caller, "delete database");
        requireUnlocked(database, "deleted");
        delete(database);
    }

    private void delete(HostedDatabase database) {
        database.replace(database.info().deleted());
        byIdentity.remove(database.identity());
        byName.values().removeIf(d -> d == database);
        discard(database);
    }

    private static void requireUnlocked(HostedDatabase database, String done) {
        if (database.isLocked()) {
            throw new HostException(
                    ErrorCode.DATABASE_LOCKED,
                    "Database is locked and cannot be " + done + ". Run `spacetime unlock` first.");
        }
    }

    /**
     * Refuses anybody but the owner.
     *
     * @throws HostException NOT_AUTHORIZED with the reference's text
     */
    public static void requireOwner(HostedDatabase database, Identity caller, String action) {
        if (!database.owner().equals(caller)) {
            throw new HostException(
                    ErrorCode.NOT_AUTHORIZED,
                    caller.toHex()
                            + " is not authorized to perform action on database "
                            + database.identity().toHex()
                            + ": "
                            + action);
        }
    }

    /** Locks or unlocks a database against deletion. */
    public synchronized void lock(Identity caller, HostedDatabase database, boolean isLocked) {
        requireOwner(database, caller, "delete database");
        database.replace(database.info().withLock(isLocked));
    }

    /**
     * Gives a database {@code names}, instead of those it has.
     *
     * @throws HostException NAME_TAKEN when another has one of them
     */
    public synchronized void rename(HostedDatabase database, List<String> names) {
        for (String name : names) {
            HostedDatabase other = byName.get(name);
            if (other != null && other != database) {
                throw new HostException(
                        ErrorCode.NAME_TAKEN,
                        "Cannot rename to " + name + " because it already is in use.");
            }
        }
        database.replace(database.info().withNames(names.stream().distinct().toList()));
        byName.values().removeIf(d -> d == database);
        names.forEach(name -> byName.put(name, database));
    }

    @Override
    public void close() {
        List<HostedDatabase> all = new ArrayList<>(byIdentity.values());
        byIdentity.clear();
        byName.clear();
        all.forEach(database -> database.host().close());
    }
}
