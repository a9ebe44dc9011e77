;; Memories of one-byte pages: sizes that are no multiple of anything, accesses across their ends, growing byte by byte,
;; and what memories of different page sizes must not be mistaken for.

(module
  (memory (export "memory") 13 100 (pagesize 1))
  (data (i32.const 5) "\01\02\03\04\05\06\07\08")

  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "load8") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "load16") (param i32) (result i32) (i32.load16_u (local.get 0)))
  (func (export "load32") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "load64") (param i32) (result i64) (i64.load (local.get 0)))
  (func (export "load128") (param i32) (result v128) (v128.load (local.get 0)))
  (func (export "offset") (param i32) (result i64) (i64.load offset=5 (local.get 0)))
  (func (export "store16") (param i32) (i32.store16 (local.get 0) (i32.const 0xABCD)))
  (func (export "store64") (param i32) (i64.store (local.get 0) (i64.const -1)))
  (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 7) (local.get 1)))
  (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
)
(register "bytes")

(assert_return (invoke "size") (i32.const 13))
(assert_return (invoke "load64" (i32.const 5)) (i64.const 0x0807060504030201))
(assert_trap (invoke "load64" (i32.const 6)) "out of bounds memory access")
(assert_return (invoke "offset" (i32.const 0)) (i64.const 0x0807060504030201))
(assert_trap (invoke "offset" (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "offset" (i32.const -1)) "out of bounds memory access")
(assert_return (invoke "load32" (i32.const 9)) (i32.const 0x08070605))
(assert_trap (invoke "load32" (i32.const 10)) "out of bounds memory access")
(assert_return (invoke "load16" (i32.const 11)) (i32.const 0x0807))
(assert_trap (invoke "load16" (i32.const 12)) "out of bounds memory access")
(assert_return (invoke "load8" (i32.const 12)) (i32.const 8))
(assert_trap (invoke "load8" (i32.const 13)) "out of bounds memory access")
(assert_trap (invoke "load128" (i32.const 0)) "out of bounds memory access")

;; A store that does not fit writes nothing.
(assert_trap (invoke "store16" (i32.const 12)) "out of bounds memory access")
(assert_trap (invoke "store64" (i32.const 6)) "out of bounds memory access")
(assert_return (invoke "load8" (i32.const 12)) (i32.const 8))
(assert_trap (invoke "fill" (i32.const 0) (i32.const 14)) "out of bounds memory access")
(assert_trap (invoke "copy" (i32.const 0) (i32.const 10) (i32.const 4)) "out of bounds memory access")
(assert_return (invoke "load8" (i32.const 0)) (i32.const 0))
(assert_return (invoke "fill" (i32.const 13) (i32.const 0)))
(assert_trap (invoke "fill" (i32.const 14) (i32.const 0)) "out of bounds memory access")

;; Growing by one byte makes room for one byte, which is 0.
(assert_return (invoke "grow" (i32.const 1)) (i32.const 13))
(assert_return (invoke "load64" (i32.const 6)) (i64.const 0x0008070605040302))
(assert_trap (invoke "load64" (i32.const 7)) "out of bounds memory access")
(assert_return (invoke "grow" (i32.const 2)) (i32.const 14))
(assert_return (invoke "load128" (i32.const 0)) (v128.const i64x2 0x0302010000000000 0x0000000807060504))
(assert_return (invoke "grow" (i32.const 0)) (i32.const 16))
(assert_return (invoke "grow" (i32.const 85)) (i32.const -1))
(assert_return (invoke "grow" (i32.const -1)) (i32.const -1))
(assert_return (invoke "grow" (i32.const 84)) (i32.const 16))
(assert_return (invoke "grow" (i32.const 1)) (i32.const -1))
(assert_return (invoke "size") (i32.const 100))

;; Without a maximum: the number of pages must stay an address.
(module
  (memory 0 (pagesize 1))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
)
(assert_return (invoke "grow" (i32.const 3)) (i32.const 0))
(assert_return (invoke "grow" (i32.const -1)) (i32.const -1))
(assert_return (invoke "grow" (i32.const -3)) (i32.const -1))

(module
  (memory i64 3 (pagesize 1))
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
  (func (export "size") (result i64) (memory.size))
  (func (export "load") (param i64) (result i32) (i32.load8_u (local.get 0)))
)
(assert_return (invoke "size") (i64.const 3))
(assert_return (invoke "grow" (i64.const -1)) (i64.const -1))
(assert_return (invoke "grow" (i64.const -3)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0x1_0000_0000)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 2)) (i64.const 3))
(assert_return (invoke "load" (i64.const 4)) (i32.const 0))
(assert_trap (invoke "load" (i64.const 5)) "out of bounds memory access")
(assert_trap (invoke "load" (i64.const 0x1_0000_0000)) "out of bounds memory access")

;; A memory that is not the first.
(module
  (memory 1)
  (memory $bytes 3 5 (pagesize 1))
  (func (export "size") (result i32 i32) (memory.size) (memory.size $bytes))
  (func (export "grow") (param i32) (result i32) (memory.grow $bytes (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load16_u $bytes (local.get 0)))
)
(assert_return (invoke "size") (i32.const 1) (i32.const 3))
(assert_return (invoke "load" (i32.const 1)) (i32.const 0))
(assert_trap (invoke "load" (i32.const 2)) "out of bounds memory access")
(assert_return (invoke "grow" (i32.const 3)) (i32.const -1))
(assert_return (invoke "grow" (i32.const 2)) (i32.const 3))
(assert_return (invoke "load" (i32.const 3)) (i32.const 0))
(assert_return (invoke "size") (i32.const 1) (i32.const 5))

;; Importing: the page sizes must be the same, and sizes count in pages.
(module
  (import "bytes" "memory" (memory 100 (pagesize 1)))
  (func (export "size") (result i32) (memory.size))
)
(assert_return (invoke "size") (i32.const 100))
(assert_unlinkable (module (import "bytes" "memory" (memory 101 (pagesize 1)))) "incompatible import type")
(assert_unlinkable (module (import "bytes" "memory" (memory 0 99 (pagesize 1)))) "incompatible import type")
(assert_unlinkable (module (import "bytes" "memory" (memory 0))) "incompatible import type")
(assert_unlinkable (module (import "bytes" "memory" (memory 0 (pagesize 65536)))) "incompatible import type")
(assert_unlinkable (module (import "spectest" "memory" (memory 0 (pagesize 1)))) "incompatible import type")
(module (import "spectest" "memory" (memory 0 (pagesize 65536))))

;; An active segment that ends behind the memory.
(assert_trap (module (memory 2 (pagesize 1)) (data (i32.const 1) "ab")) "out of bounds memory access")
(module (memory 2 (pagesize 1)) (data (i32.const 2) "") (data (i32.const 0) "ab"))
