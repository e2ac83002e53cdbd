package dev.stele.polyglot.js;

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
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.CallGuard;
import dev.stele.polyglot.EngineFailures;
import dev.stele.polyglot.Limits;
import dev.stele.polyglot.Watchdog;
import dev.stele.polyglot.js.source.LinkedProgram;
import dev.stele.polyglot.js.source.SystemModules;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** One context with one evaluated program. One thread at a time calls it. */
final class JsInstance implements ModuleInstance {

    private static final int RETURNED = 0;
    private static final int REFUSED = 1;
    private static final int VALUE_REFUSED = -1;
    private static final int TIMESTAMP_BYTES = 8;

    /** A body begins at a whole word, so that sys.js can copy it in words. */
    private static final int WORD_BYTES = 4;

    private final Context context;
    private final LinkedProgram program;
    private final CallBudgets budgets;
    private final Watchdog watchdog;
    private final CallGuard guard;
    private final SystemCalls system;
    private final long reducerNanos;
    private final Map<Bytes, Value> numbers = new HashMap<>();
    private Value callReducer;
    private Value callProcedure;
    private Value callHandler;
    private Value callView;
    private Value number;
    private Value message;
    private Bytes description = Bytes.EMPTY;
    private volatile boolean usable = true;

    private JsInstance(
            Context context, LinkedProgram program, Watchdog watchdog, CallBudgets budgets) {
        this.context = context;
        this.program = program;
        this.watchdog = watchdog;
        this.budgets = budgets;
        this.system = new SystemCalls(new GuestLog(program));
        this.reducerNanos = budgets.reducer().toNanos();
        this.guard = watchdog.watch(() -> context.close(true));
        Value none = Value.asValue(null);
        this.callReducer = none;
        this.callProcedure = none;
        this.callHandler = none;
        this.callView = none;
        this.number = none;
        this.message = none;
    }

    /** Evaluates the program within the load budget. */
    static JsInstance open(
            Context context, LinkedProgram program, Watchdog watchdog, CallBudgets budgets)
            throws ModuleLoadException {
        JsInstance instance = new JsInstance(context, program, watchdog, budgets);
        instance.load();
        return instance;
    }

    private void load() throws ModuleLoadException {
        String problem;
        Optional<PolyglotException> end = Optional.empty();
        guard.enter(budgets.load().toNanos(), budgets.loadAllocationBytes());
        try {
            problem = evaluate();
        } catch (PolyglotException e) {
            end = Optional.of(e);
            problem =
                    e.isGuestException() || e.isSyntaxError()
                            ? GuestTrace.renderLoadError(program, e)
                            : "the module could not be evaluated: " + e.getMessage();
        } catch (IllegalStateException closed) {
            problem = "the module could not be evaluated: " + closed.getMessage();
        }
        String exceeded = guard.leave();
        if (exceeded != null) {
            problem =
                    GuestTrace.renderStop(
                            program,
                            end,
                            "the module was stopped while it was evaluated: " + exceeded);
        }
        if (!problem.isEmpty()) {
            close();
            throw new ModuleLoadException(problem);
        }
    }

    /** Empty when the program is ready, else what is wrong. */
    private String evaluate() {
        context.eval(Scripts.PRELUDE);
        Value glue = context.eval(Scripts.SYSTEM).execute(system);
        Value global = context.getBindings("js");
        global.putMember(SystemModules.GLOBAL, glue.getMember("sys"));
        String entry = program.entry();
        Value boot = context.eval(Scripts.boot(entry));
        if (!isEvaluated(boot)) {
            return program.entryFile() + ": a top-level await is still pending";
        }
        global.removeMember(SystemModules.GLOBAL);
        String problem = glue.getMember("discover").execute(boot.getMember("entry")).asString();
        if (!problem.isEmpty()) {
            return GuestTrace.renderDefaultExport(program, problem);
        }
        callReducer = glue.getMember("callReducer");
        callProcedure = glue.getMember("callProcedure");
        callHandler = glue.getMember("callHandler");
        callView = glue.getMember("callView");
        number = glue.getMember("number");
        message = glue.getMember("message");
        description = system.output(glue.getMember("describe").execute().asInt());
        return "";
    }

    /** The boot module's own constant is set once everything that it imports was evaluated. */
    private static boolean isEvaluated(Value boot) {
        try {
            Value done = boot.getMember("done");
            return done != null && done.isBoolean();
        } catch (PolyglotException notYetInitialised) {
            return false;
        }
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
        system.begin(abi);
        guard.enter(reducerNanos, budgets.allocationBytes());
        GuestOutcome outcome;
        try {
            outcome = entry.enter();
        } catch (PolyglotException e) {
            outcome = failed(e);
        } catch (IllegalStateException closed) {
            outcome = new GuestOutcome.Killed("the engine closed the instance");
        }
        String exceeded = guard.leave();
        Throwable fatal = system.fatal();
        system.end();
        if (exceeded != null) {
            outcome = new GuestOutcome.Killed(exceeded);
        } else if (fatal != null) {
            outcome = new GuestOutcome.FailedInternal(EngineFailures.FATAL, stackOf(fatal));
        }
        if (outcome instanceof GuestOutcome.Killed) {
            close();
        }
        return outcome;
    }

