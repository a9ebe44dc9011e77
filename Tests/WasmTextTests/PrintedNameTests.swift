import Testing
import WasmBinary
import WasmSyntax
import WasmText

/// Names of the name section are printed as identifiers, and survive printing and parsing byte by byte.
@Suite struct PrintedNameTests {
    private static func printed(_ module: ModuleSyntax) throws -> String {
        String(decoding: try TextPrinter.print(module), as: UTF8.self)
    }

    /// Every index space, and every place that names an index.
    static let everySpace = """
        (module $m
          (type $t (func (param i32) (result i32)))
          (rec (type $s (sub (struct (field $a i32) (field i64) (field $c (mut (ref null $s)))))) (type $v (array i8)))
          (import "m" "f" (func $f (type $t)))
          (import "m" (item "g" (global $g i32)) (item "k" (func $k)))
          (table $tab 2 funcref) (table $tab2 2 funcref)
          (memory $mem 1) (memory $mem2 1)
          (tag $e (param i32))
          (global $h (mut i32) (i32.const 0))
          (export "x" (func $f)) (export "y" (memory $mem2))
          (start $k)
          (elem $el (table $tab2) (offset i32.const 0) func $f $k)
          (elem $ex (ref null $t) (item ref.func $f))
          (data $d (memory $mem2) (offset i32.const 0) "a")
          (func $main (type $t) (param $p i32) (result i32) (local i64 i64) (local $x i32) (local $y (ref null $s))
            (block $out (result i32)
              (loop $in (br_if $in (local.get $p)) (br_table $in 2 $out (i32.const 1) (local.get $x)))
              (i32.const 0))
            (drop) (block (block $out (br 1)))
            (struct.set $s $c (local.get $y) (struct.new_default $s))
            (drop (struct.get $s $a (local.get $y)))
            (drop (array.new_data $v $d (i32.const 0) (i32.const 0)))
            (drop (array.new_elem $v $ex (i32.const 0) (i32.const 0)))
            (array.copy $v $v (ref.null $v) (i32.const 0) (ref.null $v) (i32.const 0) (i32.const 0))
            (memory.init $mem2 $d (i32.const 0) (i32.const 0) (i32.const 0))
            (memory.copy $mem $mem2 (i32.const 0) (i32.const 0) (i32.const 0))
            (table.init $tab2 $el (i32.const 0) (i32.const 0) (i32.const 0))
            (table.copy $tab $tab2 (i32.const 0) (i32.const 0) (i32.const 0))
            (data.drop $d) (elem.drop $el)
            (drop (call_indirect $tab2 (type $t) (i32.const 0) (i32.const 0)))
            (drop (i32.load $mem2 offset=1 (memory.size $mem2)))
            (drop (ref.test (ref $s) (ref.null $s)))
            (block $h (result i32) (try_table (catch $e $h) (throw $e (global.get $h))) (i32.const 1))
            (global.set $h) (call $f (global.get $g))))
        """

    static let round: [String] = [
        everySpace,
        // Names that are no plain identifiers, that are equal, or that others' new names would be equal to.
        #"(module $"a b" (func $"\00\"") (func (@name "")) (func $"Zürich") (func (@name "Zürich")) (global $f i32 i32.const 0))"#,
        #"(func $f) (func (@name "f")) (func $"f#1") (func (@name "f")) (export "a" (func 1)) (export "b" (func 3))"#,
        // Labels may repeat and shadow one another; only the innermost can be named.
        #"(func (block $l (block $l (br 0) (br 1) (br 2))) (block (@name "x y") (loop $m (block (br $m)))))"#,
        "(func (if $c (block $first (result i32) (i32.const 1)) (then (br $c)) (else (br $c))))",
        // Parameters without a name between others; locals of equal types.
        "(func (param i32) (param $b i64) (param i32) (result i32) (local i32) (local $a i32) (local i32 f32) unreachable)",
        "(type (func (param i32))) (func (type 0) (local $x i32) (local.set $x (local.get 0)))",
        // The imports of a group with one type have no identifiers.
        #"(import "m" (item "a") (item "b") (func)) (func $f (call 0) (call $f))"#,
        // Sections behind the names.
        #"(func $f) (@custom "x" (after data) "y")"#,
        #"(func $f) (@custom "name" (before first) "\01\04\01\00\01g")"#,
    ]

