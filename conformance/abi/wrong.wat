;; Cases that are wrong, so that the test can show that it sees it.

(func (export "another_errno")
  (call $is (i32.const 4) (i32.const 4))
  (call $is (i32.const 5) (call $table_id_from_name (i32.const 160) (i32.const 7) (global.get $out))))
(func (export "nothing_is_checked"))
(func (export "a_trap_that_is_not_asked_for") unreachable)
;; traps null pointer
(func (export "no_trap") (call $is (i32.const 1) (i32.const 1)))
;; traps null pointer
(func (export "another_trap") (call $identity (i32.const -1)))
