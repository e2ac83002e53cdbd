package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row S9: what a module cannot reach. */
final class SandboxTest {

    private static String logged(String expression) throws Exception {
        InMemoryTables tables = new InMemoryTables();
        try (ModuleInstance module =
                Programs.reducers(
                        "", "() => { sys.console_log(2, String(" + expression + ")); }")) {
            GuestOutcome outcome = Programs.call(module, 0, tables);
            if (outcome instanceof GuestOutcome.FailedInternal failed) {
                return failed.detail().lines().findFirst().orElse("");
            }
        }
        return tables.log.getFirst().message();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Java",
                "Polyglot",
                "load",
                "loadWithNewGlobal",
                "print",
                "Graal",
                "Packages",
                "java",
                "quit",
                "SharedArrayBuffer",
                "Atomics",
                "require",
                "process",
                "fetch",
                "setTimeout",
                "WebAssembly",
                "Worker",
                "__stele_sys__"
            })
    void hasNoGlobal(String name) throws Exception {
        assertThat(logged("typeof " + name)).isEqualTo("undefined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(function () {}).constructor('return typeof Java')()",
                "[].constructor.constructor('return typeof Polyglot')()",
                "sys.console_log.constructor('return typeof Java')()",
                "Object.getPrototypeOf(function* () {}).constructor('yield typeof Java')().next().value"
            })
    void hasNoneThroughConstructors(String expression) throws Exception {
        assertThat(logged(expression)).isEqualTo("undefined");
    }

    @Test
    void systemFunctionsAreFunctionsOfTheGuest() throws Exception {
        assertThat(
                        logged(
                                "Object.values(sys).filter((f) => typeof f === 'function')"
                                        + ".every((f) => f instanceof Function && !('class' in f))"))
                .isEqualTo("true");
        assertThat(
                        logged(
                                "(() => { try { sys.table_id_from_name('missing'); } catch (e)"
                                        + " { return e instanceof Error && e.name + typeof e.getClass; } })()"))
                .isEqualTo("HostError4undefined");
    }

    @Test
    void randomThrows() throws Exception {
        assertThat(logged("Math.random()")).startsWith("TypeError: Math.random is not available");
    }

    @Test
    void importsNothingAtRunTime() throws Exception {
        assertThat(
                        logged(
                                "(() => { let s; import('/etc/' + 'passwd').catch((e) => { s = e; }); return s; })()"))
                .isEqualTo("undefined");
    }

    @Test
    void prototypePollutionStaysInItsInstance() throws Exception {
        try (ModuleInstance bad =
                Programs.reducers(
                        "",
                        "() => { Object.prototype.polluted = 1; Array.prototype.map = null;"
                                + " JSON.parse('{\"__proto__\": {\"x\": 1}}'); if ({}.x) throw 1; }")) {
            assertThat(Programs.call(bad, 0)).isInstanceOf(GuestOutcome.Returned.class);
        }
        assertThat(logged("({}).polluted + typeof [].map")).isEqualTo("undefinedfunction");
    }
}
