package dev.stele.polyglot.mixed;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.HandlerCall;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleScope;
import dev.stele.host.module.ProcedureAbi;
import dev.stele.host.module.ProcedureCall;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.module.ViewCall;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.mixed.Composition.Callee;
import dev.stele.polyglot.mixed.Composition.Target;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Instances of several modules as one. The root may call reducers of the others. */
final class MixedInstance implements ModuleInstance {

    private final ModuleInstance root;
    private final Map<String, ModuleInstance> modules;
    private final Composition whole;

    /** How a call of another module within the running one failed, if it did. */
    private @Nullable GuestOutcome failure;

    MixedInstance(ModuleInstance root, Map<String, ModuleInstance> modules, Composition whole) {
        this.root = root;
        this.modules = Map.copyOf(modules);
        this.whole = whole;
    }

    @Override
    public Bytes describe() {
        return whole.description();
    }

    private ModuleInstance of(Target target) {
        return target.module().equals(Composition.ROOT)
                ? root
                : Objects.requireNonNull(modules.get(target.module()));
    }

    @Override
    public GuestOutcome callReducer(ReducerCall call, TableAbi abi) {
        Target target = whole.reducer(call.reducerId());
        return within(
                target,
                abi,
                new PeerCalls(abi, call.sender(), call.connection(), call.timestamp()),
                () ->
                        of(target)
                                .callReducer(
                                        new ReducerCall(
                                                target.id(),
                                                call.sender(),
                                                call.connection(),
                                                call.timestamp(),
                                                call.args()),
                                        abi));
    }

    @Override
    public GuestOutcome callView(ViewCall call, TableAbi abi) {
        Target target = whole.view(call.viewId(), call.isAnonymous());
        return within(
                target,
                abi,
                ModuleScope.ALONE.peers(),
                () ->
                        of(target)
                                .callView(
                                        new ViewCall(
                                                target.id(),
                                                call.isAnonymous(),
                                                call.sender(),
                                                call.args()),
                                        abi));
    }

    @Override
    public GuestOutcome callProcedure(ProcedureCall call, ProcedureAbi abi) {
        Target target = whole.procedure(call.procedureId());
        return within(
                target,
                abi,
                new PeerCalls(abi, call.sender(), call.connection(), call.timestamp()),
                () ->
                        of(target)
                                .callProcedure(
                                        new ProcedureCall(
                                                target.id(),
                                                call.sender(),
                                                call.connection(),
                                                call.timestamp(),
                                                call.args()),
                                        abi));
    }

    @Override
    public GuestOutcome callHandler(HandlerCall call, ProcedureAbi abi) {
        return within(
                new Target(Composition.ROOT, call.handlerId()),
                abi,
                new PeerCalls(abi, Identity.ZERO, ConnectionId.ZERO, call.timestamp()),
                () -> root.callHandler(call, abi));
    }

    private GuestOutcome within(
            Target target, TableAbi abi, ModuleScope.Peers peers, Supplier<GuestOutcome> call) {
        failure = null;
        boolean isRoot = target.module().equals(Composition.ROOT);
        ModuleScope before =
                abi.enter(isRoot ? new ModuleScope("", peers) : scope(target.module()));
        GuestOutcome outcome;
        try {
            outcome = call.get();
        } finally {
            abi.enter(before);
        }
        GuestOutcome failed = failure;
        return failed == null ? outcome : failed;
    }

    private static ModuleScope scope(String module) {
        return ModuleScope.within(module + ".");
    }

    /** Calls of other modules' reducers in the name of one caller. */
    private final class PeerCalls implements ModuleScope.Peers {
        private final TableAbi abi;
        private final Identity sender;
        private final ConnectionId connection;
        private final Timestamp timestamp;

        PeerCalls(TableAbi abi, Identity sender, ConnectionId connection, Timestamp timestamp) {
            this.abi = abi;
            this.sender = sender;
            this.connection = connection;
            this.timestamp = timestamp;
        }

        @Override
        public GuestOutcome call(String reducer, Bytes args) {
            Callee callee = whole.callee(reducer);
            if (callee == null || callee.target().module().equals(Composition.ROOT)) {
                throw new AbiException(
                        Errno.HOST_CALL_FAILURE, "no other module has a reducer " + reducer);
            }
            try {
                new BsatnReader(args).skipValue(callee.def().params());
            } catch (DecodeException e) {
                throw new AbiException(
                        Errno.BSATN_DECODE_ERROR,
                        "arguments of reducer " + reducer + ": " + e.getMessage());
            }
            Target target = callee.target();
            ModuleScope before = abi.enter(scope(target.module()));
            GuestOutcome outcome;
            try {
                outcome =
                        of(target)
                                .callReducer(
                                        new ReducerCall(
                                                target.id(), sender, connection, timestamp, args),
                                        abi);
            } finally {
                abi.enter(before);
            }
            if (!(outcome instanceof GuestOutcome.Returned
                    || outcome instanceof GuestOutcome.FailedUser)) {
                failure = outcome;
            }
            return outcome;
        }
    }

    @Override
    public Set<String> missingModules() {
        Set<String> missing = new HashSet<>(root.missingModules());
        missing.removeAll(modules.keySet());
        return missing;
    }

    @Override
    public boolean isUsable() {
        return root.isUsable() && modules.values().stream().allMatch(ModuleInstance::isUsable);
    }

    @Override
    public void close() {
        root.close();
        modules.values().forEach(ModuleInstance::close);
    }
}
