package dev.stele.polyglot.wasm;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.HandlerCall;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.ProcedureCall;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.module.ViewCall;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.CallGuard;
import dev.stele.polyglot.EngineFailures;
import dev.stele.polyglot.Limits;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.abi.HostSide;
import dev.stele.polyglot.wasm.binary.InvalidWasmException;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/** One context with one instance of a module. One thread at a time calls it. */
final class WasmInstance implements ModuleInstance {

    private static final int RETURNED = 0;
    private static final int REFUSED = 1;

    private final Context context;
    private final CompiledModule module;
    private final CallBudgets budgets;
    private final Watchdog watchdog;
    private final CallGuard guard;
    private final HostSide host = new HostSide();
    private final long reducerNanos;
    private final long reducerAllocation;
    private Value callReducer = Value.asValue(null);
    private Value callProcedure = Value.asValue(null);
    private Value callHandler = Value.asValue(null);
    private Value callView = Value.asValue(null);
    private Value callAnonymousView = Value.asValue(null);
    private Bytes description = Bytes.EMPTY;
    private volatile boolean usable = true;

    private WasmInstance(
            Context context, CompiledModule module, Watchdog watchdog, CallBudgets budgets) {
        this.context = context;
        this.module = module;
        this.watchdog = watchdog;
        this.budgets = budgets;
        this.reducerNanos = budgets.reducer().toNanos();
        this.reducerAllocation = budgets.allocationBytes() + Limits.MEMORY_GROWTH_BYTES;
        this.guard = watchdog.watch(() -> context.close(true));
    }

    /** Instantiates and initialises the module within the load budget. */
    static WasmInstance open(
            Context context, CompiledModule module, Watchdog watchdog, CallBudgets budgets)
            throws ModuleLoadException {
        WasmInstance instance = new WasmInstance(context, module, watchdog, budgets);
        instance.load();
        return instance;
    }

    private void load() throws ModuleLoadException {
        String problem = "";
        guard.enter(
                budgets.load().toNanos(),
                budgets.loadAllocationBytes() + Limits.MEMORY_GROWTH_BYTES);
        try {
            initialise();
        } catch (PolyglotException e) {
            problem =
                    EngineFailures.of(e).isEmpty()
                            ? "the module could not be initialised: " + GuestFrames.render(e)
                            : "the module could not be initialised: " + e.getMessage();
        } catch (IllegalStateException closed) {
            problem = "the module could not be initialised: " + closed.getMessage();
        } catch (InvalidWasmException refused) {
            problem = String.valueOf(refused.getMessage());
        }
        String exceeded = guard.leave();
        host.end();
        if (exceeded != null) {
            problem = "the module was stopped while it was initialised: " + exceeded;
        }
        if (!problem.isEmpty()) {
            close();
            throw new ModuleLoadException(problem);
        }
    }

    private void initialise() throws InvalidWasmException {
        Value exports = context.eval(module.source()).newInstance(imports()).getMember("exports");
        host.attach(memory(exports.getMember(ModuleRules.MEMORY)));
        if (exports.hasMember(ModuleRules.INITIALIZE)) {
            exports.getMember(ModuleRules.INITIALIZE).executeVoid();
        }
        for (String preinit : module.preinits()) {
            exports.getMember(preinit).executeVoid();
        }
        if (exports.hasMember(ModuleRules.SETUP)) {
            setUp(exports.getMember(ModuleRules.SETUP));
        }
        callReducer = exports.getMember(ModuleRules.CALL_REDUCER);
        callProcedure = optional(exports, ModuleRules.CALL_PROCEDURE);
        callHandler = optional(exports, ModuleRules.CALL_HANDLER);
        callView = optional(exports, ModuleRules.CALL_VIEW);
        callAnonymousView = optional(exports, ModuleRules.CALL_ANONYMOUS_VIEW);
        // Every instance is asked: modules also use this call to set up how they are called.
        int sink = host.sink();
        exports.getMember(ModuleRules.DESCRIBE).executeVoid(sink);
        description = host.written(sink);
    }

