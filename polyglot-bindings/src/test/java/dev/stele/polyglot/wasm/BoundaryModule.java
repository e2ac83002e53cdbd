package dev.stele.polyglot.wasm;

import dev.stele.host.module.Program;
import dev.stele.host.sats.Bytes;

/**
 * The module of the boundary's benchmark in the text format: as few instructions as it can have, so
 * that what is measured is the boundary.
 */
public final class BoundaryModule {

    public static final int FIND = 0;
    public static final int INSERT = 1;
    public static final int SCAN = 2;

    private static final int DESCRIPTION_AT = 8_192;

    private static final String TEXT =
            """
            (data (i32.const 64) "account")
            (data (i32.const 80) "account_id_idx_btree")
            (data (i32.const 112) "thousand")
            (global $account (mut i32) (i32.const 0))
            (global $by_id (mut i32) (i32.const 0))
            (global $thousand (mut i32) (i32.const 0))
            (func $must (param i32) (if (local.get 0) (then unreachable)))
            ;; 512: what the host writes, 520: a length, 1024: the argument, 2048: a row
            (func $names
              (call $must (call $table_id_from_name (i32.const 64) (i32.const 7) (i32.const 512)))
              (global.set $account (i32.load (i32.const 512)))
              (call $must (call $index_id_from_name (i32.const 80) (i32.const 20) (i32.const 512)))
              (global.set $by_id (i32.load (i32.const 512)))
              (call $must (call $table_id_from_name (i32.const 112) (i32.const 8) (i32.const 512)))
              (global.set $thousand (i32.load (i32.const 512))))
            (func $argument (param $args i32)
              (i32.store (i32.const 520) (i32.const 4))
              (if (i32.ne (call $bytes_source_read (local.get $args) (i32.const 1024) (i32.const 520))
                    (i32.const -1))
                (then unreachable)))
            (func $find
              (call $must (call $datastore_index_scan_point_bsatn (global.get $by_id) (i32.const 1024)
                (i32.const 4) (i32.const 512)))
              (i32.store (i32.const 520) (i32.const 65536))
              (if (i32.ne (i32.const -1) (call $row_iter_bsatn_advance (i32.load (i32.const 512))
                    (i32.const 65536) (i32.const 520)))
                (then unreachable))
              (if (i64.ne (i64.load (i32.const 65540)) (i64.const 7)) (then unreachable)))
            (func $insert
              (i32.store (i32.const 2048) (i32.load (i32.const 1024)))
              (i64.store (i32.const 2052) (i64.const 7))
              (i32.store (i32.const 520) (i32.const 12))
              (call $must (call $datastore_insert_bsatn (global.get $account) (i32.const 2048)
                (i32.const 520))))
            (func $scan
              (local $more i32) (local $at i32) (local $end i32) (local $sum i64)
              (call $must (call $datastore_table_scan_bsatn (global.get $thousand) (i32.const 512)))
              (loop $next
                (i32.store (i32.const 520) (i32.const 65536))
                (local.set $more (call $row_iter_bsatn_advance (i32.load (i32.const 512))
                  (i32.const 65536) (i32.const 520)))
                (local.set $at (i32.const 65536))
                (local.set $end (i32.add (local.get $at) (i32.load (i32.const 520))))
                (loop $rows
                  (if (i32.lt_u (local.get $at) (local.get $end))
                    (then
                      (local.set $sum (i64.add (local.get $sum)
                        (i64.load (i32.add (local.get $at) (i32.const 4)))))
                      (local.set $at (i32.add (local.get $at) (i32.const 12)))
                      (br $rows))))
                (br_if $next (i32.eqz (local.get $more))))
              (if (i64.ne (local.get $sum) (i64.const 7000)) (then unreachable)))
            (func (export "__call_reducer__")
              (param $id i32) (param i64 i64 i64 i64 i64 i64 i64) (param $args i32)
              (param $sink i32) (result i32)
              (if (i32.eqz (global.get $account)) (then (call $names)))
              (call $argument (local.get $args))
              (block $done
                (block $2 (block $1 (block $0 (br_table $0 $1 $2 (local.get $id)))
                  (call $find) (br $done))
                  (call $insert) (br $done))
                (call $scan))
              (i32.const 0))
            """;

    private BoundaryModule() {}

    /** The module, which describes itself with {@code description}. */
    public static Program program(Bytes description) {
        return Modules.program(
                Modules.framed(
                        TEXT
                                + """
                                (data (i32.const %d) "%s")
                                (func (export "__describe_module__") (param $sink i32)
                                  (i32.store (i32.const 520) (i32.const %d))
                                  (drop (call $bytes_sink_write (local.get $sink) (i32.const %d)
                                    (i32.const 520))))
                                """
                                        .formatted(
                                                DESCRIPTION_AT,
                                                description.toHex().replaceAll("(..)", "\\\\$1"),
                                                description.size(),
                                                DESCRIPTION_AT)));
    }
}
