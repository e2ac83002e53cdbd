package dev.stele.polyglot.js;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.module.ReducerCall;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;
import dev.stele.polyglot.Limits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs every kind of guest event once before the server listens.
 *
 * <p>A stack overflow as one of the first things that happen in a JVM leaves the engine broken for
 * good: a class of it fails to initialise at the bottom of the stack and stays failed. After one
 * ordinary return, throw, catch and recursion, all these classes are there. It also loads swc's
 * native library, which takes 0.4 s. RELIABILITY section 1, item 1.
 */
public final class GuestWarmUp {

    private static final String MODULE =
            """
            import * as sys from 'spacetime:sys@2.0';
            class SenderError extends Error {}
            class HostError extends Error {}
            function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
            function overflow() { return 1 + overflow(); }
            const reducers = [
              () => {
                if (depth(50) !== 50) throw new Error('depth');
                if (!/^(a+)b$/.test('aaab')) throw new Error('regexp');
                if ((2n ** 200n) % 7n !== 4n) throw new Error('bigint ' + (2n ** 200n) % 7n);
                if (new Uint8Array(new Float64Array([1]).buffer)[7] !== 63) throw new Error('arrays');
                if (JSON.stringify(JSON.parse('{"a":[1]}')) !== '{"a":[1]}') throw new Error('json');
                if ([3, 1, 2].sort((a, b) => a - b)[0] !== 1) throw new Error('sort');
                try { null.x; } catch (e) { if (!(e instanceof TypeError)) throw e; }
                try { sys.table_id_from_name('t'); } catch (e) { if (!(e instanceof HostError)) throw e; }
                function* g() { try { yield 1; } finally { depth(1); } }
                for (const x of g()) break;
              },
              () => { throw new SenderError('refused'); },
              () => { throw new Error('failed'); },
              () => overflow(),
              () => { try { overflow(); } catch (e) { if (!(e instanceof RangeError)) throw e; } },
            ];
            export default { [sys.moduleHooks]: () => ({
              __describe_module__: () => new Uint8Array(0),
              __call_reducer__(id) { reducers[id](); },
              __get_error_constructor__: () => HostError,
              __sender_error_class__: SenderError,
            }) };
            """;

    private GuestWarmUp() {}

    /**
     * Warms up {@code runtime} on a thread like those that will run guests; takes about 2 s.
     *
     * @return what is wrong with the engine; the process must not serve then
     */
    public static Optional<String> run(ModuleRuntime runtime) {
        AtomicReference<Optional<String>> problem =
                new AtomicReference<>(Optional.of("the warm-up did not finish"));
        Thread thread =
                new Thread(
                        null,
                        () -> problem.set(check(runtime)),
                        "stele-warm-up",
                        Limits.GUEST_STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the warm-up was interrupted");
        }
        return problem.get();
    }

    private static Optional<String> check(ModuleRuntime runtime) {
        List<Class<? extends GuestOutcome>> expected =
                List.of(
                        GuestOutcome.Returned.class,
                        GuestOutcome.FailedUser.class,
                        GuestOutcome.FailedInternal.class,
                        GuestOutcome.FailedInternal.class,
                        GuestOutcome.Returned.class,
                        GuestOutcome.Returned.class);
        List<Integer> reducers = List.of(0, 1, 2, 3, 4, 0);
        Program program = new Program(Program.Kind.JS, Bytes.ofUtf8(MODULE));
        try (ModuleInstance module = runtime.load(program)) {
            for (int i = 0; i < reducers.size(); i++) {
                GuestOutcome outcome =
                        module.callReducer(
                                new ReducerCall(
                                        reducers.get(i),
                                        Identity.ZERO,
                                        ConnectionId.ZERO,
                                        new Timestamp(0),
                                        Bytes.EMPTY),
                                new NoTables());
                if (!expected.get(i).isInstance(outcome)) {
                    return Optional.of(
                            "warm-up step "
                                    + i
                                    + " gave "
                                    + outcome
                                    + ", expected "
                                    + expected.get(i).getSimpleName());
                }
            }
            return Optional.empty();
        } catch (ModuleLoadException e) {
            return Optional.of("the warm-up module does not load: " + e.getMessage());
        } catch (LinkageError e) {
            return Optional.of("the engine is broken: " + e);
        }
    }
}
