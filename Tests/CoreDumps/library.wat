;; What program.wat imports, by --preload.
(module $library
  (memory (export "memory") 1)
  (global (export "count") (mut i32) (i32.const 1))
  (global $own (mut i64) (i64.const 2))
  (func (export "fail") (param i32) (result i32) (local f32)
    (local.set 1 (f32.const 2.5))
    (global.set $own (i64.const 12))
    (i32.store (i32.const 8) (local.get 0))
    (i32.load (i32.sub (local.get 0) (i32.const 100)))))
