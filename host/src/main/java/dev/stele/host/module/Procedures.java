package dev.stele.host.module;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.module.InstanceEnv.ImmediateCall;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a module that run beside the writer thread: procedures and HTTP handlers. Each
 * runs on a thread of its own with an instance of its own; threads that have nothing to do end
 * after a while. Safe for use by many threads.
 */
final class Procedures implements AutoCloseable {

    /** A call into an instance. */
    interface Call {
        GuestOutcome run(ModuleInstance instance, ProcedureAbi abi, Timestamp now);
    }

    /**
     * How a call ended.
     *
     * @param began when it was begun
     * @param requiredOffset the last offset that a transaction of it is part of, -1 for none
     */
    record Ended(GuestOutcome outcome, Timestamp began, long micros, long requiredOffset) {}

    /** Told once how a call ended, on some thread; must not wait. */
    interface Listener {
        void ended(Ended ended);

        /** It could not be made. */
        void failed(RuntimeException why);
    }

    /** A call that waits or runs; {@code owner} is who may cancel it. */
    private static final class Job {
        private final String name;
        private final Object owner;
        private final Call call;
        private final Listener listener;
        private volatile @Nullable ProcedureEnv env;

        Job(String name, Object owner, Call call, Listener listener) {
            this.name = name;
            this.owner = owner;
            this.call = call;
            this.listener = listener;
        }
    }

    private static final int NANOS_PER_MICRO = 1_000;

    private final Identity database;
    private final ModuleLoader loader;
    private final Supplier<Optional<LoadedModule>> module;
    private final ModuleLog log;
    private final Clock clock;
    private final Threads threads;
    private final HttpSender http;
    private final ProcedureEnv.Lender lender;
    private final Consumer<List<ImmediateCall>> immediate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Set<Job> running = new HashSet<>();
    private int workers;
    private int idle;
    private boolean isClosed;

    Procedures(
            Identity database,
            ModuleLoader loader,
            Supplier<Optional<LoadedModule>> module,
            ModuleLog log,
            Clock clock,
            Threads threads,
            HttpSender http,
            ProcedureEnv.Lender lender,
            Consumer<List<ImmediateCall>> immediate) {
        this.database = database;
        this.loader = loader;
        this.module = module;
        this.log = log;
        this.clock = clock;
        this.threads = threads;
        this.http = http;
        this.lender = lender;
        this.immediate = immediate;
    }

    /**
     * Has {@code call} of the function {@code name} made. It fails with OVERLOADED when too many
     * wait, and with SHUTTING_DOWN when the database closes or {@code owner} is gone.
     */
    void submit(String name, Object owner, Call call, Listener listener) {
        Optional<HostException> refusal = enqueue(new Job(name, owner, call, listener));
        refusal.ifPresent(listener::failed);
    }

    private Optional<HostException> enqueue(Job job) {
        lock.lock();
        try {
            if (isClosed) {
                return Optional.of(closing());
            }
            if (waiting.size() >= Limits.PROCEDURES_WAITING_MAX) {
                return Optional.of(
                        new HostException(
                                ErrorCode.OVERLOADED,
                                waiting.size()
                                        + " procedure calls are waiting, expected at most "
                                        + Limits.PROCEDURES_WAITING_MAX));
            }
            waiting.add(job);
            if (idle < waiting.size() && workers < Limits.PROCEDURES_RUNNING_MAX) {
                workers++;
                threads.startPlatform(
                        "procedure-" + database.toHex().substring(4, 12),
                        Limits.GUEST_STACK_BYTES,
                        this::work);
            }
            changed.signal();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the calls of {@code owner}, who is gone: those that wait at once. */
    void cancel(Object owner) {
        List<Job> dropped = new ArrayList<>();
        lock.lock();
        try {
            waiting.removeIf(job -> job.owner.equals(owner) && dropped.add(job));
            for (Job job : running) {
                ProcedureEnv env = job.env;
                if (job.owner.equals(owner) && env != null) {
                    env.cancel();
                }
            }
        } finally {
            lock.unlock();
        }
        dropped.forEach(job ->
                job.listener.failed(
                        new HostException(ErrorCode.SHUTTING_DOWN, "the caller is gone")));
    }

    private static HostException closing() {
        return new HostException(ErrorCode.SHUTTING_DOWN, "database is closing");
    }

    private void work() {
        Worker worker = new Worker();
        try {
            Job job = next();
            while (job != null) {
                worker.run(job);
                done(job);
                job = next();
            }
        } finally {
            worker.close();
        }
    }

    /** The next call; null when there is none for a while, and the thread may end. */
    private @Nullable Job next() {
        lock.lock();
        try {
            long nanos = Limits.PROCEDURE_IDLE_NANOS;
            idle++;
            try {
                while (waiting.isEmpty() && !isClosed && nanos > 0) {
                    nanos = changed.awaitNanos(nanos);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                idle--;
            }
            Job job = waiting.poll();
            if (job == null) {
                workers--;
                changed.signalAll();
            } else {
                running.add(job);
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    private void done(Job job) {
        lock.lock();
        try {
            running.remove(job);
        } finally {
            lock.unlock();
        }
    }

    /** One thread's instance of the module. */
    private final class Worker {
        private @Nullable LoadedModule of;
        private @Nullable ModuleInstance instance;

        void run(Job job) {
            ProcedureEnv env = new ProcedureEnv(database, log, clock, lender, http);
            job.env = env;
            Timestamp now = new Timestamp(clock.wallMicros());
            long start = clock.monotonicNanos();
            try {
                ModuleInstance current = current();
                env.beginCall(job.name, now);
                GuestOutcome outcome;
                try {
                    outcome = job.call.run(current, env, now);
                } finally {
                    env.endCall();
                }
                CallReport.tell(log, env, job.name, outcome);
                if (env.hasImmediateCalls()) {
                    immediate.accept(env.takeImmediateCalls());
                }
                if (!current.isUsable()) {
                    close();
                }
                long micros = (clock.monotonicNanos() - start) / NANOS_PER_MICRO;
                job.listener.ended(new Ended(outcome, now, micros, env.lastOffset()));
            } catch (RuntimeException e) {
                close();
                job.listener.failed(e);
            }
        }

        private ModuleInstance current() {
            LoadedModule wanted =
                    module.get()
                            .orElseThrow(() ->
                                    new HostException(
                                            ErrorCode.INVALID_MODULE, "database has no module"));
            ModuleInstance there = instance;
            if (there != null && of == wanted) {
                return there;
            }
            close();
            ModuleInstance made = loader.reload(wanted.program());
            instance = made;
            of = wanted;
            return made;
        }

        void close() {
            ModuleInstance there = instance;
            if (there != null) {
                there.close();
                instance = null;
            }
        }
    }

    /** Refuses further calls and cancels the ones there are, which end at their next wait. */
    @Override
    public void close() {
        List<Job> dropped;
        lock.lock();
        try {
            isClosed = true;
            dropped = List.copyOf(waiting);
            waiting.clear();
            running.forEach(job -> {
                ProcedureEnv env = job.env;
                if (env != null) {
                    env.cancel();
                }
            });
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(job -> job.listener.failed(closing()));
    }
}
