;; Code that broke engines: tail calls of host functions, tail calls with more arguments than the caller has room for,
;; segments of a second memory, views of a memory that has grown.
;; wasmi CVE-2025-66627, CVE-2024-28123, PR 1999; WAMR 4916, 4935
;; kinds: memory

(memory $second 1)
(data (memory $second) (i32.const 65532) "last")
(table $table 2 funcref)
(elem (table $table) (i32.const 0) func $wide)
(type $wide (func (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)))

(func $wide (type $wide) (i64.add (local.get 0) (local.get 15)))

(func $tail-wide (param i64) (result i64)
  (return_call $wide (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6)
    (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11) (i64.const 12) (i64.const 13) (i64.const 14)
    (i64.const 15)))

(func $tail-indirect (param i64) (result i64)
  (return_call_indirect $table (type $wide) (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
    (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10) (i64.const 11) (i64.const 12)
    (i64.const 13) (i64.const 14) (i64.const 15) (i32.const 0)))

;; A tail call of a host function.
(func $tail-host (param i32) (result i32) (return_call $fd_tell (local.get 0) (i32.const 32)))

(func $tail-host-wider (result i32)
  (return_call $path_open (global.get $BOX) (i32.const 0) @"file" (i32.const 0) (global.get $READ) (i64.const 0)
    (i32.const 0) (i32.const 0)))

;; Grows the memory while the operands of a store wait.
(func $grow (result i32) (drop (memory.grow (i32.const 1))) (i32.const 9))

(func (export "_start")
  (local $i i32)
  (call $equal @"tail call" (i64.const 115) (call $tail-wide (i64.const 100)))
  (call $equal @"indirect tail call" (i64.const 115) (call $tail-indirect (i64.const 100)))
  (loop $again
    (call $want @"tail call of a host function" (global.get $ESPIPE) (call $tail-host (i32.const 1)))
    (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
  (call $want @"tail call of one with more arguments" (i32.const 0) (call $tail-host-wider))
  (call $equal @"second memory" (i64.const 0x7473616c) (i64.extend_i32_u (i32.load $second (i32.const 65532))))
  (call $equal @"not the first" (i64.const 0) (i64.extend_i32_u (i32.load (i32.const 65532))))
  ;; The host writes to the memory in its current size.
  (i32.store (i32.add (i32.const 0x40000) (i32.sub (call $grow) (i32.const 9))) (i32.const 77))
  (call $equal @"grown" (i64.const 77) (i64.extend_i32_u (i32.load (i32.const 0x40000))))
  (call $want @"read into what has grown" (i32.const 0) (call $random_get (i32.const 0x4fff0) (i32.const 16)))
  (call $want @"but not beyond" (global.get $EFAULT) (call $random_get (i32.const 0x4fff0) (i32.const 17)))
  ;; Sums that do not fit into 32 bits.
  (call $want @"slice" (global.get $EFAULT) (call $random_get (i32.const 0xfffffff0) (i32.const 0x20))))
