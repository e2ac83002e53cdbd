package dev.stele.polyglot.js;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.module.TableAbi;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.CallBudgets;
import dev.stele.polyglot.Watchdog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** What tests need to load and call modules, and a minimal module without any SDK. */
public final class Programs {

    static final Identity SENDER = Identity.ofHex("ab".repeat(32));
    static final ConnectionId CONNECTION = ConnectionId.ofHex("0102030405060708090a0b0c0d0e0f10");
    static final Timestamp TIME = new Timestamp(1_700_000_000_123_456L);

    /**
     * A module's end: reducers is an array of functions of (args DataView, ctx). The hooks are the
     * bare ones of spec 15.
     */
    public static final String HOOKS =
            """
            import * as sys from 'spacetime:sys@2.0';
            export class SenderError extends Error {}
            class HostError extends Error {}
            const classes = {};
            export function serve(reducers) {
              return { [sys.moduleHooks]() { return {
                __describe_module__: () => new Uint8Array([2, 0, 0, 0, 0]),
                __call_reducer__(id, sender, connection, timestamp, args) {
                  return reducers[id](args, { sender, connection, timestamp });
                },
                __get_error_constructor__: (code) =>
                  classes[code] ??= class extends HostError { get name() { return 'HostError' + code; } },
                get __sender_error_class__() { return SenderError; },
              }; } };
            }
            export { sys };
            """;

    private static final AtomicReference<JsRuntime> SHARED = new AtomicReference<>();

    private Programs() {}

    /** A runtime with short budgets, one for all tests of a JVM. */
    public static synchronized JsRuntime runtime() {
        JsRuntime runtime = SHARED.get();
        if (runtime == null) {
            runtime =
                    JsRuntime.create(
                            Watchdog.start(() -> {}),
                            new CallBudgets(
                                    Duration.ofSeconds(3), Duration.ofSeconds(10), 128L << 20));
            SHARED.set(runtime);
        }
        return runtime;
    }

    public static Program of(Bytes bytes) {
        return new Program(Program.Kind.JS, bytes);
    }

    /** Loads a program of one text. */
    static ModuleInstance text(String text) throws ModuleLoadException {
        return runtime().load(of(Bytes.ofUtf8(text)));
    }

    /** Loads a program whose entry is {@code default serve([reducers])}. */
    static ModuleInstance reducers(String before, String... reducers) throws ModuleLoadException {
        return text(
                HOOKS + before + "\nexport default serve([" + String.join(",\n", reducers) + "]);");
    }

    static GuestOutcome call(ModuleInstance instance, int reducer, TableAbi abi, byte... args) {
        return instance.callReducer(
                new ReducerCall(reducer, SENDER, CONNECTION, TIME, Bytes.copyOf(args)), abi);
    }

    static GuestOutcome call(ModuleInstance instance, int reducer) {
        return call(instance, reducer, new InMemoryTables());
    }
}
