import Testing
import WasmSyntax
import WasmText

@Suite struct ScriptTests {
    private static func commands(_ text: String) throws -> [ScriptCommand] {
        var parser = try ScriptParser(Array(text.utf8))
        var result: [ScriptCommand] = []
        while let command = try parser.next() { result.append(command) }
        return result
    }

    @Test func commandsHaveTheirLines() throws {
        let commands = try Self.commands("(module)\n\n(invoke \"f\")\r\n(get $m \"g\") (register \"r\")")
        #expect(commands.map(\.line) == [1, 3, 4, 4])
    }

    @Test func aMalformedModuleDoesNotEndTheScript() throws {
        let commands = try Self.commands(
            """
            (assert_malformed (module (func (foo))) "unknown operator")
            (assert_malformed (module quote "(func" ")" "(bar)") "unknown operator")
            (module $x (func (export "f")))
            """)
        for command in commands.prefix(2) {
            guard case .assertMalformed(let module, "unknown operator") = command.kind else {
                Issue.record("not assert_malformed")
                continue
            }
            let error = #expect(throws: ParseError.self) { try module.parse() }
            #expect(error?.kind.description.hasPrefix("unknown operator") == true || error?.kind == .unexpectedToken)
        }
        guard case .module(let module)? = commands.last?.kind, case .module(let parsed) = try module.parse() else {
            Issue.record("not a module")
            return
        }
        #expect(module.name == "x")
        #expect(parsed.exports.map(\.name) == ["f"])
        #expect(NameSection(parsed).moduleName == "x")
    }

    @Test func threadsHaveCommandsOfTheirOwn() throws {
        let commands = try Self.commands(
            #"""
            (thread $t (shared (module $m)) (shared (module $n))
              (register "m" $m)
              (thread (invoke "f")))
            (wait $t)
            """#)
        guard case .thread(name: "t", shared: ["m", "n"], let inner) = commands.first?.kind,
            case .register(as: "m", instance: "m") = inner.first?.kind,
            case .thread(name: nil, shared: [], let innermost) = inner.last?.kind,
            case .action(.invoke(instance: nil, name: "f", arguments: [])) = innermost.first?.kind,
            case .wait(thread: "t") = commands.last?.kind
        else {
            Issue.record("a command is not what it should be")
            return
        }
        #expect(commands.map(\.line) == [1, 4])
        #expect(inner.map(\.line) == [2, 3])
        let deep = String(repeating: "(thread ", count: 100_000)
        #expect(throws: ParseError.self) { try Self.commands(deep) }
    }

    @Test func modulesAreGivenInAllForms() throws {
        let commands = try Self.commands(
            #"""
            (module binary "\00asm" "\01\00\00\00") (module definition $d (memory 1)) (module instance $i $d)
            (module instance $d) (module instance) (module $q quote "(memory" " 1)")
            (assert_unlinkable (module instance $d) "x") (assert_trap (module (start 0)) "y")
            """#)
        guard case .module(let binary) = commands[0].kind, case .binary(let bytes) = try binary.parse(),
            case .definition(let definition) = commands[1].kind,
            case .instance(name: "i", module: "d") = commands[2].kind,
            case .instance(name: nil, module: "d") = commands[3].kind,
            case .instance(name: nil, module: nil) = commands[4].kind,
            case .module(let quote) = commands[5].kind, case .module(let parsed) = try quote.parse(),
            case .assertUnlinkable(let instance, "x") = commands[6].kind, case .defined("d") = instance.content,
            case .assertUninstantiable(_, "y") = commands[7].kind
        else {
            Issue.record("a command is not what it should be")
            return
        }
        #expect(bytes == [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0])
        #expect(definition.name == "d")
        #expect(quote.name == "q")
        #expect(parsed.memories.count == 1)
    }

    @Test func fieldsAloneAreOneModule() throws {
        let commands = try Self.commands(";; all\n(func) (memory 1)")
        guard commands.count == 1, case .module(let module)? = commands.first?.kind,
            case .module(let parsed) = try module.parse()
        else {
            Issue.record("not one module")
            return
        }
        #expect(parsed.functions.count == 1 && parsed.memories.count == 1)
    }

    @Test func argumentsAreValues() throws {
        let commands = try Self.commands(
            """
            (invoke $m "f" (i32.const -1) (i64.const 1) (f32.const 1) (f64.const -0) (v128.const i32x4 1 2 3 4)
              (ref.null extern) (ref.extern 7) (ref.host 8))
            """)
        guard case .action(.invoke(instance: "m", name: "f", let arguments))? = commands.first?.kind else {
            Issue.record("not an invocation")
            return
        }
        #expect(
            arguments == [
                .i32(.max), .i64(1), .f32(0x3F80_0000), .f64(1 << 63), .v128(low: 0x2_0000_0001, high: 0x4_0000_0003),
                .null(.external), .external(7), .host(8),
            ])
    }

    @Test(
        arguments: [
            ("(i32.const 3)", [.value(.i32(3))]), ("(f32.const nan:canonical)", [.f32NaN(.canonical)]),
            ("(f64.const nan:arithmetic)", [.f64NaN(.arithmetic)]),
            ("(f32.const nan:0x1)", [.value(.f32(0x7F80_0001))]),
            (
                "(v128.const f64x2 nan:canonical 1)",
                [.vector(.f64x2, [.nan(.canonical), .bits(0x3FF0_0000_0000_0000)])]
            ),
            ("(ref.null)", [.null]), ("(ref.null func)", [.value(.null(.function))]),
            ("(ref.func)", [.reference(.function)]),
            ("(ref.extern)", [.reference(.external)]), ("(ref.extern 1)", [.value(.external(1))]),
            ("(ref)", [.reference(nil)]),
            ("(ref.i31)", [.reference(.i31)]), ("(ref.struct)", [.reference(.structure)]),
            ("(ref.eq)", [.reference(.equality)]),
            ("(ref.array)", [.reference(.array)]), ("(ref.any)", [.reference(.any)]),
            ("(ref.exn)", [.reference(.exception)]),
            ("(either (i32.const 1) (i32.const 2))", [.value(.i32(1)), .value(.i32(2))]),
        ] as [(String, [ResultPattern.Alternative])])
    func resultsAreValuesOrPatterns(_ text: String, _ alternatives: [ResultPattern.Alternative]) throws {
        let commands = try Self.commands("(assert_return (invoke \"f\") \(text))")
        guard case .assertReturn(_, let results)? = commands.first?.kind else {
            Issue.record("not assert_return")
            return
        }
        #expect(results == [ResultPattern(alternatives: alternatives)])
    }

    @Test(arguments: [
        "(assert_return (invoke \"f\") (either))", "(assert_return (invoke \"f\" (f32.const nan:canonical)))", "(foo)",
        "(invoke f)", "(module", "(assert_malformed (func) \"\")", "(v128.const i32x4 1)", "(func) module",
        "(assert_return (invoke \"f\") (either (either (ref))))",
    ])
    func malformedScriptsAreRefused(_ text: String) {
        #expect(throws: ParseError.self) { try Self.commands(text) }
    }
}
