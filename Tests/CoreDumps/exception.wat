;; An exception that nobody catches, thrown below a handler for others.
(module $exception
  (tag $e (param i32)) (tag $other)
  (global $g (mut i32) (i32.const 0))
  (func $throws (param i32) (global.set $g (local.get 0)) (throw $e (i32.add (local.get 0) (i32.const 1))))
  (func (export "_start") (local i64)
    (local.set 0 (i64.const 4))
    (block $handler (try_table (catch $other $handler) (call $throws (i32.const 6))))))
