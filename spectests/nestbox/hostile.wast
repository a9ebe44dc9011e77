;; What has broken other runtimes, as far as a module alone can do it.

;; A body that is never called is validated all the same.
(assert_invalid (module (func $never (result i32) (i64.const 1)) (func (export "f"))) "type mismatch")

;; Two names that are equal as strings of Unicode, and differ in bytes.
(module
  (func (export "\e2\84\ab") (result i32) (i32.const 1))
  (func (export "\c3\85") (result i32) (i32.const 2))
  (func (export "A\cc\8a") (result i32) (i32.const 3)))
(assert_return (invoke "\e2\84\ab") (i32.const 1))
(assert_return (invoke "\c3\85") (i32.const 2))
(assert_return (invoke "A\cc\8a") (i32.const 3))
(assert_invalid (module (func (export "\c3\85")) (func (export "\c3\85"))) "duplicate export name")

;; Addresses and offsets whose sum does not fit in 32 bits.
(module
  (memory 1)
  (func (export "load8") (param i32) (result i32) (i32.load8_u offset=0xffffffff (local.get 0)))
  (func (export "load64") (param i32) (result i64) (i64.load offset=0xfffffff8 (local.get 0)))
  (func (export "store8") (param i32) (i32.store8 offset=0xffffffff (local.get 0) (i32.const 1)))
  (func (export "store64") (param i32) (i64.store offset=0xfffffffc (local.get 0) (i64.const -1)))
  (func (export "edge") (param i32) (result i64) (i64.load (local.get 0)))
  (func (export "first") (result i64) (i64.load (i32.const 0)))
  (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 255) (local.get 1)))
  (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2))))
(assert_trap (invoke "load8" (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "load8" (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "load8" (i32.const -1)) "out of bounds memory access")
(assert_trap (invoke "load64" (i32.const 8)) "out of bounds memory access")
(assert_trap (invoke "load64" (i32.const -8)) "out of bounds memory access")
(assert_trap (invoke "store8" (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "store64" (i32.const 4)) "out of bounds memory access")
(assert_return (invoke "edge" (i32.const 65528)) (i64.const 0))
(assert_trap (invoke "edge" (i32.const 65529)) "out of bounds memory access")
(assert_trap (invoke "edge" (i32.const 65535)) "out of bounds memory access")
(assert_trap (invoke "edge" (i32.const 65536)) "out of bounds memory access")
;; A bulk operation that does not fit does nothing at all.
(assert_trap (invoke "fill" (i32.const 0) (i32.const 65537)) "out of bounds memory access")
(assert_trap (invoke "fill" (i32.const 1) (i32.const -1)) "out of bounds memory access")
(assert_trap (invoke "fill" (i32.const -1) (i32.const 1)) "out of bounds memory access")
(assert_trap (invoke "fill" (i32.const 65537) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "fill" (i32.const 65536) (i32.const 0)))
(assert_trap (invoke "copy" (i32.const 0) (i32.const -1) (i32.const 2)) "out of bounds memory access")
(assert_trap (invoke "copy" (i32.const -1) (i32.const 0) (i32.const 2)) "out of bounds memory access")
(assert_return (invoke "first") (i64.const 0))

;; Memory that grows while it is in use: by a callee, and by the start function.
(module
  (memory 0 3)
  (func $grow (result i32) (memory.grow (i32.const 1)))
  (func $start (drop (call $grow)))
  (start $start)
  (func (export "grown") (param i32) (result i32)
    (i32.store (local.get 0) (i32.add (call $grow) (i32.const 40)))
    (i32.load (local.get 0)))
  (func (export "in-loop") (result i32)
    (loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (i32.store8 (i32.const 196607) (i32.const 7))
    (i32.load8_u (i32.const 196607))))
(assert_return (invoke "grown" (i32.const 131068)) (i32.const 41))
(assert_return (invoke "in-loop") (i32.const 7))
(assert_trap (invoke "grown" (i32.const 196608)) "out of bounds memory access")

;; A table that grows while a function of it runs, and an element that removes itself.
(module
  (table $t 1 3 funcref)
  (elem (i32.const 0) func $f)
  (elem declare func $g)
  (func $f (result i32) (table.set (i32.const 0) (ref.null func))
    (drop (table.grow $t (ref.func $g) (i32.const 2))) (call_indirect (result i32) (i32.const 2)))
  (func $g (result i32) (i32.const 6))
  (func (export "f") (result i32) (call_indirect (result i32) (i32.const 0))))
(assert_return (invoke "f") (i32.const 6))
(assert_trap (invoke "f") "uninitialized element")

;; Operations without a result in hardware.
(module
  (func (export "div32") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "rem32") (param i32 i32) (result i32) (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "div64") (param i64 i64) (result i64) (i64.div_s (local.get 0) (local.get 1)))
  (func (export "rem64") (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1)))
  (func (export "div-constant") (param i32) (result i32) (i32.div_s (local.get 0) (i32.const -1)))
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc64") (param f32) (result i64) (i64.trunc_f32_u (local.get 0))))
(assert_trap (invoke "div32" (i32.const 0x80000000) (i32.const -1)) "integer overflow")
(assert_return (invoke "rem32" (i32.const 0x80000000) (i32.const -1)) (i32.const 0))
(assert_trap (invoke "div64" (i64.const 0x8000000000000000) (i64.const -1)) "integer overflow")
(assert_return (invoke "rem64" (i64.const 0x8000000000000000) (i64.const -1)) (i64.const 0))
(assert_trap (invoke "div-constant" (i32.const 0x80000000)) "integer overflow")
(assert_return (invoke "div-constant" (i32.const 0x80000001)) (i32.const 0x7fffffff))
(assert_return (invoke "trunc" (f64.const -2147483648.9)) (i32.const 0x80000000))
(assert_trap (invoke "trunc" (f64.const -2147483649)) "integer overflow")
(assert_trap (invoke "trunc" (f64.const nan)) "invalid conversion to integer")
(assert_return (invoke "trunc64" (f32.const -0.99)) (i64.const 0))
(assert_trap (invoke "trunc64" (f32.const -1)) "integer overflow")
(assert_trap (invoke "trunc64" (f32.const inf)) "integer overflow")

;; Recursion in every form ends in order, and what comes after works.
(module
  (table funcref (elem $indirect))
  (func $direct (export "direct") (result i64) (i64.add (i64.const 1) (call $direct)))
  (func $indirect (export "indirect") (call_indirect (i32.const 0)))
  (func $even (export "mutual") (call $odd))
  (func $odd (local i64 i64 i64 i64) (call $even))
  (func (export "fine") (result i32) (i32.const 1)))
(assert_exhaustion (invoke "direct") "call stack exhausted")
(assert_exhaustion (invoke "indirect") "call stack exhausted")
(assert_exhaustion (invoke "mutual") "call stack exhausted")
(assert_return (invoke "fine") (i32.const 1))
(assert_trap (module (func $f (call $f)) (start $f)) "call stack exhausted")

;; Frames so large that the stack ends before the depth does, among functions whose frames differ in layout.
(module
  (func $f (export "f") (param i32) (call $g (i32.const 1) (i32.const 0x00ffffff) (i32.const 2)))
  (func $g (param i32 i32 i32)
    (local f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (call $g (i32.const 1) (i32.const 0x00ffffff) (i32.const 2))))
(assert_exhaustion (invoke "f" (i32.const 1)) "call stack exhausted")
