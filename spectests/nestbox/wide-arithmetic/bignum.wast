;; 128-bit arithmetic as code of big numbers uses it: results that go to locals, constants as operands, operands that are
;; results of the same operation, and halves in the wrong hands.

(module
  ;; Fibonacci numbers in 128 bits.
  (func (export "fibonacci") (param $n i32) (result i64 i64)
    (local $a i64) (local $a' i64) (local $b i64) (local $b' i64) (local $t i64) (local $t' i64)
    (local.set $b (i64.const 1))
    (loop $next
      (if (local.get $n)
        (then
          (i64.add128 (local.get $a) (local.get $a') (local.get $b) (local.get $b'))
          (local.set $t')
          (local.set $t)
          (local.set $a (local.get $b))
          (local.set $a' (local.get $b'))
          (local.set $b (local.get $t))
          (local.set $b' (local.get $t'))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $next))))
    (local.get $a)
    (local.get $a'))

  ;; The square of a 64-bit number minus itself, and minus a constant.
  (func (export "square-minus") (param $x i64) (result i64 i64)
    (i64.sub128
      (i64.sub128 (i64.mul_wide_u (local.get $x) (local.get $x)) (local.get $x) (i64.const 0))
      (i64.const 0x1_0000_0000_0000) (i64.const 1)))

  ;; The results come in the place of operands below which others wait.
  (func (export "between") (param $x i64) (result i64)
    (local.get $x)
    (i64.mul_wide_s (local.get $x) (i64.const -2))
    (local.set $x)
    (i64.sub)
    (local.get $x)
    (i64.xor))

  (func (export "constants") (result i64 i64)
    (i64.add128 (i64.const -1) (i64.const 7) (i64.const 1) (i64.const -9)))
)

(assert_return (invoke "fibonacci" (i32.const 0)) (i64.const 0) (i64.const 0))
(assert_return (invoke "fibonacci" (i32.const 93)) (i64.const 12200160415121876738) (i64.const 0))
(assert_return (invoke "fibonacci" (i32.const 186)) (i64.const 0xC8A7_213B_3332_70F8) (i64.const 0xFA63_C8D9_FA21_6A8F))
(assert_return (invoke "square-minus" (i64.const 0)) (i64.const 0xFFFF_0000_0000_0000) (i64.const -2))
(assert_return (invoke "square-minus" (i64.const -1)) (i64.const 0xFFFF_0000_0000_0002) (i64.const -5))
(assert_return (invoke "between" (i64.const 5)) (i64.const -16))
(assert_return (invoke "between" (i64.const -5)) (i64.const -15))
(assert_return (invoke "constants") (i64.const 0) (i64.const -1))
