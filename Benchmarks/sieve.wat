;; sieve.wat - the sieve of Eratosthenes: loads, stores and branches.
;;
;;     nestbox run --invoke sieve Benchmarks/sieve.wasm 1000000 10     prints 78498
;;
;; (sieve limit rounds) counts the primes up to and including the limit (at most
;; 1048575), `rounds` times from scratch, and returns the count.
(module
  (memory (export "memory") 16)
  (func (export "sieve") (param $limit i32) (param $rounds i32) (result i32)
    (local $count i32) (local $i i32) (local $multiple i32)
    (loop $round
      ;; Everything is prime until crossed out: one byte for each number.
      (local.set $i (i32.const 0))
      (loop $clear
        (i32.store8 (local.get $i) (i32.const 1))
        (br_if $clear
          (i32.le_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $limit))))

      (local.set $count (i32.const 0))
      (local.set $i (i32.const 2))
      (block $done
        (loop $next
          (br_if $done (i32.gt_u (local.get $i) (local.get $limit)))
          (if (i32.load8_u (local.get $i))
            (then
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (local.set $multiple (i32.shl (local.get $i) (i32.const 1)))
              (block $crossed
                (loop $cross
                  (br_if $crossed (i32.gt_u (local.get $multiple) (local.get $limit)))
                  (i32.store8 (local.get $multiple) (i32.const 0))
                  (local.set $multiple (i32.add (local.get $multiple) (local.get $i)))
                  (br $cross)))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next)))

      (br_if $round
        (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $count)))
