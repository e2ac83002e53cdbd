package dev.stele.host.module;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.database.Database;
import dev.stele.host.environment.Clock;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpResponse;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.SchemaChange;
import dev.stele.host.subscription.BatchQueue;
import dev.stele.host.subscription.ClientSink;
import dev.stele.host.subscription.FanOut;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.view.ViewCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A database with its module, at work: the queue of requests and the one writer thread that carries
 * them out. Safe for use by many threads.
 */
public final class ModuleHost implements AutoCloseable {

    /** Work for the writer thread. */
    private interface Task {
        void run(Writer writer);
    }

    private record Call(ClientRequest.CallReducer request) implements Task {
        @Override
        public void run(Writer writer) {
            writer.callReducer(request);
        }
    }

    private record Procedure(ClientRequest.CallProcedure request, ProcedureCalls calls)
            implements Task {
        @Override
        public void run(Writer writer) {
            calls.call(request);
        }
    }

    private record Forward(FanOutEvent event) implements Task {
        @Override
        public void run(Writer writer) {
            writer.request(event);
        }
    }

    private final BatchQueue<Task> queue = new BatchQueue<>(Limits.WRITER_QUEUE_DEPTH_MAX);
    private final Database database;
    private final DatabaseInfo info;
    private final ModuleLog log;
    private final FanOut fanOut;
    private final ModuleLoader loader;
    private final Procedures procedures;
    private final ProcedureCalls procedureCalls;
    private final Writer writer;
    private final Thread thread;
    private volatile boolean isClosed;

    /**
     * Starts the writer thread over {@code database}. When the database has a program, it is
     * loaded, and clients left over from before are disconnected.
     */
    public ModuleHost(
            Database database,
            DatabaseInfo info,
            ModuleRuntime runtime,
            ModuleLog log,
            FanOut fanOut,
            Clock clock,
            Threads threads,
            HttpSender http) {
        this.database = database;
        this.info = info;
        this.log = log;
        this.fanOut = fanOut;
        this.loader = new ModuleLoader(runtime, threads);
        this.procedures =
                new Procedures(
                        info.identity(),
                        loader,
                        this::loaded,
                        log,
                        clock,
                        threads,
                        http,
                        loan -> queue.add(w -> w.lend(loan)),
                        calls -> queue.add(w -> w.addImmediate(calls)));
        this.procedureCalls =
                new ProcedureCalls(
                        info,
                        log,
                        procedures,
                        this::loaded,
                        event -> queue.add(new Forward(event)));
        this.writer = new Writer(database, info, log, fanOut, clock, loader, procedureCalls);
        writer.open();
        this.thread =
                threads.startPlatform(
                        "writer-" + info.identity().toHex().substring(4, 12),
                        Limits.GUEST_STACK_BYTES,
                        this::run);
    }

    private void run() {
        List<Task> spare = new ArrayList<>();
        while (true) {
            List<Task> batch = queue.takeAll(spare, writer.nanosToNextDue());
            if (batch.isEmpty() && queue.isDrained()) {
                break;
            }
            int count = 0;
            for (Task task : batch) {
                try {
                    task.run(writer);
                } catch (RuntimeException e) {
                    writer.failed(e);
                }
                if (++count % Limits.HAND_OVER_CALLS == 0) {
                    writer.handOver();
                }
            }
            writer.callDue();
            writer.handOver();
            batch.clear();
            spare = batch;
        }
        writer.close();
    }

