;; What every file of cases begins with, behind imports.wat; the test puts the tables of cases and the
;; description of the module behind the file.
;;
;; Memory, 4 pages: names from 64, what the host writes at $out, the length of a row at $len, a row
;; at $row, bounds and keys at $key, room for bytes at $room, text of a failure at 60000.
;;
;; Table item: id u32 (primary key, generated), kind u8, weight u16, label string; indexes
;; item_id_idx_btree (unique), item_kind_weight_idx_btree, item_label_idx_hash. Table small: n u8.
;; Both are empty when a case begins.

(memory (export "memory") 4)
(data (i32.const 64) "item")
(data (i32.const 72) "item_id_idx_btree")
(data (i32.const 96) "item_kind_weight_idx_btree")
(data (i32.const 128) "item_label_idx_hash")
(data (i32.const 152) "small")
(data (i32.const 160) "nothing")
(data (i32.const 176) "bad \ff\fe name")

(global $out i32 (i32.const 1024))
(global $len i32 (i32.const 1040))
(global $row i32 (i32.const 2048))
(global $key i32 (i32.const 4096))
(global $room i32 (i32.const 65536))
(global $end i32 (i32.const 262144))

;; ---- checks: the first that fails is told

(global $checks (mut i32) (i32.const 0))
(global $failed (mut i32) (i32.const 0))
(global $got (mut i64) (i64.const 0))
(global $wanted (mut i64) (i64.const 0))

(func $is64 (param $wanted i64) (param $got i64)
  (global.set $checks (i32.add (global.get $checks) (i32.const 1)))
  (if (i32.and (i64.ne (local.get $wanted) (local.get $got)) (i32.eqz (global.get $failed)))
    (then
      (global.set $failed (global.get $checks))
      (global.set $got (local.get $got))
      (global.set $wanted (local.get $wanted)))))
(func $is (param $wanted i32) (param $got i32)
  (call $is64 (i64.extend_i32_s (local.get $wanted)) (i64.extend_i32_s (local.get $got))))
(func $isnt (param $unwanted i32) (param $got i32)
  (call $is (i32.const 1) (i32.ne (local.get $unwanted) (local.get $got))))

;; what is at $out
(func $result (result i32) (i32.load (global.get $out)))
(func $result_is (param $wanted i32) (call $is (local.get $wanted) (call $result)))
;; $out before a call that must not touch it, and after it
(func $mark (i64.store (global.get $out) (i64.const 0x5555555555555555)))
(func $untouched (call $is64 (i64.const 0x5555555555555555) (i64.load (global.get $out))))

(func $hex (param $at i32) (param $value i64)
  (local $i i32) (local $digit i32)
  (loop $next
    (local.set $digit (i32.wrap_i64 (i64.and (i64.const 15)
      (i64.shr_u (local.get $value)
        (i64.extend_i32_u (i32.sub (i32.const 60) (i32.mul (i32.const 4) (local.get $i))))))))
    (i32.store8 (i32.add (local.get $at) (local.get $i))
      (i32.add (local.get $digit)
        (select (i32.const 48) (i32.const 87) (i32.lt_u (local.get $digit) (i32.const 10)))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const 16)))))
(data (i32.const 60000) "check 0000000000000000: got 0000000000000000, expected 0000000000000000")
(func $tell (param $sink i32)
  (call $hex (i32.const 60006) (i64.extend_i32_u (global.get $failed)))
  (call $hex (i32.const 60028) (global.get $got))
  (call $hex (i32.const 60055) (global.get $wanted))
  (i32.store (global.get $len) (i32.const 71))
  (drop (call $bytes_sink_write (local.get $sink) (i32.const 60000) (global.get $len))))

;; ---- the tables

(func $must (param $errno i32) (if (local.get $errno) (then unreachable)))
(func $table (param $name i32) (param $length i32) (result i32)
  (call $must (call $table_id_from_name (local.get $name) (local.get $length) (global.get $out)))
  (call $result))
(func $index (param $name i32) (param $length i32) (result i32)
  (call $must (call $index_id_from_name (local.get $name) (local.get $length) (global.get $out)))
  (call $result))
(func $item (result i32) (call $table (i32.const 64) (i32.const 4)))
(func $small (result i32) (call $table (i32.const 152) (i32.const 5)))
(func $by_id (result i32) (call $index (i32.const 72) (i32.const 17)))
(func $by_kind (result i32) (call $index (i32.const 96) (i32.const 26)))
(func $by_label (result i32) (call $index (i32.const 128) (i32.const 19)))

;; a row of item with the label "ab" at $row: 13 bytes, as $len says
(func $set_row (param $id i32) (param $kind i32) (param $weight i32)
  (i32.store (i32.const 2048) (local.get $id))
  (i32.store8 (i32.const 2052) (local.get $kind))
  (i32.store16 (i32.const 2053) (local.get $weight))
  (i32.store (i32.const 2055) (i32.const 2))
  (i32.store16 (i32.const 2059) (i32.const 0x6261))
  (i32.store (global.get $len) (i32.const 13)))
(func $insert (param $id i32) (param $kind i32) (param $weight i32) (result i32)
  (call $set_row (local.get $id) (local.get $kind) (local.get $weight))
  (call $datastore_insert_bsatn (call $item) (global.get $row) (global.get $len)))
(func $put (param $id i32) (param $kind i32) (param $weight i32)
  (call $must (call $insert (local.get $id) (local.get $kind) (local.get $weight))))
;; kinds 10, 10 and 20 with weights 100, 200 and 300
(func $three
  (call $put (i32.const 1) (i32.const 10) (i32.const 100))
  (call $put (i32.const 2) (i32.const 10) (i32.const 200))
  (call $put (i32.const 3) (i32.const 20) (i32.const 300)))
(func $count_is (param $wanted i32)
  (call $must (call $datastore_table_row_count (call $item) (global.get $out)))
  (call $is64 (i64.extend_i32_u (local.get $wanted)) (i64.load (global.get $out))))
;; the iterator at $out gives so many bytes and is then at its end
(func $yields (param $bytes i32)
  (i32.store (global.get $len) (i32.const 131072))
  (call $is (i32.const -1)
    (call $row_iter_bsatn_advance (call $result) (global.get $room) (global.get $len)))
  (call $is (local.get $bytes) (i32.load (global.get $len))))

;; ---- the call of a case

(type $case (func))
(global $sender_connection (mut i32) (i32.const 3000))
(global $arguments (mut i32) (i32.const 0))
(global $sink (mut i32) (i32.const 0))
(func (export "__call_reducer__")
  (param $id i32) (param i64 i64 i64 i64) (param $connection0 i64) (param $connection1 i64)
  (param $time i64) (param $args i32) (param $errors i32) (result i32)
  (global.set $checks (i32.const 0))
  (global.set $failed (i32.const 0))
  (global.set $arguments (local.get $args))
  (global.set $sink (local.get $errors))
  (i64.store (i32.const 3000) (local.get $connection0))
  (i64.store (i32.const 3008) (local.get $connection1))
  (call $must (call $datastore_clear (call $item) (global.get $out)))
  (call $must (call $datastore_clear (call $small) (global.get $out)))
  (call_indirect $cases (type $case) (local.get $id))
  (if (global.get $failed) (then (call $tell (local.get $errors)) (return (i32.const 1))))
  ;; a case that checks nothing has no result
  (if (i32.eqz (global.get $checks)) (then (return (i32.const 99))))
  (i32.const 0))
