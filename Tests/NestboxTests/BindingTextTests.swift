import Foundation
import Testing
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText

@testable import Nestbox

/// The text that `nestbox bindings` writes, piece by piece and for the modules of the official suite.
struct BindingTextTests {
    /// A module, and lines that its source has together.
    struct Case: Sendable, CustomTestStringConvertible {
        var fields: String
        var lines: [String]

        var testDescription: String { fields }

        init(_ fields: String, _ lines: String...) { (self.fields, self.lines) = (fields, lines) }
    }

    static let exports: [Case] = [
        Case(
            #"(func (export "add") (param $left i32) (param i64) (result f32) unreachable)"#,
            """
                /// The exported function "add": `[i32 i64] -> [f32]`.
                func add(left: Int32, _ a1: Int64) throws -> Float {
                    try exports.add(left, a1)
                }
            """, "        let add: (Int32, Int64) throws -> Float",
            #"self.add = try instance.function(named: "add", as: ((Int32, Int64) throws -> Float).self)"#),
        Case(
            #"(func (export "two") (result f64 v128) unreachable)"#,
            "    func two() throws -> (Double, SIMD16<UInt8>) {"),
        Case(
            #"(func (export "refs") (param funcref externref) (result anyref) unreachable)"#,
            "    func refs(_ a0: Function?, _ a1: ExternalReference?) throws -> InternalReference? {"),
        Case(
            #"(func (export "f") (param $in i32) (param $a1 i32) (param i32) (param $self i32)"#
                + #"(param $a-b i32) (param $a_b i32))"#,
            "    func f(`in`: Int32, a1: Int32, _ a2: Int32, self_2: Int32, aB: Int32, aB_2: Int32) throws {",
            "try exports.f(`in`, a1, a2, self_2, aB, aB_2)"),
        Case(
            #"(func (export "f") (param $a2 i32) (param i32) (param i32))"#,
            "    func f(a2: Int32, _ a1: Int32, _ a2_2: Int32) throws {"),
        Case(
            #"(func (export "f") (param exnref))"#,
            """
                /// It takes and returns values because typed calls do not take exnref.
                func f(_ arguments: [Value]) throws -> [Value] { try exports.f.call(arguments) }
            """, "        let f: Function\n"),
        // References of exported functions are taken by their hierarchy.
        Case(
            #"(func (export "f") (param (ref func) eqref i31ref (ref array)) (result nullref (ref extern)) unreachable)"#,
            "func f(_ a0: Function, _ a1: InternalReference?, _ a2: InternalReference?, _ a3: InternalReference) "
                + "throws -> (InternalReference?, ExternalReference) {"),
        Case(
            #"(type $s (struct)) (type $f (func (param (ref null $s)))) (type $a (array i8))"#
                + #"(func (export "f") (param (ref null $f) (ref $s) (ref null $a) nullfuncref nullexternref))"#,
            "func f(_ a0: Function?, _ a1: InternalReference, _ a2: InternalReference?, _ a3: Function?, "
                + "_ a4: ExternalReference?) throws {"),
        Case(
            #"(func (export "f") (param anyref (ref exn)))"#, "because typed calls do not take (ref exn)."),
        Case(
            "(func (export \"f\") (param\(String(repeating: " i32", count: 1_000))))",
            "because it has 1000 parameters.",
            #""f", parameters: 1000, results: 0)"#),
        Case(
            "(func (export \"f\") (result\(String(repeating: " i32", count: 9))) unreachable)",
            "because it has 9 results."),
        Case(
            "(func (export \"f\") (param\(String(repeating: " f64", count: 16))))",
            "_ a14: Double, _ a15: Double) throws {"),
        Case(
            #"(global (export "g") (mut f32) (f32.const 0)) (func (export "set_g"))"#,
            """
                var g: Float {
                    get throws {
                        guard !instance.isDiscarded, case .f32(let value) = exports.g.value else {
                            throw CallError.instanceDiscarded
                        }
                        return value
                    }
                }

                /// Sets the exported global "g".
                func setG_2(_ value: Float) throws {
                    try exports.g.setValue(.f32(value))
                }
            """),
        Case(
            #"(global (export "g") v128 (v128.const i64x2 0 0))"#, "    var g: SIMD16<UInt8> { exports.g }",
            "fileprivate init(vectorHalves halves: (low: UInt64, high: UInt64)) {"),
        Case(
            #"(func $f) (global (export "g") (ref func) (ref.func $f))"#, "    var g: Value { exports.g }",
            #"self.g = try instance.exportedGlobal(named: "g", isMutable: false).value"#),
        Case(
            #"(memory (export "memory") 1) (table (export "table") 1 funcref) (tag (export "tag") (param f32))"#,
            "    var memory: GuestMemory { exports.memory }", "    var table: Table { exports.table }",
            "    /// The exported tag \"tag\": `[f32] -> []`.\n    var tag: Tag { exports.tag }"),
        // A name of the name section stands in for one that cannot be read, and one of its kind and place for none.
        Case(
            #"(func $helper (export "")) (memory $main (export "-") 1) (func (export "_"))"#,
            "    func helper() throws {", "    var main: GuestMemory {", "    func function2() throws {"),
    ]

    static let imports: [Case] = [
        Case(
            #"(import "env" "log_text" (func (param i32 i32) (result i64)))"#,
            """
            protocol TImports {
                /// The imported function "log_text": `[i32 i32] -> [i64]`, from "env".
                func logText(_ call: HostCall, _ a0: Int32, _ a1: Int32) throws -> Int64
            }
            """,
            """
                    module0.define(
                        "log_text",
                        HostFunction(withCall: { (call: HostCall, a0: Int32, a1: Int32) throws -> Int64 in
                            try implementation.logText(call, a0, a1)
                        }))
                    return [module0]
            """, "init(_ module: Module, in store: Store, imports implementation: some TImports) throws {",
            """
                    self = try session.instantiate(
                        module, hostModules: Self.hostModules(implementation),
                        defining: { Self.addItems(implementation, to: &$0) }, binding: { try Self($0) })
            """),
        // Parameters of imports have names if the name section has some.
        Case(
            #"""
            (import "env" "f" (func (param i32 f32)))
            (@custom "name" "\02\0f\01\00\02\00\04\69\74\65\6d\01\04\73\69\7a\65")
            """#, "func f(_ call: HostCall, item: Int32, size: Float) throws\n",
            "try implementation.f(call, item: a0, size: a1)"),
        // Names are apart by their modules, if they need to be.
        Case(
            #"(import "a" "f" (func)) (import "b" "f" (func)) (import "b" "g" (func))"#
                + #"(import "" "f" (func)) (import "c" "aF" (func))"#,
            "func a_f(_ call: HostCall) throws", "func bF(_ call: HostCall) throws", "func g(_ call: HostCall) throws",
            "func f(_ call: HostCall) throws", "func aF(_ call: HostCall) throws"),
        // One definition is for all imports of a name.
        Case(
            #"(import "a" "f" (func)) (import "a" "f" (func)) (import "a" "m" (memory 1)) (import "a" "m" (memory 2))"#,
            "    static func hostModules(_ implementation: some TImports) -> [HostModule] {\n"
                + "        var module0 = HostModule(\"a\")\n        module0.define(\n            \"f\","),
        Case(
            #"(import "a" "m" (memory 1)) (import "a" "g" (global (mut i32))) "#
                + #"(import "b" "t" (table 1 funcref)) (import "a" "e" (tag))"#,
            """
                    let module0: Name = "a"
                    imports.define("m", in: module0, .memory(implementation.m))
                    imports.define("g", in: module0, .global(implementation.g))
                    let module1: Name = "b"
                    imports.define("t", in: module1, .table(implementation.t))
                    imports.define("e", in: module0, .tag(implementation.e))
            """, "        return []\n"),
        Case(
            #"(import "a" "f" (func (param externref) (result i32 v128)))"#,
            """
                        HostFunction(type: FunctionType(parameters: [.externref], results: [.i32, .v128])) { call in
                            var a0: ExternalReference?
                            if case .externref(let value) = call.value(at: 0, as: .externref) { a0 = value }
                            let results = try implementation.f(call, a0)
                            try call.setResult(.i32(results.0), at: 0)
            """, "(.v128(low: results.1.vectorHalves.low, high: results.1.vectorHalves.high), at: 1)"),
        Case(
            #"(import "a" "f" (func (param exnref) (result i32)))"#,
            "func f(_ call: HostCall, _ arguments: [Value]) throws -> [Value]",
            "Self.function(Self.type0) { call, arguments in",
            "private static let type0 = FunctionType(\n        parameters: [.exnref],\n        results: [.i32])"),
        Case(
            #"(import "a" "f" (func (param eqref)))"#, "    var f: Function { get }", "and this one has (ref null eq).",
            #"imports.define("f", in: module0, .function(implementation.f))"#),
    ]

    @Test(arguments: exports + imports)
    func theSourceHas(_ example: Case) throws {
        let source = try SwiftBindings(Module(text: "(module \(example.fields))"), typeName: "T").source()
        for lines in example.lines { #expect(source.contains(lines), "\(source)") }
        if source.contains("vectorHalves:") { #expect(source.contains("fileprivate var vectorHalves")) }
    }

    /// The whole source of a module without exports, and for which a policy grants everything.
    @Test func theSourceOfACommandIsShort() throws {
        let module = try Module(
            text: #"(module $tool (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))))"#)
        #expect(
            try SwiftBindings(module).source() == """
                // Written by `nestbox bindings --type Tool`. Changes are lost when it is written again.
                // swift-format-ignore-file

                import Nestbox

                /// An instance of the module "tool", with a member for each export. It belongs to its store.
                struct Tool {
                    /// The instance.
                    let instance: Instance
                    private let exports: Exports

                    /// Binds the exports of an instance.
                    ///
                    /// - Throws: `BindingError` or `CallError` if one is missing or has another type.
                    init(_ instance: Instance) throws {
                        self.instance = instance
                        exports = try Exports(instance)
                    }

                    /// Instantiates a module in a session, whose policy must allow the functions of the host.
                    init(_ module: Module, in session: GuestSession) throws {
                        try self.init(session.instantiate(module))
                    }
                }

                extension Tool {
                    /// The exports, which are looked up once.
                    private final class Exports {
                        init(_ instance: Instance) throws {
                        }
                    }
                }

                """)
    }

    // MARK: The command

    static let text = "(module (func (export \"f\")))"

    static let commands: [CommandCase] = [
        CommandCase(["bindings"], exits: 2, says: "a module is missing"),
        CommandCase(["bindings", "MODULE", "MODULE"], module: text, exits: 2, says: "one module at a time"),
        CommandCase(["bindings", "MODULE"], module: "(module (func (result i32)))", exits: 3, says: "invalid module"),
        CommandCase(
            ["bindings", "--type", "Store", "MODULE"], module: text, exits: 2, says: "--type needs a name", "'Store'"),
        CommandCase(
            ["bindings", "-o", "/no/such/folder/x", "MODULE"], module: text, exits: 2, says: "/no/such/folder/x"),
    ]

    @Test(arguments: commands)
    func theCommandSaysWhatIsWrong(_ command: CommandCase) throws { try command.check(.built) }

    /// The file is named after the module's file, whose folder it does not mention.
    @Test func theCommandWritesAFile() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file("my-plug_in.wat", BindingTextTests.text.utf8)
        let outcome = try NestboxCommand.built.run(["bindings", "-o", folder.path("x.swift"), module])
        #expect(outcome.code == 0 && outcome.stdout.isEmpty && outcome.stderr.isEmpty)
        let written = try folder.text("x.swift")
        #expect(try written == BindingsTests.source(BindingTextTests.text, file: "my-plug_in.wat"))
        #expect(written.contains("struct MyPlugIn {") && !written.contains(folder.url.path))
        let piped = try NestboxCommand.built.run(["bindings", "--type", "MyPlugIn", module])
        #expect(piped.text == written)
    }

    /// An interruption ends the writing of a large module.
    @Test func writingIsInterrupted() throws {
        let module = try BindingNameTests.module(exporting: (0..<1_000).map { "f\($0)" })
        let bindings = SwiftBindings(module)
        #expect(throws: Interrupted(.cancelled)) { try bindings.source(interruption: Cancelled()) }
    }

    private final class Cancelled: Interruption {
        func reasonToStop() -> InterruptReason? { .cancelled }
    }

    // MARK: Many modules

    /// Guests of the repository: names of compilers.
    @Test(arguments: ["Tests/Guests", "Examples"])
    func guestsHaveSources(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path(folder)).filter {
            $0.hasSuffix(".wasm")
        }
        #expect(!names.isEmpty)
        for name in names {
            try BindingTextTests.check(Module(bytes: Repository.bytes("\(folder)/\(name)")), name)
        }
    }

    static let suite: String? = {
        let path =
            ProcessInfo.processInfo.environment["NESTBOX_TESTSUITE"]
            ?? Repository.root.appendingPathComponent("../shared/testsuite").standardized.path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Swift's compiler, if it is in the search path.
    static let compiler = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map { "\($0)/swiftc" }
        .first(where: FileManager.default.isExecutableFile)

    /// All valid modules of the official suite have sources, which Swift's compiler parses. `NESTBOX_BINDINGS=FOLDER` keeps
    /// them there.
    @Test(.enabled(if: suite != nil))
    func modulesOfTheSuiteHaveSources() throws {
        let folder = URL(fileURLWithPath: try #require(BindingTextTests.suite))
        let temporary = try TemporaryFolder()
        let written = ProcessInfo.processInfo.environment["NESTBOX_BINDINGS"] ?? temporary.url.path
        var (count, files): (Int, [String]) = (0, [])
        for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }).sorted() ?? []
        where path.hasSuffix(".wast") {
            var parser = try ScriptParser(Array(Data(contentsOf: folder.appendingPathComponent(path))))
            while let command = try parser.next() {
                guard case .module(let script) = command.kind, let module = BindingTextTests.valid(script) else {
                    continue
                }
                count += 1
                let source = try BindingTextTests.check(module, "\(path):\(command.line)", type: "T\(count)")
                files.append("\(written)/T\(count).swift")
                try Data(source.utf8).write(to: URL(fileURLWithPath: files[count - 1]))
            }
        }
        #expect(count > 1_000)
        guard let compiler = BindingTextTests.compiler else { return }
        let list = try temporary.file("list", files.joined(separator: "\n").utf8)
        let parsed = try NestboxCommand(path: compiler).run(["-frontend", "-parse", "-filelist", list])
        #expect(parsed.code == 0 && parsed.stderr.isEmpty, "\(parsed.stderr.prefix(1_000))")
    }

    /// The module of a script; `nil` if it uses proposals that are off.
    private static func valid(_ script: ScriptModule) -> Module? {
        switch try? script.parse() {
        case .module(let syntax): try? Module(bytes: BinaryEncoder.encode(syntax))
        case .binary(let bytes): try? Module(bytes: bytes)
        default: nil
        }
    }

    /// Checks what is true of each source: names are apart, everything is ASCII, and braces are balanced outside of
    /// literals and comments.
    @discardableResult
    static func check(_ module: Module, _ name: String, type: String? = nil) throws -> String {
        let bindings = SwiftBindings(module, typeName: type, fileName: name)
        let source = try bindings.source()
        #expect(bindings.exports.count == module.exports.count, "\(name)")
        let members = bindings.exports.map(\.member) + bindings.exports.map(\.setter).filter { !$0.isEmpty }
        #expect(Set(members).count == members.count && members.allSatisfy(SwiftSpelling.isIdentifier), "\(name)")
        let imports = bindings.imports.map(\.member)
        #expect(Set(imports).count == imports.count && imports.allSatisfy(SwiftSpelling.isIdentifier), "\(name)")
        var (depth, isInside, isEscaped) = (0, false, false)
        for line in source.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
            for byte in line.utf8 {
                switch byte {
                case _ where isEscaped: isEscaped = false
                case UInt8(ascii: "\\"): isEscaped = isInside
                case UInt8(ascii: "\""): isInside.toggle()
                case UInt8(ascii: "{") where !isInside, UInt8(ascii: "(") where !isInside: depth += 1
                case UInt8(ascii: "}") where !isInside, UInt8(ascii: ")") where !isInside: depth -= 1
                default: break
                }
            }
            #expect(!isInside && depth >= 0, "\(name): \(line)")
        }
        // The mark of a list that is cut is the only character beyond ASCII.
        let isPlain = source.replacingOccurrences(of: "…", with: "").utf8.allSatisfy {
            $0 == 0x0A || (0x20..<0x7F).contains($0)
        }
        #expect(depth == 0 && isPlain, "\(name)")
        return source
    }
}
