;; Two instances that share a memory and a global.
(module $program
  (import "library" "memory" (memory 1))
  (import "library" "count" (global $count (mut i32)))
  (import "library" "fail" (func $fail (param i32) (result i32)))
  (memory $own 1)
  (global f32 (f32.const 4))
  (data (memory $own) (i32.const 3) "mine")
  (func $call (param i32)
    (global.set $count (i32.const 9))
    (drop (call $fail (local.get 0))))
  (func (export "_start") (call $call (i32.const 77))))
