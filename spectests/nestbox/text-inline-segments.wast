;; Segments inside a table or memory have no identifier: what follows the word is the first element.

(module
  (table $t funcref (elem $a $b $c))
  (func $a (result i32) (i32.const 1))
  (func $b (result i32) (i32.const 2))
  (func $c (result i32) (i32.const 3))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func (export "size") (result i32) (table.size $t)))
(assert_return (invoke "size") (i32.const 3))
(assert_return (invoke "call" (i32.const 0)) (i32.const 1))
(assert_return (invoke "call" (i32.const 1)) (i32.const 2))
(assert_return (invoke "call" (i32.const 2)) (i32.const 3))

;; A segment given inside takes an index, so that the next one is $e.
(module
  (table $t funcref (elem $a))
  (elem $e func $b)
  (func $a (result i32) (i32.const 1))
  (func $b (result i32) (i32.const 2))
  (func (export "init") (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1)))
  (func (export "call") (result i32) (call_indirect (result i32) (i32.const 0))))
(assert_return (invoke "call") (i32.const 1))
(invoke "init")
(assert_return (invoke "call") (i32.const 2))

(assert_malformed (module quote "(memory (data $d \"a\"))") "unexpected token")
