package dev.stele.host.module;

import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.module.LoadedModule.Procedure;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.subscription.FanOutEvent;
import dev.stele.host.subscription.ServerEvent.ProcedureResult;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the procedure that somebody calls, has it run, and tells the caller. Thread-safe. */
final class ProcedureCalls {

    private static final String NO_SUCH = "No such procedure";
    private static final String FATAL = "The module instance encountered a fatal error";

    private final DatabaseInfo info;
    private final ModuleLog log;
    private final Procedures pool;
    private final Supplier<Optional<LoadedModule>> module;
    private final Consumer<FanOutEvent> tell;
    private final Set<ScheduleKey> runningSchedules = ConcurrentHashMap.newKeySet();

    /** A row of a scheduled table. */
    record ScheduleKey(int tableId, long id) {}

    /** {@code tell} passes on what clients get to know, behind all that was committed before. */
    ProcedureCalls(
            DatabaseInfo info,
            ModuleLog log,
            Procedures pool,
            Supplier<Optional<LoadedModule>> module,
            Consumer<FanOutEvent> tell) {
        this.info = info;
        this.log = log;
        this.pool = pool;
        this.module = module;
        this.tell = tell;
    }

    /** Whether {@code name} is a procedure of the module. */
    boolean has(String name) {
        return module.get().flatMap(loaded -> loaded.procedure(name)).isPresent();
    }

    private Optional<Procedure> callable(String name, Identity caller) {
        return module.get()
                .flatMap(loaded -> loaded.procedure(name))
                .filter(p -> p.def().isClientCallable() || caller.equals(info.owner()));
    }

    /** A connected client's call. */
    void call(ClientRequest.CallProcedure request) {
        Identity sender = request.client().identity();
        Optional<Procedure> procedure = callable(request.procedure(), sender);
        Optional<String> problem =
                procedure.isEmpty()
                        ? Optional.of(NO_SUCH)
                        : procedure.get().argumentsProblem(request.args());
        if (problem.isPresent() || procedure.isEmpty()) {
            refuse(request, problem.orElse(NO_SUCH));
            return;
        }
        submit(
                procedure.get(),
                request.client(),
                sender,
                request.client().connectionId(),
                request.args(),
                listener(ended -> tell(request, ended), failure -> refuse(request, text(failure))));
    }

    private static Procedures.Listener listener(
            Consumer<Procedures.Ended> onEnd, Consumer<RuntimeException> onFailure) {
        return new Procedures.Listener() {
            @Override
            public void ended(Procedures.Ended ended) {
                onEnd.accept(ended);
            }

            @Override
            public void failed(RuntimeException why) {
                onFailure.accept(why);
            }
        };
    }

    private void submit(
            Procedure procedure,
            Object owner,
            Identity sender,
            ConnectionId connection,
            Bytes args,
            Procedures.Listener listener) {
        pool.submit(
                procedure.def().name(),
                owner,
                (instance, abi, now) ->
                        instance.callProcedure(
                                new ProcedureCall(procedure.id(), sender, connection, now, args),
                                abi),
                listener);
    }

    private void tell(ClientRequest.CallProcedure request, Procedures.Ended ended) {
        if (ended.outcome() instanceof GuestOutcome.Value(Bytes value)) {
            tell.accept(
                    new FanOutEvent.ProcedureEnded(
                            request.client(),
                            new ProcedureResult(
                                    request.requestId(),
                                    Optional.of(value),
                                    "",
                                    ended.began(),
                                    ended.micros())));
        } else {
            refuse(request, failure(ended.outcome()));
        }
    }

    private void refuse(ClientRequest.CallProcedure request, String error) {
        tell.accept(
                new FanOutEvent.ProcedureEnded(
                        request.client(),
                        new ProcedureResult(
                                request.requestId(),
                                Optional.empty(),
                                error,
                                new Timestamp(0),
                                0)));
    }

