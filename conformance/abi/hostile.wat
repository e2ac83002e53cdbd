;; What a module may do to its host, each after a row that must be gone again. Rows M1 to M5 of the
;; list of faults; each is an error to the caller, and the next call works. Where a call may run out of time
;; before it runs out of what it uses, both are right.

(func $row_first (call $three))

;; traps time budget of 5000 ms exceeded
(func (export "loop_without_end") (call $row_first) (loop $l (br $l)))
;; traps budget of
(func (export "loop_of_scans")
  (call $row_first)
  (loop $l
    (call $must (call $datastore_table_scan_bsatn (call $item) (global.get $out)))
    (call $must (call $row_iter_bsatn_close (call $result)))
    (br $l)))
;; traps unreachable|time budget of
(func (export "memory_without_end")
  (call $row_first)
  (loop $l (br_if $l (i32.ne (memory.grow (i32.const 100)) (i32.const -1))))
  unreachable)
;; traps unreachable
(func (export "memory_of_4_gib")
  (call $row_first)
  (if (i32.eq (memory.grow (i32.const 65000)) (i32.const -1)) (then unreachable)))

(func $deep (param i32) (result i32)
  (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1)))))
;; traps call stack exhausted|time budget of
(func (export "deep_recursion") (call $row_first) (drop (call $deep (i32.const 0))))
;; every level inserts a row, so that the stack may end in the middle of an insert
(func $deep_insert (param i32) (result i32)
  (drop (call $insert (local.get 0) (i32.const 1) (i32.const 2)))
  (i32.add (i32.const 1) (call $deep_insert (i32.add (local.get 0) (i32.const 1)))))
;; traps tack|time budget of
(func (export "deep_recursion_of_inserts") (drop (call $deep_insert (i32.const 10))))
(func $deep_scan (param i32) (result i32)
  (drop (call $datastore_table_scan_bsatn (call $item) (global.get $out)))
  (drop (call $row_iter_bsatn_close (call $result)))
  (call $identity (i32.const 5000))
  (i32.add (i32.const 1) (call $deep_scan (local.get 0))))
;; traps tack|time budget of
(func (export "deep_recursion_of_scans") (call $row_first) (drop (call $deep_scan (i32.const 10))))

;; a label of 60 MB, again and again
;; traps one call writes more than 256 MiB of rows|time budget of
(func (export "rows_without_end")
  (local $id i32)
  (if (i32.eq (memory.grow (i32.const 1000)) (i32.const -1)) (then unreachable))
  (loop $l
    (local.set $id (i32.add (local.get $id) (i32.const 1)))
    (call $set_row (local.get $id) (i32.const 1) (i32.const 1))
    (i32.store (i32.const 2055) (i32.const 60000000))
    (memory.fill (i32.const 2059) (i32.const 0x61) (i32.const 200000))
    (i32.store (global.get $len) (i32.const 60000011))
    (drop (call $datastore_insert_bsatn (call $item) (global.get $row) (global.get $len)))
    (br $l)))
;; iterators that are never read to their end, with buffers that are too small
(func (export "iterators_without_end")
  (local $i i32) (local $errno i32)
  (call $row_first)
  (loop $l
    (local.set $errno (call $datastore_table_scan_bsatn (call $item) (global.get $out)))
    (if (i32.eqz (local.get $errno))
      (then
        (i32.store (global.get $len) (i32.const 0))
        (drop (call $row_iter_bsatn_advance (call $result) (global.get $room) (global.get $len)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $l))))
  ;; no space
  (call $is (i32.const 9) (local.get $errno))
  (call $is (i32.const 4096) (local.get $i))
  (call $must (call $datastore_clear (call $item) (global.get $out))))
(func (export "timers_without_end")
  (local $i i32)
  (call $row_first)
  (call $must (call $datastore_clear (call $item) (global.get $out)))
  (loop $l
    (drop (call $console_timer_start (i32.const 64) (i32.const 4)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $l (i32.lt_u (local.get $i) (i32.const 1024))))
  (call $is (i32.const 0) (i32.const 0)))
;; traps unreachable
(func (export "trap") (call $row_first) unreachable)
;; traps integer divide by zero
(func (export "division_by_zero")
  (call $row_first)
  (drop (i32.div_u (i32.const 1) (i32.load (i32.const 7000)))))
;; traps out-of-bounds
(func (export "load_out_of_bounds")
  (call $row_first)
  (drop (i32.load (i32.const -4))))
