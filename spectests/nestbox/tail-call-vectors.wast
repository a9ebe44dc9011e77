;; Vectors are in slots of their own: a tail call has to move them as well as the others.
(module
  (type $takes (func (param i64 v128 i32) (result i32 i32)))
  (table funcref (elem $lanes))
  (func $lanes (type $takes)
    (i32x4.extract_lane 0 (local.get 1)) (i32x4.extract_lane 3 (local.get 1)))
  (func $leaves-traces (param v128) (result i32) (i32x4.extract_lane 0 (local.get 0)))

  (func (export "direct") (result i32 i32)
    (drop (call $leaves-traces (v128.const i32x4 4242 4242 4242 4242)))
    (return_call $lanes (i64.const 1) (v128.const i32x4 7 8 9 10) (i32.const 2)))
  (func (export "indirect") (result i32 i32)
    (drop (call $leaves-traces (v128.const i32x4 4242 4242 4242 4242)))
    (return_call_indirect (type $takes)
      (i64.const 1) (v128.const i32x4 7 8 9 10) (i32.const 2) (i32.const 0)))

  ;; Exchanges its vectors until the count is 0.
  (func $swap (export "swap") (param v128 v128 i32) (result i32)
    (if (i32.eqz (local.get 2)) (then (return (i32x4.extract_lane 0 (local.get 0)))))
    (return_call $swap (local.get 1) (local.get 0) (i32.sub (local.get 2) (i32.const 1)))))

(assert_return (invoke "direct") (i32.const 7) (i32.const 10))
(assert_return (invoke "indirect") (i32.const 7) (i32.const 10))
(assert_return (invoke "swap" (v128.const i32x4 1 0 0 0) (v128.const i32x4 2 0 0 0) (i32.const 1)) (i32.const 2))
(assert_return (invoke "swap" (v128.const i32x4 1 0 0 0) (v128.const i32x4 2 0 0 0) (i32.const 2)) (i32.const 1))

;; A chain of tail calls takes constant space, whatever the callee is.
(module
  (type $count (func (param i32) (result i32)))
  (table funcref (elem $through-table))
  (func $direct (export "direct") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 99))))
    (return_call $direct (i32.sub (local.get 0) (i32.const 1))))
  (func $through-table (export "indirect") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 98))))
    (return_call_indirect (type $count) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))))
(assert_return (invoke "direct" (i32.const 1000000)) (i32.const 99))
(assert_return (invoke "indirect" (i32.const 1000000)) (i32.const 98))

;; Between instances too: each calls the other through a table that they share.
(module $one
  (type $count (func (param i32) (result i32)))
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $f)
  (func $f (export "f") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call_indirect (type $count) (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))))
(register "one" $one)
(module $two
  (type $count (func (param i32) (result i32)))
  (table (import "one" "table") 2 funcref)
  (elem (i32.const 1) $g)
  (func $g (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 2))))
    (return_call_indirect (type $count) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))))
(assert_return (invoke $one "f" (i32.const 1000000)) (i32.const 1))
(assert_return (invoke $one "f" (i32.const 1000001)) (i32.const 2))
