;; What the warm-up calls: every way in which a guest's call can end.
(module
  (import "spacetime_10.0" "bytes_sink_write"
    (func $sink_write (param i32 i32 i32) (result i32)))
  (import "spacetime_10.0" "table_id_from_name"
    (func $table_id (param i32 i32 i32) (result i32)))
  (import "spacetime_10.0" "console_log"
    (func $log (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "spacetime_10.0" "identity" (func $identity (param i32)))
  (memory (export "memory") 1 16)
  (table 4 funcref)
  (elem (i32.const 0) $all $refuse $trap $overflow)
  (type $reducer (func (param i32) (result i32)))
  ;; at 8: the length of the text at 16, as the sink wants it
  (data (i32.const 8) "\07\00\00\00\00\00\00\00refused")

  (func $depth (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $depth (i32.sub (local.get 0) (i32.const 1)))))))
  (func $overflow (param i32) (result i32)
    (i32.add (i32.const 1) (call $overflow (local.get 0))))
  (func $trap (param i32) (result i32)
    unreachable)
  (func $refuse (param $sink i32) (result i32)
    (drop (call $sink_write (local.get $sink) (i32.const 16) (i32.const 8)))
    (i32.const 1))
  ;; 0: calls, recursion, growth, bulk memory, numbers, host calls that answer with an error
  (func $all (param i32) (result i32)
    (if (i32.ne (call $depth (i32.const 50)) (i32.const 50)) (then unreachable))
    (if (i32.lt_s (memory.grow (i32.const 1)) (i32.const 0)) (then unreachable))
    (memory.fill (i32.const 1024) (i32.const 7) (i32.const 64))
    (memory.copy (i32.const 2048) (i32.const 1024) (i32.const 64))
    (if (i64.ne (i64.load (i32.const 2048)) (i64.const 0x0707070707070707)) (then unreachable))
    (if (f64.ne (f64.sqrt (f64.const 16)) (f64.const 4)) (then unreachable))
    (if (i32.ne (i32.trunc_sat_f64_s (f64.const 1e300)) (i32.const 0x7fffffff)) (then unreachable))
    (call $identity (i32.const 1024))
    (call $log (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 7) (i32.const 1)
      (i32.const 16) (i32.const 7))
    (if (i32.eqz (call $table_id (i32.const 16) (i32.const 7) (i32.const 1024)))
      (then unreachable))
    (i32.const 0))
  ;; 4: a pointer outside of the memory
  (func $outside (param i32) (result i32)
    (call $table_id (i32.const -8) (i32.const 16) (i32.const 1024)))

  (func (export "__describe_module__") (param i32))
  (func (export "__call_reducer__")
    (param $id i32) (param i64 i64 i64 i64) (param i64 i64) (param i64) (param i32) (param $sink i32)
    (result i32)
    (if (i32.eq (local.get $id) (i32.const 4))
      (then (return (call $outside (local.get $sink)))))
    (call_indirect (type $reducer) (local.get $sink) (local.get $id))))
