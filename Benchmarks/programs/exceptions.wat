;; exceptions.wat - exceptions thrown through calls, caught, caught and thrown on, and handlers that nothing reaches.
;; Argument: thousands of turns.
(tag $found (param i32))
(tag $lost (param i64))
(global $passed (mut i32) (i32.const 0))

;; Goes down, and there throws one of two, or returns.
(func $descend (param $depth i32) (param $turn i32) (result i32)
  (if (i32.eqz (local.get $depth))
    (then
      (if (i32.eqz (i32.and (local.get $turn) (i32.const 3))) (then (throw $found (local.get $turn))))
      (if (i32.eq (i32.and (local.get $turn) (i32.const 7)) (i32.const 5))
        (then (throw $lost (i64.extend_i32_u (local.get $turn)))))
      (return (local.get $turn))))
  (i32.add (call $descend (i32.sub (local.get $depth) (i32.const 1)) (local.get $turn)) (i32.const 1)))

;; A handler for anything, which counts and throws on.
(func $count_passing (param $depth i32) (param $turn i32) (result i32)
  (block $any (result exnref)
    (return
      (try_table (result i32) (catch_all_ref $any) (call $descend (local.get $depth) (local.get $turn)))))
  (global.set $passed (i32.add (global.get $passed) (i32.const 1)))
  (throw_ref))

(func $turn (param $turn i32) (result i64)
  (block $lost (result i64)
    (block $found (result i32)
      (try_table (result i32) (catch $found $found) (catch $lost $lost)
        (call $count_passing (i32.and (i32.shr_u (local.get $turn) (i32.const 3)) (i32.const 7)) (local.get $turn)))
      (return (i64.extend_i32_u)))
    (return (i64.xor (i64.extend_i32_u) (i64.const -1))))
  (i64.shl (i64.const 7)))

(func (export "_start")
  (local $turns i32) (local $turn i32) (local $sum i64)
  (local.set $turns (i32.mul (call $size (i32.const 4000)) (i32.const 1000)))
  (loop $next
    (local.set $sum (call $mix (local.get $sum) (call $turn (local.get $turn))))
    (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $turn) (local.get $turns))))
  (call $report (call $mix (local.get $sum) (i64.extend_i32_u (global.get $passed)))))
