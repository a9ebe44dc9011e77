import Testing
import WasmBinary
import WasmSyntax
import WasmText

/// A module has one name section, whether its names come from identifiers, from a `@custom` annotation, or both.
@Suite struct WrittenNameSectionTests {
    /// The section that the text contains, the fields behind it, and the resulting section of the module.
    static let cases: [(written: String, fields: String, contents: String)] = [
        // The module's name from the section, and the function's name.
        (#"\00\02\01m"#, "(func $f)", "\u{0}\u{2}\u{1}m\u{1}\u{4}\u{1}\u{0}\u{1}f"),
        ("", "(func $f)", "\u{1}\u{4}\u{1}\u{0}\u{1}f"),
        // No name to add.
        (#"\01\04\01\00\01g"#, "(func)", "\u{1}\u{4}\u{1}\u{0}\u{1}g"),
        // If both name the same thing, the section takes precedence.
        (#"\01\04\01\00\01g"#, "(func $f)", "\u{1}\u{4}\u{1}\u{0}\u{1}g"),
        (#"\01\04\01\00\01g"#, "(func (@name \"f\"))", "\u{1}\u{4}\u{1}\u{0}\u{1}g"),
        // The entries of both, in order.
        (
            #"\01\04\01\01\01g"#, "(func $a) (func $b) (func $c)",
            "\u{1}\u{A}\u{3}\u{0}\u{1}a\u{1}\u{1}g\u{2}\u{1}c"
        ),
        // Locals are merged by function.
        (
            #"\02\06\01\00\01\01\01y"#, "(func (local $a i32) (local $b i32)) (func (local $c i32))",
            "\u{2}\u{E}\u{2}\u{0}\u{2}\u{0}\u{1}a\u{1}\u{1}y\u{1}\u{1}\u{0}\u{1}c"
        ),
        // Unknown subsections stay, and the subsection of the identifiers is inserted in order.
        (#"\00\02\01m\4d\01x"#, "(func $f)", "\u{0}\u{2}\u{1}m\u{1}\u{4}\u{1}\u{0}\u{1}f\u{4D}\u{1}x"),
        // A malformed section stays unchanged: a wrong length, order of subsections, entry, or order of entries.
        (#"\01\09\01"#, "(func $f)", "\u{1}\u{9}\u{1}"),
        (#"\04\01\00\00\02\01m"#, "(func $f)", "\u{4}\u{1}\u{0}\u{0}\u{2}\u{1}m"),
        (#"\01\04\02\00\01g"#, "(func $f)", "\u{1}\u{4}\u{2}\u{0}\u{1}g"),
        (#"\01\07\02\01\01g\00\01h"#, "(func $f)", "\u{1}\u{7}\u{2}\u{1}\u{1}g\u{0}\u{1}h"),
    ]

    @Test(arguments: cases.indices)
    func thereIsOneNameSection(_ index: Int) throws {
        let (written, fields, contents) = WrittenNameSectionTests.cases[index]
        let module = try parse("(module (@custom \"name\" \"\(written)\") \(fields))")
        #expect(module.customSections.map(\.name) == ["name"])
        #expect(module.customSections.map { bytes($0.contents, of: module) } == [Array(contents.utf8)])
        let decoded = try BinaryDecoder.decode(BinaryEncoder.encode(module))
        #expect(decoded.isEquivalent(to: module))
        let again = try TextParser.parseModule(TextPrinter.print(decoded))
        #expect(again.isEquivalent(to: module))
    }

    /// If the text contains several name sections, the first one gets the names.
    @Test func theFirstOfSeveralGetsTheNames() throws {
        let module = try parse(#"(@custom "name" "\00\02\01m") (@custom "name" "\00\02\01n") (func $f)"#)
        #expect(module.customSections.count == 2)
        #expect(NameSection(module).functionName(0) == "f")
        #expect(NameSection(module).moduleName == "m")
    }
}

/// Printing passes its text on in parts, and can be interrupted.
@Suite struct StreamedPrintingTests {
    final class Stop: Interruption {
        func reasonToStop() -> InterruptReason? { .cancelled }
    }

    @Test func partsAreTheWholeAndSmall() throws {
        let data = String(repeating: "\\ff", count: 300_000)
        let body = String(repeating: "(drop (i32.const 1))", count: 5_000)
        let name = String(repeating: "\u{E9}", count: 40_000)
        let module = try parse("(func \(body)) (memory 1) (data \"\(data)\") (export \"\(name)\" (func 0))")
        var parts: [[UInt8]] = []
        try TextPrinter.print(module) { parts.append($0) }
        #expect(parts.map(\.count).max() ?? 0 < 200 << 10)
        #expect(Array(parts.joined()) == (try TextPrinter.print(module)))
        #expect(try TextParser.parseModule(Array(parts.joined())).isEquivalent(to: module))
    }

    @Test func itCanBeInterrupted() throws {
        let module = try parse("(func)")
        #expect(throws: Interrupted(.cancelled)) { try TextPrinter.print(module, interruption: Stop()) }
    }

    /// A text that is much longer than the module is refused before it is written.
    @Test func theTextIsBounded() throws {
        var module = ModuleSyntax()
        module.types = [SubType(composite: .function(FunctionType(parameters: [], results: [])))]
        module.recursiveGroups = [0..<1]
        module.bytes = [0x0B]
        let locals = [LocalGroup(count: 50_000, type: .anyref)]
        module.functions = [UInt32](repeating: 0, count: 100)
        module.bodies = [FunctionBody](repeating: FunctionBody(locals: locals, code: 0..<1), count: 100)
        var written = 0
        let error = #expect(throws: DecodeError.self) { try TextPrinter.print(module) { written += $0.count } }
        #expect(error?.kind == .limitExceeded("size of the printed text"))
        #expect(written <= ImplementationLimits.textSize(moduleSize: 1))
    }
}
