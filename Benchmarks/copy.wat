;; Copies "in" to "out" in the folder that is descriptor 3, 4 KiB at a time: how much a system call costs.
;;
;;     nestbox run --dir FOLDER::/:rw Benchmarks/copy.wat
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "inout")
  (func $check (param i32) (if (local.get 0) (then (call $exit (local.get 0)))))
  (func (export "_start") (local $in i32) (local $out i32)
    ;; rights: fd_read = 2, fd_write = 64
    (call $check (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))
    (local.set $in (i32.load (i32.const 16)))
    (call $check (call $open (i32.const 3) (i32.const 0) (i32.const 2) (i32.const 3) (i32.const 9)
      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
    (local.set $out (i32.load (i32.const 16)))
    (i32.store (i32.const 32) (i32.const 4096))
    (loop $next
      (i32.store (i32.const 36) (i32.const 4096))
      (call $check (call $read (local.get $in) (i32.const 32) (i32.const 1) (i32.const 24)))
      (if (i32.load (i32.const 24))
        (then
          (i32.store (i32.const 36) (i32.load (i32.const 24)))
          (call $check (call $write (local.get $out) (i32.const 32) (i32.const 1) (i32.const 24)))
          (br $next))))))
