import Foundation

/// A module with a function for each row, and a driver that calls the functions and measures them by the clock of WASI.
package struct OperationModule {
    package var setting: OperationRow.Setting
    package var rows: [OperationRow]

    package init(setting: OperationRow.Setting, rows: [OperationRow]) { (self.setting, self.rows) = (setting, rows) }

    /// A module whose exports the rows may use; they are imported from `other`.
    package static let other = """
        (module
          (memory (export "memory") 1)
          (global (export "global") (mut i32) (i32.const 1))
          (table (export "table") 4 funcref)
          (elem (i32.const 0) func $empty $identity)
          (func $empty (export "empty"))
          (func $identity (export "identity") (param i32) (result i32) (local.get 0)))
        """

    package static let definitions = """
        (type $empty (func))
        (type $identity (func (param i32) (result i32)))
        (type $array8 (array (mut i8)))
        (type $array32 (array (mut i32)))
        (type $arrayRef (array (mut funcref)))
        (type $struct (sub (struct (field $x (mut i32)) (field $y (mut i8)) (field $z (mut i64)))))
        (type $substruct (sub $struct (struct (field (mut i32)) (field (mut i8)) (field (mut i64)))))
        (type $subsubstruct (sub $substruct (struct (field (mut i32)) (field (mut i8)) (field (mut i64)))))
        (type $values100 (func (param \(String(repeating: "i32 ", count: 100)))))
        (type $values1000 (func (param \(String(repeating: "i32 ", count: 1000)))))
        (type $results100 (func (result \(String(repeating: "i32 ", count: 100)))))
        (type $struct1000 (struct \(String(repeating: "(field (mut i32))", count: 1000))))
        (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "other" "empty" (func $other))
        (import "other" "identity" (func $otherIdentity (type $identity)))
        (import "other" "global" (global $imported (mut i32)))
        (memory $first (export "memory") 600)
        (memory $second 20)
        (memory $wide i64 1)
        (memory $shared 1 1 shared)
        (table $table 100000 funcref)
        (table $secondTable 100000 funcref)
        (table $externs 10 externref)
        (table $rows 1 funcref)
        (elem (table $table) (i32.const 0) func $nothing $id $other $otherIdentity $tail)
        (elem (table $secondTable) (i32.const 0) func $nothing $id $other $otherIdentity $tail)
        (elem declare func $nothing $id $other $otherIdentity $tail)
        (elem $segment funcref \(String(repeating: "(ref.func $nothing)", count: 1000)))
        (elem $dropped funcref (ref.func $nothing))
        (data $bytes "\(String(repeating: "0123456789abcdef", count: 1000))")
        (data $droppedData "0")
        (global $mine (mut i32) (i32.const 1))
        (tag $tag)
        (tag $tagValue (param i32))
        (tag $tag100 (type $values100))
        (func $nothing)
        (func $id (type $identity) (local.get 0))
        (func $tail (return_call $nothing))
        (func $tailIndirect (return_call_indirect $table (type $empty) (i32.const 0)))
        (func $tailSecond (return_call_indirect $secondTable (type $empty) (i32.const 0)))
        (func $tailOther (return_call_indirect $table (type $empty) (i32.const 2)))
        (func $tailRef (return_call_ref $empty (ref.func $nothing)))
        (func $thrower (param i32)
          (if (local.get 0) (then (call $thrower (i32.sub (local.get 0) (i32.const 1)))) (else (throw $tag))))
        (func $values100 (type $values100))
        (func $values1000 (type $values1000))
        (func $results100 (type $results100) \(String(repeating: "(i32.const 1)", count: 100)))
        (func $locals1000 (local \(String(repeating: "i64 ", count: 1000))))
        (func $locals50000 (local \(String(repeating: "i64 ", count: 50000))))
        """

    /// Definitions that only code beyond the plain loop can use.
    package static let fullDefinitions = """
        (global $vector (mut v128) (v128.const i32x4 1 2 3 4))
        (global $sG (ref $struct) (struct.new_default $struct))
        (global $subG (ref $substruct) (struct.new_default $substruct))
        (global $bG (ref $array8) (array.new_default $array8 (i32.const 100000)))
        (global $b2G (ref $array8) (array.new_default $array8 (i32.const 100000)))
        (global $wG (ref $array32) (array.new_default $array32 (i32.const 100000)))
        (global $w2G (ref $array32) (array.new_default $array32 (i32.const 100000)))
        (global $refsG (ref $arrayRef) (array.new_default $arrayRef (i32.const 10000)))
        (global $bigG (ref $struct1000) (struct.new_default $struct1000))
        """

    package static let locals = """
        (local $i i32) (local $I i64) (local $f f32) (local $F f64) (local $a i32) (local $A i64)
        (local $one i32) (local $zero i32) (local $t i32) (local $func funcref) (local $r (ref null $empty))
        (local $ro (ref null $empty))
        """

    package static let fullLocals = """
        (local $v v128) (local $s (ref null $struct)) (local $sub (ref null $substruct)) (local $any anyref)
        (local $b (ref null $array8)) (local $w (ref null $array32)) (local $refs (ref null $arrayRef))
        (local $b2 (ref null $array8)) (local $w2 (ref null $array32)) (local $e externref) (local $x exnref)
        (local $big (ref null $struct1000)) (local $i31 (ref null i31))
        """

    package static let setUp = """
        (local.set $i (i32.const 3)) (local.set $I (i64.const 5)) (local.set $f (f32.const 1.5))
        (local.set $F (f64.const 2.5)) (local.set $a (i32.const 1024)) (local.set $A (i64.const 1024))
        (local.set $one (i32.const 1)) (local.set $func (ref.func $nothing)) (local.set $r (ref.func $nothing))
        (local.set $ro (ref.func $other))
        """

    package static let fullSetUp = """
        (local.set $v (v128.const f64x2 1.5 2.5))
        (local.set $s (global.get $sG)) (local.set $sub (global.get $subG)) (local.set $any (global.get $sG))
        (local.set $b (global.get $bG)) (local.set $b2 (global.get $b2G)) (local.set $w (global.get $wG))
        (local.set $w2 (global.get $w2G)) (local.set $refs (global.get $refsG)) (local.set $big (global.get $bigG))
        (local.set $i31 (ref.i31 (i32.const 7)))
        (local.set $e (extern.convert_any (local.get $s)))
        """

    /// The text of the module. Row 0 is the empty loop.
    package var text: String {
        let isFull = setting == .full
        var result = "(module \(OperationModule.definitions)\n"
        if isFull { result += OperationModule.fullDefinitions }
        let locals = OperationModule.locals + (isFull ? OperationModule.fullLocals : "")
        let setUp = OperationModule.setUp + (isFull ? OperationModule.fullSetUp : "")
        for (index, row) in ([nil] + rows.map(Optional.some)).enumerated() {
            let body = row.map { String(repeating: $0.body + "\n", count: $0.copies) } ?? ""
            result += """
                (func $row\(index) (export "row\(index)") (param $n i32) \(locals) \(setUp)
                  (loop $again \(body)
                    (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))

                """
        }
        return result + OperationModule.driver(count: rows.count + 1) + ")"
    }

    /// Returns the driver. For each row it writes 16 bytes to stdout: the number of repetitions, and the least time
    /// that they took, in nanoseconds.
    private static func driver(count: Int) -> String {
        """
        (type $row (func (param i32)))
        (func $now (result i64)
          (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 0)))
          (i64.load (i32.const 0)))
        (func $time (param $row i32) (param $n i32) (result i64)
          (local $start i64)
          (local.set $start (call $now))
          (call_indirect $rows (type $row) (local.get $n) (local.get $row))
          (i64.sub (call $now) (local.get $start)))
        (func (export "_start")
          (local $row i32) (local $n i32) (local $t i64) (local $best i64) (local $left i32)
          (drop (table.grow $rows (ref.null func) (i32.const \(count))))
          (table.init $rows $rowFunctions (i32.const 0) (i32.const 0) (i32.const \(count)))
          (loop $next
            (local.set $n (i32.const 2))
            (loop $longer
              (local.set $n (i32.mul (local.get $n) (i32.const 2)))
              (local.set $best (call $time (local.get $row) (local.get $n)))
              (br_if $longer
                (i32.and (i64.lt_u (local.get $best) (i64.const 400000)) (i32.lt_u (local.get $n) (i32.const 0x1000000)))))
            (local.set $left (i32.const 3))
            (loop $more
              (local.set $t (call $time (local.get $row) (local.get $n)))
              (if (i64.lt_u (local.get $t) (local.get $best)) (then (local.set $best (local.get $t))))
              (br_if $more (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
            (i64.store (i32.const 64) (i64.extend_i32_u (local.get $n)))
            (i64.store (i32.const 72) (local.get $best))
            (i32.store (i32.const 16) (i32.const 64))
            (i32.store (i32.const 20) (i32.const 16))
            (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
            (local.set $row (i32.add (local.get $row) (i32.const 1)))
            (br_if $next (i32.lt_u (local.get $row) (i32.const \(count))))))
        (elem $rowFunctions funcref \((0..<count).map { "(ref.func $row\($0))" }.joined(separator: " ")))
        """
    }
}