    private static Value optional(Value exports, String name) {
        return exports.hasMember(name) ? exports.getMember(name) : Value.asValue(null);
    }

    private void setUp(Value setup) throws InvalidWasmException {
        int sink = host.sink();
        int code = setup.execute(sink).asInt();
        if (code != RETURNED) {
            throw new InvalidWasmException(
                    code == REFUSED
                            ? "the module's setup failed: " + host.written(sink).toUtf8()
                            : "the module's setup returned the unknown code " + code);
        }
    }

    private ProxyObject imports() {
        Map<String, Object> modules = new HashMap<>();
        HostFunctions.over(host)
                .forEach((name, functions) -> {
                    Value object = context.asValue(functions);
                    Map<String, Object> members = new HashMap<>();
                    for (HostFunctions.HostFunction function : HostFunctions.of(name)) {
                        members.put(function.name(), object.getMember(function.method().getName()));
                    }
                    modules.put(name, ProxyObject.fromMap(members));
                });
        return ProxyObject.fromMap(modules);
    }

    private LinearMemory memory(Value exported) {
        LinearMemory.Feed feed = new LinearMemory.Feed();
        Value filler =
                context.eval(Resources.FILLER)
                        .newInstance(
                                ProxyObject.fromMap(
                                        Map.of(
                                                "guest",
                                                ProxyObject.fromMap(Map.of("memory", exported)),
                                                "host",
                                                ProxyObject.fromMap(
                                                        Map.of(
                                                                "next",
                                                                context.asValue(feed)
                                                                        .getMember("next"))))))
                        .getMember("exports")
                        .getMember("fill");
        return new LinearMemory(exported, feed, filler);
    }

    @Override
    public Bytes describe() {
        return description;
    }

    /** A call into the guest. */
    private interface Entry {
        GuestOutcome enter();
    }

    @Override
    public GuestOutcome callReducer(ReducerCall call, TableAbi abi) {
        return guarded(abi, () -> enter(call));
    }

    @Override
    public GuestOutcome callView(ViewCall call, TableAbi abi) {
        return guarded(abi, () -> enter(call));
    }

    @Override
    public GuestOutcome callProcedure(ProcedureCall call, ProcedureAbi abi) {
        abi.observeWaits(guard.waits());
        return guarded(abi, () -> enter(call));
    }

    @Override
    public GuestOutcome callHandler(HandlerCall call, ProcedureAbi abi) {
        abi.observeWaits(guard.waits());
        return guarded(abi, () -> enter(call));
    }

    private GuestOutcome guarded(TableAbi abi, Entry entry) {
        if (!usable) {
            return new GuestOutcome.Killed("the instance was stopped before");
        }
        host.begin(abi);
        guard.enter(reducerNanos, reducerAllocation);
        GuestOutcome outcome;
        try {
            outcome = entry.enter();
        } catch (PolyglotException e) {
            outcome = trapped(e);
        } catch (IllegalStateException closed) {
            outcome = new GuestOutcome.Killed("the engine closed the instance");
        }
        String exceeded = guard.leave();
        host.end();
        if (exceeded != null) {
            outcome = new GuestOutcome.Killed(exceeded);
        }
        if (outcome instanceof GuestOutcome.Killed) {
            close();
        }
        return outcome;
    }

    private GuestOutcome enter(ReducerCall call) {
        byte[] sender = call.sender().littleEndian().unsafeArray();
        byte[] connection = call.connection().littleEndian().unsafeArray();
        int sink = host.sink();
        int code =
                callReducer
                        .execute(
                                call.reducerId(),
                                LinearMemory.longAt(sender, 0),
                                LinearMemory.longAt(sender, 8),
                                LinearMemory.longAt(sender, 16),
                                LinearMemory.longAt(sender, 24),
                                LinearMemory.longAt(connection, 0),
                                LinearMemory.longAt(connection, 8),
                                call.timestamp().micros(),
                                host.source(call.args()),
                                sink)
                        .asInt();
        return switch (code) {
            case RETURNED -> Outcomes.RETURNED;
            case REFUSED -> new GuestOutcome.FailedUser(host.written(sink).toUtf8());
            default -> unknown("reducer", code);
        };
    }

