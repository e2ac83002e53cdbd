package dev.stele.polyglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.module.GuestOutcome;
import dev.stele.host.module.ModuleInstance;
import dev.stele.host.module.ModuleLoadException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of the system modules, called without an SDK. */
final class SystemFunctionsTest {

    private static final String HELPERS =
            """
            import { datastore_clear } from 'spacetime:sys@2.1';
            const buf = new ArrayBuffer(1024);
            const view = new DataView(buf);
            const table = () => sys.table_id_from_name('t');
            const index = () => (table(), sys.index_id_from_name('t_id_idx_btree'));
            function put(id, size = 8) {
              const b = new ArrayBuffer(Math.max(size, 64));
              new DataView(b).setUint32(0, id, true);
              for (let i = 4; i < size; i++) new DataView(b).setUint8(i, (id + i) & 255);
              return sys.datastore_insert_bsatn(table(), b, size);
            }
            function same(actual, expected, what) {
              if (actual !== expected) throw new Error(`${what}: ${String(actual)}, expected ${String(expected)}`);
            }
            function thrown(f) { try { f(); } catch (e) { return e; } throw new Error('did not throw'); }
            """;

    private static InMemoryTables run(String body) throws Exception {
        InMemoryTables tables = new InMemoryTables();
        tables.tableIdFromName("t");
        try (ModuleInstance module = Programs.reducers(HELPERS, "() => {" + body + "}")) {
            GuestOutcome outcome = Programs.call(module, 0, tables);
            assertThat(outcome).isEqualTo(new GuestOutcome.Returned());
        }
        return tables;
    }

    @Test
    void movesRowsBothWays() throws Exception {
        run(
                """
                for (let i = 1; i <= 300; i++) put(i, 11);
                same(sys.datastore_table_row_count(table()), 300n, 'count');
                const it = sys.datastore_table_scan_bsatn(table());
                let rows = 0, n;
                do {
                  n = sys.row_iter_bsatn_advance(it, buf);
                  for (let at = 0; at < Math.abs(n); at += 11) {
                    rows++;
                    same(view.getUint32(at, true), rows, 'id');
                    same(view.getUint8(at + 10), (rows + 10) & 255, 'last byte');
                  }
                } while (n > 0);
                same(rows, 300, 'rows');
                same(thrown(() => sys.row_iter_bsatn_advance(it, buf)).name, 'HostError6', 'exhausted');
                same(datastore_clear(table()), 300n, 'cleared');
                """);
    }

    @Test
    void asksForALargerBuffer() throws Exception {
        run(
                """
                put(1, 100000);
                const it = sys.datastore_table_scan_bsatn(table());
                const e = thrown(() => sys.row_iter_bsatn_advance(it, buf));
                same(e.__buffer_too_small__, 100000, 'needed');
                const big = new ArrayBuffer(100001);
                same(sys.row_iter_bsatn_advance(it, big), -100000, 'read');
                same(new Uint8Array(big)[99999], (1 + 99999) & 255, 'last byte');
                view.setUint32(0, 1, true);
                same(thrown(() => sys.datastore_find_point_bsatn(index(), buf, 4)).__buffer_too_small__, 100000, 'find');
                new DataView(big).setUint32(0, 1, true);
                same(sys.datastore_find_point_bsatn(index(), big, 4), 100000, 'found');
                """);
    }

    @Test
    void findsUpdatesAndDeletesByKey() throws Exception {
        run(
                """
                put(7);
                view.setUint32(0, 7, true);
                same(sys.datastore_find_point_bsatn(index(), buf, 4), 8, 'found');
                same(view.getUint8(5), 12, 'byte');
                view.setUint8(5, 99);
                same(sys.datastore_update_bsatn(table(), index(), buf, 8), 0, 'updated');
                view.setUint32(0, 7, true);
                const it = sys.datastore_index_scan_point_bsatn(index(), buf, 4);
                same(sys.row_iter_bsatn_advance(it, buf), -8, 'scan');
                same(view.getUint8(5), 99, 'new byte');
                same(sys.datastore_delete_by_index_scan_point_bsatn(index(), buf, 4), 1, 'deleted');
                same(sys.datastore_find_point_bsatn(index(), buf, 4), -1, 'gone');
                """);
    }

