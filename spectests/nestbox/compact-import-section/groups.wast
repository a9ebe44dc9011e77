;; Groups of imports: forms that the official scripts leave out, and malformed ones.

(module
  (func (export "f") (result i32) (i32.const 1))
  (func (export "") (result i32) (i32.const 2))
  (global (export "g") i32 (i32.const 4))
  (memory (export "m") 1)
  (table (export "t") 2 funcref)
  (tag (export "e") (param i32))
)
(register "m")

;; Single imports and groups of both forms in one section, of every kind.
(module
  (import "m" "f" (func $single (result i32)))
  (import "m"
    (item "g" (global $g i32)) (item "m" (memory $m 1)) (item "t" (table $t 2 funcref))
    (item "e" (tag $e (param i32))) (item "" (func $empty (result i32))))
  (import "m" (item "f") (item "") (item "f") (func (result i32)))
  (import "m" "g" (global $last i32))
  (func (export "sum") (result i32)
    (i32.add (call 4) (i32.add (call 3) (i32.add (call 2) (i32.add (call $single) (call $empty))))))
  (func (export "globals") (result i32) (i32.add (global.get $g) (global.get $last)))
)
(assert_return (invoke "sum") (i32.const 7))
(assert_return (invoke "globals") (i32.const 8))

;; A name may occur twice, in one group and in several.
(module (import "m" (item "f" (func (result i32))) (item "f" (func (result i32)))) (import "m" "f" (func (result i32))))

;; Groups of one item, and empty groups of both forms between others.
(module binary
  "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f"
  "\02\21\05"
  "\01m\01f\00\00"
  "\01m\00\7f\00"
  "\00\00\7e\03\7f\00\00"
  "\01m\00\7e\00\00\01\01f"
  "\01m\00\7f\00"
)

;; An import of an empty name is no group, whatever its type is.
(module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\06\01\01m\00\00\00")

;; The type of an empty group is decoded, too.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\07\01\01m\00\7e\05\00") "malformed import kind")
;; A group is no type of an item, and no shared type.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\02\09\01\01m\00\7f\01\00\7f\00") "malformed import kind")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\02\08\01\01m\00\7e\7f\00\00") "malformed import kind")
;; Other bytes are kinds.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\02\06\01\01m\00\7d\00") "malformed import kind")

;; Counts that lie: 2^32 - 1 items, one more than there are, one fewer, and a count that is cut off.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0a\01\01m\00\7f\ff\ff\ff\ff\0f") "length out of bounds")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0c\01\01m\00\7e\00\00\ff\ff\ff\ff\0f") "length out of bounds")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0a\01\01m\00\7f\02\01f\00\00") "unexpected end")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0a\01\01m\00\7f\00\01f\00\00") "section size mismatch")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\06\01\01m\00\7f\80") "unexpected end")
;; The section counts groups, not imports.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0e\02\01m\00\7f\02\01f\00\00\01f\00\00") "unexpected end")
;; Cut off at the code, in the shared type, in an item.
(assert_malformed (module binary "\00asm\01\00\00\00" "\02\04\01\01m\00") "unexpected end")
(assert_malformed (module binary "\00asm\01\00\00\00" "\02\05\01\01m\00\7e") "unexpected end")
(assert_malformed (module binary "\00asm\01\00\00\00" "\02\09\01\01m\00\7e\00\00\01\05") "unexpected end")
;; Names are checked in groups.
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\01\05\01\60\00\01\7f" "\02\0a\01\01m\00\7f\01\01\ff\00\00") "malformed UTF-8 encoding")

;; Types of groups are validated.
(assert_invalid (module binary "\00asm\01\00\00\00" "\02\0a\01\01m\00\7e\00\05\01\01f") "unknown type")

;; Groups may be empty in the text, too.
(module (import "m") (import "m" (func)) (import "m" "f" (func (result i32))))

;; The text forms do not mix.
(assert_malformed
  (module quote "(import \"m\" (item \"f\" (func)) (item \"f\") (func))") "unexpected token")
(assert_malformed
  (module quote "(import \"m\" (item \"f\") (item \"f\" (func)) (func))") "unexpected token")
(assert_malformed (module quote "(import \"m\" (item \"f\"))") "unexpected token")
(assert_malformed (module quote "(import \"m\" (item \"f\" (func)) (func))") "unexpected token")
(assert_malformed (module quote "(import \"m\" (item \"f\") (func) (func))") "unexpected token")
(assert_malformed (module quote "(import \"m\" (item))") "unexpected token")
(assert_malformed (module quote "(import \"m\" \"f\" (item \"f\" (func)))") "unexpected token")
(assert_malformed (module quote "(import \"m\" (item \"f\" (func $f)) (item \"f\" (func $f)))") "duplicate func")
(assert_malformed (module quote "(func) (import \"m\" (item \"f\" (func)))") "import after function")