    private <T> CompletableFuture<T> ask(Function<Writer, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean queued =
                queue.add(w -> {
                    try {
                        answer.complete(question.apply(w));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        if (!queued) {
            answer.completeExceptionally(
                    new HostException(ErrorCode.SHUTTING_DOWN, "database is closing"));
        }
        return answer;
    }

    public DatabaseInfo info() {
        return info;
    }

    public Database database() {
        return database;
    }

    public ModuleLog log() {
        return log;
    }

    /** What the views have cost. */
    public ViewCounts viewCounts() {
        return writer.viewCounts();
    }

    /** The definition of the module that runs now, submodules included under their full names. */
    public ModuleDef moduleDef() {
        return module().def();
    }

    /** The definition of the module that runs now, as it declares it. */
    public ModuleDef declaredDef() {
        return module().declared();
    }

    /** The program that runs now. */
    public Program program() {
        return module().program();
    }

    /** Keccak-256 of the program that runs now. */
    public Bytes programHash() {
        return module().hash();
    }

    private Optional<LoadedModule> loaded() {
        return writer.module();
    }

    private LoadedModule module() {
        return writer.module()
                .orElseThrow(() ->
                        new HostException(ErrorCode.INVALID_MODULE, "database has no module"));
    }

    /** Queues what a client sent, in order, waiting for room; false when the database is closed. */
    public boolean submit(List<ClientRequest> requests) {
        if (requests.size() == 1) {
            return queue.add(task(requests.getFirst()));
        }
        List<Task> tasks = new ArrayList<>(requests.size());
        for (ClientRequest request : requests) {
            tasks.add(task(request));
        }
        return queue.addAll(tasks);
    }

    private Task task(ClientRequest request) {
        return switch (request) {
            case ClientRequest.CallReducer call -> new Call(call);
            case ClientRequest.CallProcedure call -> new Procedure(call, procedureCalls);
            case ClientRequest.Query query -> new Forward(query.event());
        };
    }

    /** Connects a client: notes it and runs the module's connect reducer, in one transaction. */
    public CompletableFuture<CallOutcome> connect(
            Identity identity, ConnectionId connection, String jwtPayload) {
        return ask(w -> w.connect(identity, connection, jwtPayload));
    }

    /**
     * Queues the disconnection of a client that {@link #connect} accepted: its queries end, and the
     * module's disconnect reducer runs. A closed database disconnects it at its next start.
     */
    public void disconnect(ClientSink client) {
        procedureCalls.cancel(client);
        boolean isOpen =
                queue.add(w -> {
                    w.request(new FanOutEvent.ClientGone(client));
                    w.disconnect(client.identity(), client.connectionId());
                });
        if (!isOpen) {
            fanOut.publish(new FanOutEvent.ClientGone(client));
        }
    }

    /** One call with a connection of its own, as HTTP makes it: connect, call, disconnect. */
    public CompletableFuture<CallOutcome> callOnce(
            Identity identity,
            ConnectionId connection,
            String jwtPayload,
            String function,
            Function<ModuleDef, Bytes> args) {
        if (!procedureCalls.has(function)) {
            return ask(w -> w.callOnce(identity, connection, jwtPayload, function, args));
        }
        return connect(identity, connection, jwtPayload)
                .thenCompose(connected -> {
                    if (!(connected instanceof CallOutcome.Done)) {
                        return CompletableFuture.completedFuture(Writer.rejected(connected));
                    }
                    return procedureCalls
                            .callOnce(identity, connection, function, args)
                            .thenCompose(outcome ->
                                    ask(w -> w.disconnect(identity, connection))
                                            .handle((_, _) -> outcome));
                });
    }

    /**
     * Has the HTTP handler at {@code handlerId} answer a request.
     *
     * @throws HostException MODULE_FAILED as the failure of the result when it does not
     */
    public CompletableFuture<HttpReply> handle(
            String handler, int handlerId, HttpRequest request, Bytes body) {
        return procedureCalls
                .handle(handler, handlerId, request.encode(), body)
                .thenApply(ended -> {
                    if (!(ended.outcome()
                            instanceof GuestOutcome.Response(Bytes response, Bytes answer))) {
                        throw new HostException(
                                ErrorCode.MODULE_FAILED, ProcedureCalls.failure(ended.outcome()));
                    }
                    try {
                        return new HttpReply(HttpResponse.decode(response), answer);
                    } catch (DecodeException e) {
                        throw new HostException(
                                ErrorCode.MODULE_FAILED,
                                "the handler's response: " + e.getMessage(),
                                e);
                    }
                });
    }

    /** Runs {@code work} in a transaction of its own with a connection of its own, as SQL does. */
    public <T> CompletableFuture<T> transactOnce(
            Identity identity, ConnectionId connection, String jwtPayload, WriteWork<T> work) {
        return ask(w -> w.transactOnce(identity, connection, jwtPayload, work));
    }

    /**
     * Makes {@code program} the module of this database: loads and checks it while the old one goes
     * on, then creates tables and, for the first program, runs {@code init}, all in one
     * transaction.
     *
     * @throws HostException INVALID_MODULE or UPDATE_REJECTED with a text for the publisher; the
     *     old module goes on
     */
    public PublishOutcome publish(Program program) {
        Candidate candidate = loader.load(program);
        try {
            return ask(w -> w.install(candidate)).join();
        } catch (CompletionException e) {
            candidate.instance().close();
            throw e.getCause() instanceof HostException host
                    ? host
                    : new HostException(ErrorCode.INTERNAL, "publish failed", e.getCause());
        }
    }

    /**
     * What stands in the way of publishing {@code program}, one difference a line; empty for
     * nothing.
     *
     * @throws HostException INVALID_MODULE when it cannot be loaded at all
     */
    public String plan(Program program) {
        Candidate candidate = loader.load(program);
        try {
            return String.join(
                    "\n",
                    SchemaChange.between(moduleDef(), candidate.module().def()).tableDifferences());
        } finally {
            candidate.instance().close();
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        procedures.close();
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        fanOut.close();
        database.close();
        log.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