    private GuestOutcome enter(ReducerCall call) {
        Bytes args = call.args();
        int length = args.size();
        input(call.timestamp(), args);
        int code =
                callReducer
                        .execute(
                                call.reducerId(),
                                number(call.sender().littleEndian()),
                                number(call.connection().littleEndian()),
                                length)
                        .asInt();
        if (code == RETURNED) {
            return Outcomes.RETURNED;
        }
        String text = message.execute().asString();
        return code == REFUSED
                ? new GuestOutcome.FailedUser(text)
                : new GuestOutcome.FailedInternal(EngineFailures.FATAL, "TypeError: " + text);
    }

    private GuestOutcome enter(ProcedureCall call) {
        Bytes args = call.args();
        input(call.timestamp(), args);
        int length =
                callProcedure
                        .execute(
                                call.procedureId(),
                                number(call.sender().littleEndian()),
                                number(call.connection().littleEndian()),
                                args.size())
                        .asInt();
        return length >= 0 ? new GuestOutcome.Value(system.output(length)) : failed(length);
    }

    private GuestOutcome enter(HandlerCall call) {
        Bytes request = call.request();
        Bytes body = call.body();
        int bodyAt = (request.size() + WORD_BYTES - 1) & -WORD_BYTES;
        byte[] both = new byte[bodyAt + body.size()];
        System.arraycopy(request.unsafeArray(), 0, both, 0, request.size());
        System.arraycopy(body.unsafeArray(), 0, both, bodyAt, body.size());
        input(call.timestamp(), Bytes.wrap(both));
        int length = callHandler.execute(call.handlerId(), request.size(), body.size()).asInt();
        return length >= 0
                ? new GuestOutcome.Response(system.response(), system.output(length))
                : failed(length);
    }

    /** The input of a call: its time in 8 bytes, then {@code bytes}. */
    private void input(Timestamp timestamp, Bytes bytes) {
        byte[] input = system.input(TIMESTAMP_BYTES + bytes.size());
        for (int i = 0; i < TIMESTAMP_BYTES; i++) {
            input[i] = (byte) (timestamp.micros() >> (8 * i));
        }
        System.arraycopy(bytes.unsafeArray(), 0, input, TIMESTAMP_BYTES, bytes.size());
    }

    /** What came of a call that returned {@code code} in the place of a length. */
    private GuestOutcome failed(int code) {
        String text = message.execute().asString();
        return code == VALUE_REFUSED
                ? new GuestOutcome.FailedUser(text)
                : new GuestOutcome.FailedInternal(EngineFailures.FATAL, "TypeError: " + text);
    }

    private GuestOutcome enter(ViewCall call) {
        Bytes args = call.args();
        byte[] input = system.input(args.size());
        System.arraycopy(args.unsafeArray(), 0, input, 0, args.size());
        int length =
                callView.execute(
                                call.viewId(),
                                call.isAnonymous() ? null : number(call.sender().littleEndian()),
                                args.size())
                        .asInt();
        return length >= 0 ? new GuestOutcome.Value(system.output(length)) : failed(length);
    }

    /** A wide little-endian number as a guest bigint; the same callers come again and again. */
    private Value number(Bytes littleEndian) {
        Value known = numbers.get(littleEndian);
        if (known == null) {
            if (numbers.size() >= Limits.CALLER_CACHE_ENTRIES) {
                numbers.clear();
            }
            known = number.execute(littleEndian.reversed().toHex());
            numbers.put(littleEndian, known);
        }
        return known;
    }

    private GuestOutcome failed(PolyglotException error) {
        return EngineFailures.of(error)
                .orElseGet(() ->
                        new GuestOutcome.FailedInternal(
                                EngineFailures.FATAL, GuestTrace.render(program, error)));
    }

    private static String stackOf(Throwable bug) {
        StringWriter text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public Set<String> missingModules() {
        return system.foreignModules();
    }

    @Override
    public boolean isUsable() {
        return usable;
    }

    @Override
    public void close() {
        usable = false;
        watchdog.forget(guard);
        numbers.clear();
        context.close(true);
    }

    /** The outcome that needs no allocation. */
    private static final class Outcomes {
        static final GuestOutcome RETURNED = new GuestOutcome.Returned();
    }
}