    @Test(arguments: round)
    func bytesSurvive(_ text: String) throws {
        let module = try parse(text)
        let bytes = BinaryEncoder.encode(module)
        let printed = try PrintedNameTests.printed(try BinaryDecoder.decode(bytes))
        #expect(BinaryEncoder.encode(try parse(printed)) == bytes, "\(printed)")
        #expect(try PrintedNameTests.printed(try parse(printed)) == printed)
    }

    @Test func everySpaceIsPrintedWithIdentifiers() throws {
        let printed = try PrintedNameTests.printed(try parse(PrintedNameTests.everySpace))
        #expect(!printed.contains("@custom"))
        for part in [
            "(module $m", "(type $t (;0;) (func", "(field $a i32) (field i64) (field $c (mut (ref null $s)))",
            "(func $f (;0;) (type $t))", "(item \"g\" (global $g (;0;) i32))", "(table $tab2 (;1;) 2 funcref)",
            "(memory $mem2 (;1;) 1)", "(tag $e (;0;) (type", "(export \"x\" (func $f))", "(start $k)",
            "(elem $el (table $tab2) (offset i32.const 0) func $f $k)", "(data $d (memory $mem2)",
            "(func $main (;2;) (type $t) (param $p i32) (result i32)", "(local $x i32)", "(local $y (ref null $s))",
            "block $out (result i32)", "loop $in", "br_if $in", "br_table $in 2 $out", "struct.set $s $c",
            "array.new_data $v $d", "memory.init $mem2 $d", "memory.copy $mem $mem2", "table.init $tab2 $el",
            "call_indirect $tab2 (type $t)", "i32.load $mem2 offset=1", "ref.test (ref $s)", "(catch $e $h)",
            "throw $e", "global.get $g",
        ] {
            #expect(printed.contains(part), "\(part)")
        }
    }

    /// Sections of which identifiers cannot say everything, behind a module with one function of one parameter and one
    /// block. They are kept as they are.
    static let kept: [[UInt8]] = [
        [],
        // Unknown subsections; a length that is wrong; a number in a longer form; out of order; the same index twice.
        [0x4D, 1, 0x78], [1, 9, 1, 0, 1, 0x66], [1, 5, 0x81, 0, 0, 1, 0x66], [1, 7, 2, 1, 1, 0x66, 0, 1, 0x67],
        [1, 7, 2, 0, 1, 0x66, 0, 1, 0x67],
        // Indices that there are not: functions, locals, labels, owners, fields.
        [1, 4, 1, 5, 1, 0x66], [2, 6, 1, 0, 1, 9, 1, 0x78], [3, 6, 1, 0, 1, 1, 1, 0x78], [2, 6, 1, 7, 1, 0, 1, 0x78],
        [10, 6, 1, 0, 1, 0, 1, 0x78],
        // Empty maps and groups, and names that are not UTF-8.
        [1, 1, 0], [2, 3, 1, 0, 0], [1, 4, 1, 0, 1, 0xFF], [0, 2, 1, 0xFF],
    ]

    @Test(arguments: kept)
    func otherSectionsAreKept(_ contents: [UInt8]) throws {
        var module = try parse("(func (param i32) (block))")
        let start = module.bytes.count
        module.bytes += contents
        module.customSections = [
            CustomSection(
                name: "name", contents: start..<module.bytes.count, afterSection: SectionID.code.rawValue)
        ]
        let bytes = BinaryEncoder.encode(module)
        let printed = try PrintedNameTests.printed(try BinaryDecoder.decode(bytes))
        #expect(printed.contains("@custom \"name\""))
        #expect(BinaryEncoder.encode(try parse(printed)) == bytes, "\(printed)")
    }

    /// A long name that short instructions use often does not make the text too long.
    @Test func longNamesAreNotRepeatedForEver() throws {
        let name = String(repeating: "n", count: 90_000)
        let module = try parse("(func $\(name) \(String(repeating: "(call 0)", count: 50_000)))")
        let printed = try TextPrinter.print(module)
        #expect(printed.count < 20 << 20)
        #expect(try TextParser.parseModule(printed).isEquivalent(to: module))
    }
}