    @Test
    void tellsWhoAndWhere() throws Exception {
        InMemoryTables tables =
                run(
                        """
                        same(sys.identity(), BigInt('0x' + 'c2'.repeat(32)), 'identity');
                        same(new TextDecoder().decode(sys.get_jwt_payload(5n)), '{"sub":"' + '5'.padStart(32, '0') + '"}', 'jwt');
                        same(sys.get_jwt_payload(0n).length, 0, 'no jwt');
                        sys.volatile_nonatomic_schedule_immediate('later', new Uint8Array([1, 2, 3]).subarray(1));
                        sys.console_timer_end(sys.console_timer_start('x'));
                        """);
        assertThat(tables.scheduled).containsExactly("later 0203");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sys.table_id_from_name(5) | TypeError",
                "sys.table_id_from_name('missing') | HostError4",
                "sys.datastore_table_scan_bsatn('x') | TypeError",
                "sys.datastore_table_scan_bsatn(99) | HostError4",
                "sys.datastore_index_scan_point_bsatn(99, buf, 4) | HostError5",
                "sys.datastore_insert_bsatn(table(), buf, 1025) | RangeError",
                "sys.datastore_insert_bsatn(table(), buf, -1) | RangeError",
                "sys.datastore_insert_bsatn(table(), buf, 1.5) | RangeError",
                "sys.datastore_insert_bsatn(table(), buf, NaN) | RangeError",
                "sys.datastore_insert_bsatn(table(), buf, '4') | TypeError",
                "sys.datastore_insert_bsatn(table(), new Uint8Array(9), 4) | TypeError",
                "sys.datastore_insert_bsatn(table(), {}, 4) | TypeError",
                "sys.datastore_insert_bsatn(table(), undefined, 4) | TypeError",
                "sys.datastore_insert_bsatn(table(), (() => { const b = new ArrayBuffer(8); b.transfer(); return b; })(), 4) | TypeError",
                "sys.datastore_index_scan_range_bsatn(1, buf, -4, 1, 4, 4) | RangeError",
                "sys.datastore_index_scan_range_bsatn(1, buf, 4, 1, 4, 4000) | RangeError",
                "sys.row_iter_bsatn_close(77) | HostError6",
                "sys.console_timer_end(77) | HostError7",
                "sys.get_jwt_payload(5) | TypeError",
                "sys.procedure_start_mut_tx() | HostError17"
            })
    void refusesBadCalls(String call, String error) throws Exception {
        run("same(thrown(() => " + call + ").name, '" + error + "', 'error');");
    }

    @Test
    void isNotAvailableWhileTheModuleIsEvaluated() {
        Assertions.assertThatThrownBy(() -> Programs.reducers("sys.table_id_from_name('t');"))
                .isInstanceOf(ModuleLoadException.class)
                .hasMessageContaining("cannot call this function during module initialization");
    }

    @Test
    void endsTheCallWhenTheHostItselfFails() throws Exception {
        InMemoryTables broken =
                new InMemoryTables() {
                    @Override
                    public long rowCount(int tableId) {
                        throw new IllegalStateException("bug");
                    }
                };
        try (ModuleInstance module =
                Programs.reducers(
                        HELPERS,
                        "() => { try { sys.datastore_table_row_count(1); } catch {} }",
                        "() => {}")) {
            assertThat(Programs.call(module, 0, broken))
                    .isInstanceOfSatisfying(
                            GuestOutcome.FailedInternal.class,
                            failed -> assertThat(failed.detail()).contains("bug"));
            assertThat(Programs.call(module, 1, broken)).isEqualTo(new GuestOutcome.Returned());
        }
    }

    @Test
    void namesEveryErrno() throws Exception {
        for (Errno errno : Errno.values()) {
            InMemoryTables refusing =
                    new InMemoryTables() {
                        @Override
                        public int tableScan(int tableId) {
                            throw new AbiException(errno, "because of " + errno);
                        }
                    };
            try (ModuleInstance module =
                    Programs.reducers(
                            HELPERS,
                            "() => { const e = thrown(() => sys.datastore_table_scan_bsatn(1));"
                                    + " throw new SenderError(e.name + ' ' + e.message); }")) {
                assertThat(Programs.call(module, 0, refusing))
                        .isEqualTo(
                                new GuestOutcome.FailedUser(
                                        "HostError" + errno.code() + " because of " + errno));
            }
        }
    }
}
