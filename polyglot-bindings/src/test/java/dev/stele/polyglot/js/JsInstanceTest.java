package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.polyglot.EngineFailures;
import org.junit.jupiter.api.Test;

final class JsInstanceTest {

    @Test
    void describesAndCallsAReducerOfABundle() throws Exception {
        try (ModuleInstance module =
                Programs.reducers(
                        "",
                        """
                        (args, ctx) => {
                          if (ctx.sender !== BigInt('0x' + 'ab'.repeat(32))) throw Error('sender ' + ctx.sender);
                          if (ctx.connection !== 0x0102030405060708090a0b0c0d0e0f10n) throw Error('conn');
                          if (ctx.timestamp !== 1700000000123456n) throw Error('time ' + ctx.timestamp);
                          if (args.byteLength !== 3 || args.getUint8(2) !== 9) throw Error('args');
                        }\
                        """,
                        "() => { throw new SenderError('no funds'); }",
                        "() => { throw new Error('bug'); }",
                        "() => 5",
                        "async () => {}")) {
            assertThat(module.describe().toHex()).isEqualTo("0200000000");
            assertThat(Programs.call(module, 0, new InMemoryTables(), (byte) 7, (byte) 8, (byte) 9))
                    .isEqualTo(new GuestOutcome.Returned());
            assertThat(Programs.call(module, 1)).isEqualTo(new GuestOutcome.FailedUser("no funds"));
            assertThat(Programs.call(module, 2))
                    .isInstanceOfSatisfying(
                            GuestOutcome.FailedInternal.class,
                            failed -> {
                                assertThat(failed.message()).isEqualTo(EngineFailures.FATAL);
                                assertThat(failed.detail()).startsWith("Error: bug\n    at ");
                            });
            assertThat(Programs.call(module, 3)).isInstanceOf(GuestOutcome.FailedInternal.class);
            assertThat(Programs.call(module, 4)).isInstanceOf(GuestOutcome.FailedInternal.class);
            assertThat(module.isUsable()).isTrue();
        }
    }
}
