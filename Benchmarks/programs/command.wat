;; command.wat - what the programs in text share: the size from the command line, and the line that they print.
;; scripts/build-guests puts it before each of them.
(import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))

;; 0: numbers for WASI; 64: pointers to the arguments; 1024: the line; 4096: the arguments.
(memory (export "memory") 1)

;; The first argument, a decimal number, or the fallback if there is none.
(func $size (param $fallback i32) (result i32)
  (local $digit i32) (local $at i32) (local $value i32)
  (if (call $args_sizes_get (i32.const 0) (i32.const 4)) (then (unreachable)))
  (if (i32.ne (i32.load (i32.const 0)) (i32.const 2)) (then (return (local.get $fallback))))
  (if (i32.gt_u (i32.load (i32.const 4)) (i32.const 60000)) (then (unreachable)))
  (if (call $args_get (i32.const 64) (i32.const 4096)) (then (unreachable)))
  (local.set $at (i32.load (i32.const 68)))
  (loop $next
    (local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
    (if (i32.lt_u (local.get $digit) (i32.const 10))
      (then
        (local.set $value (i32.add (i32.mul (local.get $value) (i32.const 10)) (local.get $digit)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))
  (local.get $value))

;; One step of a checksum in which order matters.
(func $mix (param $sum i64) (param $value i64) (result i64)
  (i64.add
    (i64.mul (i64.xor (local.get $sum) (local.get $value)) (i64.const 0x9E3779B97F4A7C15))
    (i64.shr_u (local.get $sum) (i64.const 29))))

;; Prints the checksum as 16 hexadecimal digits.
(func $report (param $sum i64)
  (local $at i32) (local $digit i32)
  (local.set $at (i32.const 1040))
  (i32.store8 (local.get $at) (i32.const 10))
  (loop $next
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    (local.set $digit (i32.and (i32.wrap_i64 (local.get $sum)) (i32.const 15)))
    (i32.store8 (local.get $at)
      (i32.add (local.get $digit)
        (select (i32.const 87) (i32.const 48) (i32.gt_u (local.get $digit) (i32.const 9)))))
    (local.set $sum (i64.shr_u (local.get $sum) (i64.const 4)))
    (br_if $next (i32.gt_u (local.get $at) (i32.const 1024))))
  (i32.store (i32.const 0) (i32.const 1024))
  (i32.store (i32.const 4) (i32.const 17))
  (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then (unreachable))))