    /** What a caller is told of a call that failed. */
    static String failure(GuestOutcome outcome) {
        return switch (outcome) {
            case GuestOutcome.FailedUser user -> user.message();
            case GuestOutcome.FailedInternal _ -> FATAL;
            case GuestOutcome.Killed killed -> FATAL + ": " + killed.what();
            case GuestOutcome.Returned _, GuestOutcome.Value _, GuestOutcome.Response _ ->
                    "the function returned something else than expected";
        };
    }

    private static String text(RuntimeException failure) {
        return failure instanceof HostException
                ? String.valueOf(failure.getMessage())
                : "internal error";
    }

    /** A call over HTTP, by a connection that is there already. */
    CompletableFuture<CallOutcome> callOnce(
            Identity sender,
            ConnectionId connection,
            String name,
            Function<ModuleDef, Bytes> argsOf) {
        Optional<Procedure> procedure = callable(name, sender);
        Optional<LoadedModule> loaded = module.get();
        if (procedure.isEmpty() || loaded.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new CallOutcome.Refused(ErrorCode.NO_SUCH_FUNCTION, NO_SUCH));
        }
        Bytes args;
        try {
            args = argsOf.apply(loaded.get().def());
        } catch (HostException e) {
            return CompletableFuture.completedFuture(
                    new CallOutcome.Refused(e.code(), String.valueOf(e.getMessage())));
        }
        CompletableFuture<CallOutcome> answer = new CompletableFuture<>();
        submit(
                procedure.get(),
                connection,
                sender,
                connection,
                args,
                listener(
                        ended -> answer.complete(outcome(ended)),
                        failure ->
                                answer.complete(
                                        new CallOutcome.Refused(code(failure), text(failure)))));
        return answer;
    }

    private static CallOutcome outcome(Procedures.Ended ended) {
        return ended.outcome() instanceof GuestOutcome.Value(Bytes value)
                ? new CallOutcome.Returned(value, ended.requiredOffset())
                : new CallOutcome.ProcedureFailed(failure(ended.outcome()));
    }

    private static ErrorCode code(RuntimeException failure) {
        return failure instanceof HostException host ? host.code() : ErrorCode.INTERNAL;
    }

    /**
     * A scheduled call with the row as argument. A row whose last call still runs is not called
     * again: that tick is left out.
     */
    void callScheduled(String name, ScheduleKey row, Bytes args) {
        Optional<Procedure> procedure = module.get().flatMap(loaded -> loaded.procedure(name));
        if (procedure.isPresent() && runningSchedules.add(row)) {
            submit(
                    procedure.get(),
                    row,
                    info.identity(),
                    ConnectionId.ZERO,
                    args,
                    listener(
                            _ -> runningSchedules.remove(row),
                            failure -> {
                                runningSchedules.remove(row);
                                notCalled(name, failure);
                            }));
        }
    }

    /** A call that somebody asked for without waiting. */
    void callImmediate(String name, Bytes args) {
        module.get()
                .flatMap(loaded -> loaded.procedure(name))
                .ifPresent(p ->
                        submit(
                                p,
                                name,
                                info.identity(),
                                ConnectionId.ZERO,
                                args,
                                listener(_ -> {}, failure -> notCalled(name, failure))));
    }

    private void notCalled(String name, RuntimeException failure) {
        log.system("scheduled call of " + name + " failed: " + text(failure));
    }

    /** Has an HTTP handler answer a request. */
    CompletableFuture<Procedures.Ended> handle(
            String name, int handlerId, Bytes request, Bytes body) {
        CompletableFuture<Procedures.Ended> answer = new CompletableFuture<>();
        pool.submit(
                name,
                name,
                (instance, abi, now) ->
                        instance.callHandler(new HandlerCall(handlerId, now, request, body), abi),
                listener(answer::complete, answer::completeExceptionally));
        return answer;
    }

    /** A client is gone, and nobody waits for its calls any more. */
    void cancel(Object owner) {
        pool.cancel(owner);
    }
}
