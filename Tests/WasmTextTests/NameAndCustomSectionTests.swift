import Testing
import WasmSyntax
import WasmText

@Suite struct NameAndCustomSectionTests {
    @Test func identifiersAndAnnotationsBecomeNames() throws {
        let module = try parse(
            """
            (module $m (import "" "" (func $i)) (func (@name "shown") (param $p i32) (local $l (@name "L") i32))
              (func $f) (func) (type $s (struct (field $x i32))) (table $t 0 funcref) (memory $mem 0)
              (global $g i32 (i32.const 0)) (tag $e) (elem $el func) (data $d))
            """)
        let names = NameSection(module)
        #expect(names.moduleName == "m")
        #expect((0..<4).map { names.functionName($0) } == ["i", "shown", "f", nil])
        #expect((0..<2).map { names.nestedNames(.local)[1][$0] } == ["p", "L"])
        #expect(names.nestedNames(.field)[0][0] == "x")
        let spaces: [(NameSection.Space, Name)] = [
            (.type, "s"), (.table, "t"), (.memory, "mem"), (.global, "g"), (.tag, "e"), (.element, "el"), (.data, "d"),
        ]
        for (space, name) in spaces { #expect(names.names(space)[0] == name) }
    }

    @Test func namesAreLeftOutOnDemand() throws {
        #expect(try parse("(module $m (func $f))", emitNames: false).customSections.isEmpty)
        #expect(try parse("(module (func))").customSections.isEmpty)
    }

    @Test func customSectionsStandWhereTheyAreAskedFor() throws {
        let module = try parse(
            """
            (func) (@custom "last" "1" "2") (@custom "after type" (after type)) (@custom "first" (before first))
            (@custom "before func" (before func)) (@custom "after func" (after func)) (@custom "before tag" (before tag))
            """)
        let order = module.customSections.map { $0.name.text }
        #expect(order == ["first", "after type", "before func", "after func", "before tag", "last"])
        // The module has a type, a function and a code section.
        #expect(module.customSections.map(\.afterSection) == [0, 1, 1, 3, 3, 10])
        #expect(module.customSections.last.map { bytes($0.contents, of: module) } == Array("12".utf8))
    }

    // MARK: Branch hints

    /// Texts with the offsets of the hinted instructions, counted from the declaration of the locals, which takes 1
    /// byte.
    @Test(arguments: [
        ("(func i32.const 0 (@metadata.code.branch_hint \"\\01\") if end)", [3]),
        ("(func (@metadata.code.branch_hint \"\\01\") (if (i32.const 0) (then)))", [3]),
        ("(func (block (@metadata.code.branch_hint \"\\01\") (br_if 0 (i32.const 0))))", [5]),
        ("(func i32.const 0 (@metadata.code.branch_hint \"\" \"\\01\") (br_if 0))", [3]),
        (
            "(func (@metadata.code.branch_hint \"\\01\") (if (if (result i32) (@\"metadata.code.branch_hint\" \"\\01\")"
                + " (i32.eqz (i32.const 0)) (then (i32.const 1)) (else (i32.const 2))) (then)))",
            []
        ),
        (
            "(func (@metadata.code.branch_hint \"\\01\") (if (@\"\\6detadata.code.branch_hint\" \"\\01\")"
                + " (if (result i32) (i32.const 0) (then (i32.const 1)) (else (i32.const 2))) (then)))",
            [3, 11]
        ),
        ("(func (local i32 f64 f64) i32.const 0 (@metadata.code.branch_hint \"\\01\") (br_if 0))", [7]),
    ])
    func branchHintsBecomeASection(_ text: String, _ offsets: [Int]) throws {
        let module = try parse("(import \"\" \"\" (func)) (func) \(text) (func)")
        guard !offsets.isEmpty else {
            // A hint at `i32.eqz` parses, but has an invalid target.
            #expect(throws: BranchHints.Fault.invalidTarget) { try BranchHints(module) }
            return
        }
        let hints = offsets.map { BranchHints.Hint(offset: UInt32($0), isLikely: true) }
        #expect(try BranchHints(module).functions == [BranchHints.Function(index: 2, hints: hints)])
        #expect(module.customSections.map(\.afterSection) == [SectionID.function.rawValue])
        #expect(try RoundTrip.survivesText(module))
        let printed = String(decoding: try TextPrinter.print(module), as: UTF8.self)
        #expect(printed.contains("(@metadata.code.branch_hint"))
        #expect(!printed.contains("@custom"))
    }

    /// Faults in the section are no error of the module; ``BranchHints`` reports them.
    @Test(arguments: [
        ("", BranchHints.Fault.malformed(.unexpectedEnd)), ("\\01\\01\\01\\03\\01", .malformed(.unexpectedEnd)),
        ("\\ff\\ff\\ff\\ff\\0f", .malformed(.lengthOutOfBounds)),
        ("\\00\\00", .malformed(.sectionSizeMismatch)), ("\\01\\01\\01\\03\\02\\00\\00", .reservedSize),
        ("\\01\\01\\01\\03\\01\\02", .invalidValue), ("\\01\\02\\00", .unknownFunction(2)),
        ("\\01\\00\\00", .unknownFunction(0)), ("\\02\\01\\00\\01\\00", .outOfOrder),
        ("\\01\\01\\02\\03\\01\\00\\03\\01\\00", .outOfOrder), ("\\01\\01\\01\\01\\01\\00", .invalidTarget),
        ("\\01\\01\\01\\7f\\01\\00", .invalidTarget),
    ])
    func wrongBranchHintsAreNoError(_ contents: String, _ fault: BranchHints.Fault) throws {
        let module = try parse(
            """
            (import "" "" (func)) (func i32.const 0 if end)
            (@custom "metadata.code.branch_hint" (before code) "\(contents)")
            """)
        #expect(throws: fault) { try BranchHints(module) }
        #expect(try RoundTrip.survivesText(module))
    }
}
