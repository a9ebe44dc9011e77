import Testing
import WasmSyntax
import WasmText

/// Texts that break recursive parsers, or parsers whose time grows with the square of the input.
@Suite struct HostileTextTests {
    private static func nested(_ opening: String, _ inner: String, _ closing: String, _ depth: Int = 20_000) -> String {
        String(repeating: opening, count: depth) + inner + String(repeating: closing, count: depth)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("blocks", "(func " + nested("block ", "", "end ") + ")", true),
            ("folded blocks", "(func " + nested("(block ", "", ")") + ")", true),
            ("folded conditions", "(func " + nested("(if ", "(nop)", "(then))") + ")", true),
            ("clauses", "(func " + nested("(if (nop) (then ", "", "))") + ")", true),
            ("operands", "(func " + nested("(drop ", "", ")") + ")", true),
            ("labels that hide each other", "(func " + nested("block $a br $a ", "", "end $a ") + ")", true),
            ("parentheses", nested("(", "", ")"), false),
            ("parentheses in a function", "(func " + nested("(", "", ")") + ")", false),
            ("comments", nested("(;", "", ";)"), true),
            ("open comments", String(repeating: "(;", count: 20_000), false),
            ("annotations", nested("(@a ", "", ")"), true),
            ("parentheses in annotations", "(@a " + nested("(", "", ")") + ")", true),
            ("open annotations", String(repeating: "(@a ", count: 20_000), false),
        ])
    func depthCostsNoStack(_ what: String, _ text: String, _ isWellFormed: Bool) throws {
        guard isWellFormed else {
            #expect(throws: ParseError.self) { try parse(text) }
            return
        }
        let module = try parse(text)
        #expect(try RoundTrip.survivesText(module))
    }

    /// The nesting of instructions is limited. Takes seconds in a debug build.
    @Test(.enabled(if: Suite.folder != nil))
    func depthIsLimited() throws {
        let error = #expect(throws: ParseError.self) {
            try parse("(func \(Self.nested("block ", "", "end ", 1_000_001)))")
        }
        #expect(error?.kind == .limitExceeded("nested instructions"))
        #expect(throws: Never.self) { try parse("(func \(Self.nested("block ", "", "end ", 200_000)))") }
    }

    /// Texts that would take minutes if the parser searched from the start for every item.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            (0..<50_000).map { "(func $f\($0) (call $f\(49_999 - $0)))" }.joined(),
            (0..<50_000).map { "(type $t\($0) (func (param (ref $t\(49_999 - $0)))))" }.joined(),
            "(func " + (0..<50_000).map { "(local $l\($0) i32)" }.joined() + ")"
                + String(repeating: "(func (local $x i32))", count: 50_000),
            "(func " + (0..<50_000).map { "block $l\($0) br $l\($0 / 2) " }.joined()
                + String(repeating: "end ", count: 50_000) + ")",
            String(repeating: "(@custom \"a\" \"b\")", count: 50_000),
            String(repeating: "(func (@name \"a\"))", count: 50_000),
            "(global f64 (f64.const 0." + String(repeating: "7", count: 1_000_000) + "))",
            "(func $" + String(repeating: "x", count: 1_000_000) + ")",
        ])
    func lengthCostsTimeInProportion(_ text: String) throws {
        #expect(throws: Never.self) { try parse(text) }
    }

    /// The line of an error is counted from the start of the module, not of the script: otherwise 20,000 errors would
    /// take 5 s in a release build.
    @Test(.timeLimit(.minutes(1)))
    func errorsOfAScriptTakeTimeInProportion() throws {
        let count = 3_000
        let line = "(assert_malformed (module (foo)) \"é\")\n"
        var script = try ScriptParser(Array(String(repeating: line, count: count).utf8))
        var number = 0
        while let command = try script.next() {
            number += 1
            guard case .assertMalformed(let module, _) = command.kind else { continue }
            let error = #expect(throws: ParseError.self) { try module.parse() }
            #expect(error?.line == number && error?.column == 28)
        }
        #expect(number == count)
    }
}
