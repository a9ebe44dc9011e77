;; Runs until its budget is spent.
(module $loop
  (func (export "_start") (local i32 v128)
    (local.set 1 (v128.const i64x2 7 8))
    (i64.const 5)
    (loop $again (local.set 0 (i32.const 3)) (br $again))
    drop))