    private static GuestOutcome missing(String export) {
        return new GuestOutcome.FailedInternal(
                EngineFailures.FATAL, "the module does not export " + export);
    }

    private GuestOutcome enter(ProcedureCall call) {
        if (callProcedure.isNull()) {
            return missing(ModuleRules.CALL_PROCEDURE);
        }
        byte[] sender = call.sender().littleEndian().unsafeArray();
        byte[] connection = call.connection().littleEndian().unsafeArray();
        int sink = host.sink();
        int code =
                callProcedure
                        .execute(
                                call.procedureId(),
                                LinearMemory.longAt(sender, 0),
                                LinearMemory.longAt(sender, 8),
                                LinearMemory.longAt(sender, 16),
                                LinearMemory.longAt(sender, 24),
                                LinearMemory.longAt(connection, 0),
                                LinearMemory.longAt(connection, 8),
                                call.timestamp().micros(),
                                host.source(call.args()),
                                sink)
                        .asInt();
        return code == RETURNED
                ? new GuestOutcome.Value(host.written(sink))
                : unknown("procedure", code);
    }

    private GuestOutcome enter(HandlerCall call) {
        if (callHandler.isNull()) {
            return missing(ModuleRules.CALL_HANDLER);
        }
        int response = host.sink();
        int body = host.sink();
        int code =
                callHandler
                        .execute(
                                call.handlerId(),
                                call.timestamp().micros(),
                                host.source(call.request()),
                                host.source(call.body()),
                                response,
                                body)
                        .asInt();
        return code == RETURNED
                ? new GuestOutcome.Response(host.written(response), host.written(body))
                : unknown("handler", code);
    }

    private static GuestOutcome unknown(String what, int code) {
        return new GuestOutcome.FailedInternal(
                EngineFailures.FATAL, "the " + what + " returned the unknown code " + code);
    }

    private GuestOutcome enter(ViewCall call) {
        Value export = call.isAnonymous() ? callAnonymousView : callView;
        if (export.isNull()) {
            return missing(
                    call.isAnonymous() ? ModuleRules.CALL_ANONYMOUS_VIEW : ModuleRules.CALL_VIEW);
        }
        int sink = host.sink();
        int args = host.source(call.args());
        byte[] sender = call.sender().littleEndian().unsafeArray();
        int code =
                (call.isAnonymous()
                                ? export.execute(call.viewId(), args, sink)
                                : export.execute(
                                        call.viewId(),
                                        LinearMemory.longAt(sender, 0),
                                        LinearMemory.longAt(sender, 8),
                                        LinearMemory.longAt(sender, 16),
                                        LinearMemory.longAt(sender, 24),
                                        args,
                                        sink))
                        .asInt();
        return ViewReturns.of(code, host.written(sink));
    }

    /** A trap leaves the guest's memory as it was at that moment, so the instance is done for. */
    private GuestOutcome trapped(PolyglotException error) {
        usable = false;
        return EngineFailures.of(error)
                .orElseGet(() ->
                        new GuestOutcome.FailedInternal(
                                EngineFailures.FATAL, GuestFrames.render(error)));
    }

    @Override
    public boolean isUsable() {
        return usable;
    }

    @Override
    public void close() {
        usable = false;
        watchdog.forget(guard);
        context.close(true);
    }

    /** The outcome that needs no allocation. */
    private static final class Outcomes {
        static final GuestOutcome RETURNED = new GuestOutcome.Returned();
    }
}
