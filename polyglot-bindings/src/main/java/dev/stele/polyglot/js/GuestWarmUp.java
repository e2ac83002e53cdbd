package dev.stele.polyglot.js;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleRuntime;
import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;
import dev.stele.polyglot.WarmUp;
import java.util.List;
import java.util.Optional;

/** The warm-up of JavaScript. It also loads swc's native library, which takes 0.4 s. */
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

    private static final List<WarmUp.Step> STEPS =
            List.of(
                    new WarmUp.Step(0, GuestOutcome.Returned.class),
                    new WarmUp.Step(1, GuestOutcome.FailedUser.class),
                    new WarmUp.Step(2, GuestOutcome.FailedInternal.class),
                    new WarmUp.Step(3, GuestOutcome.FailedInternal.class),
                    new WarmUp.Step(4, GuestOutcome.Returned.class),
                    new WarmUp.Step(0, GuestOutcome.Returned.class));

    /** Warms up {@code runtime}; takes about 2 s. What is wrong with the engine, if anything. */
    public static Optional<String> run(ModuleRuntime runtime) {
        return WarmUp.run(runtime, new Program(Program.Kind.JS, Bytes.ofUtf8(MODULE)), STEPS);
    }
}
