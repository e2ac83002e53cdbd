;; Fills a guest's memory: writes what host.next returns, 8 bytes at a time, to `size` bytes (a
;; multiple of 8) from `at`. The host has checked that they are within the memory.
(module
  (import "guest" "memory" (memory 0))
  (import "host" "next" (func $next (result i64)))
  (func (export "fill") (param $at i32) (param $size i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $size)))
    (loop $more
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (i64.store align=1 (local.get $at) (call $next))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $more))))))
