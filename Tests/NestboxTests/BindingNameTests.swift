import Foundation
import Testing
import WasmSyntax

@testable import Nestbox

/// The names of `nestbox bindings`: guests choose names as they like, and the source must compile all the same.
struct BindingNameTests {
    // MARK: Identifiers

    /// Names of exports, and the members that they become together.
    static let members: [([String], [String])] = [
        (
            ["order", "read_line", "read-all", "a.b/c:d", "fooBar", "JS_NewContext"],
            ["order", "readLine", "readAll", "aBCD", "fooBar", "JS_NewContext"]
        ),
        (
            ["_start", "__wasm_call_ctors", "__heap_base", "a_", "_a_b_"],
            ["_start", "__wasmCallCtors", "__heapBase", "a_", "_aB_"]
        ),
        (["i32_2_3", "i32_a3", "3d", "0", "v1_2"], ["i32_2_3", "i32A3", "_3d", "_0", "v1_2"]),
        // A form that several names share is not used, and a name that is an identifier stays what it is.
        (["a-b", "a_b"], ["a_b_2", "a_b"]),
        (["a_b", "a-b", "aB", "a.b"], ["a_b", "a_b_2", "aB", "a_b_3"]),
        (["a-b", "a.b", "a_b_2"], ["a_b", "a_b_2", "aB2"]),
        (["f_2", "f", "f-"], ["f2", "f", "f_"]),
        // Words of Swift, members that the structure has, and names that its code uses.
        (
            ["init", "default", "Type", "Protocol", "Any", "in", "await"],
            ["init", "default", "Type", "Protocol", "Any", "in", "await"]
        ),
        (
            ["self", "Self", "instance", "exports", "Exports", "Int32", "HostFunction"],
            ["self_2", "Self_2", "instance_2", "exports_2", "Exports_2", "Int32_2", "HostFunction_2"]
        ),
        (["instance_2", "instance"], ["instance2", "instance_2"]),
        // No letter and no digit.
        (
            ["", "_", "-", "__", "\u{0}", "\"\"\""],
            ["function0", "function1", "function2", "function3", "function4", "function5"]
        ),
        // Beyond ASCII: two names that look alike, or that Swift's strings take for the same, stay two.
        (["function1", ""], ["function1", "function1_2"]),
        (["🙂", "größe", "\u{430}", "a"], ["u1F642", "gruF6uDFe", "u430", "a"]),
        (["\u{212B}", "\u{C5}", "A\u{30A}"], ["u212B", "uC5", "Au30A"]),
        (["\u{202E}x", "x\n*/", "a\\(b)", "x\u{2028}"], ["u202Ex", "x___", "aB_", "xu2028"]),
    ]

    @Test(arguments: members)
    func namesBecomeIdentifiers(_ names: [String], _ members: [String]) throws {
        let bindings = SwiftBindings(try BindingNameTests.module(exporting: names))
        let found = bindings.exports.map(\.member)
        #expect(found == members)
        #expect(found.allSatisfy(SwiftSpelling.isIdentifier) && Set(found).count == found.count)
        #expect(bindings.exports.map(\.name) == names.map { Name($0) })
    }

    /// A module that exports a function under these names.
    static func module(exporting names: [String]) throws -> Module {
        let exports = names.map { "(export \"\(escaped($0))\" (func 0))" }.joined()
        return try Module(text: "(module (func) \(exports))")
    }

    static func escaped(_ name: String) -> String {
        name.utf8.map { String(format: "\\%02x", $0) }.joined()
    }

    @Test func longNamesAreCutAndStayApart() throws {
        let names = (0..<20).map { String(repeating: "abc_", count: 10_000) + "\($0)" }
        let bindings = SwiftBindings(try BindingNameTests.module(exporting: names))
        let members = bindings.exports.map(\.member)
        #expect(Set(members).count == 20 && members.allSatisfy { $0.utf8.count < 60 })
        // Each name is in the source as a whole, once.
        let source = try bindings.source()
        let long = source.split(separator: "\n").filter { $0.utf8.count > 40_000 }
        #expect(long.count == 20 && long[7].contains(names[7]) && source.utf8.count < 900_000)
    }

    /// Random names of letters that are difficult: always identifiers, always apart, always the same.
    @Test func randomNamesStayApart() throws {
        var random = SeededRandom(state: 18)
        let letters = ["a", "b", "_", "-", ".", "2", "A", "é", "\u{202E}", "init", "self", " ", "\"", "\\", "\u{0}"]
        for _ in 0..<50 {
            var names: Set<[UInt8]> = []
            while names.count < 60 {
                let name = (0..<random.next() % 5).map { _ in letters[Int(random.next() % UInt64(letters.count))] }
                    .joined()
                names.insert(Array(name.utf8))
            }
            let module = try BindingNameTests.module(
                exporting: names.sorted { $0.lexicographicallyPrecedes($1) }
                    .map { String(decoding: $0, as: UTF8.self) })
            let members = SwiftBindings(module).exports.map(\.member)
            #expect(Set(members).count == 60 && members.allSatisfy(SwiftSpelling.isIdentifier))
            #expect(!members.contains { SwiftNames.used.contains($0) })
            #expect(SwiftBindings(module).exports.map(\.member) == members)
        }
    }

    private struct SeededRandom {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }

    // MARK: Names of types

    static let types: [(name: String, file: String, type: String)] = [
        ("shop", "", "Shop"), ("plug-in_two.wasm", "", "PlugInTwo"), ("", "qjs-wasi-reactor.wasm", "QjsWasiReactor"),
        ("", "a.b.wat", "AB"), ("", "", "Guest"), ("🙂", "\u{202E}", "Guest"), ("3d", "", "Guest3d"),
        ("module", "", "ModuleGuest"), ("instance", "", "InstanceGuest"), ("int32", "", "Int32Guest"),
        ("self", "", "SelfGuest"),
        ("type", "", "TypeGuest"), ("MyGuest", "x.wasm", "MyGuest"),
        // Types of Swift, Nestbox and Foundation, which the structure or the protocol would hide in the whole target.
        ("int", "", "IntGuest"), ("unsafe_pointer", "", "UnsafePointerGuest"),
        ("", "error.wasm", "ErrorGuest"), ("task", "", "TaskGuest"),
        ("result", "", "ResultGuest"),
        ("policy", "", "PolicyGuest"), ("guest-memory", "", "GuestMemoryGuest"), ("data", "", "DataGuest"),
        ("shared", "", "SharedGuest"), ("array", "", "ArrayGuest"), ("nestbox", "", "NestboxGuest"),
    ]

    @Test(arguments: types)
    func theTypeIsNamedAfterTheModuleOrItsFile(_ name: String, _ file: String, _ type: String) throws {
        // The identifier of a module is its name in the name section.
        let identifier = name.isEmpty ? "" : "$\"\(BindingNameTests.escaped(name))\""
        let bindings = SwiftBindings(try Module(text: "(module \(identifier))"), fileName: file)
        #expect(bindings.typeName == type && SwiftBindings.accepts(typeName: type))
        #expect(try bindings.source().contains("\nstruct \(type) {\n"))
    }

    /// Every type that the guide's landing page lists is known as one that must not be hidden.
    @Test func noTypeOfNestboxIsHidden() throws {
        let page = String(decoding: try Repository.bytes("Sources/Nestbox/Nestbox.docc/Nestbox.md"), as: UTF8.self)
        let items = page.split(separator: "\n").filter { $0.hasPrefix("- ``") && $0.hasSuffix("``") }
        let types = items.map { $0.dropFirst(4).dropLast(2) }
        #expect(types.count > 100 && types.allSatisfy { SwiftSpelling.isIdentifier(String($0)) })
        let hidden = types.filter { !SwiftNames.visibleTypes.contains(String($0)) }
        #expect(hidden == [], "SwiftNames+Types.swift lacks them")
    }

    static let refused = [
        "", "_", "3d", "a b", "a-b", "Int32", "Module", "Self", "Type", "class", "größe", "a\n", "`a`",
    ]

    @Test(arguments: refused)
    func otherNamesOfTypesAreRefused(_ name: String) throws {
        #expect(!SwiftBindings.accepts(typeName: name))
        let outcome = try NestboxCommand.built.run(["bindings", "--type", name, CommandLineTests.hello])
        #expect(outcome.code == 2 && outcome.stderr.contains("--type needs a name") && outcome.stdout.isEmpty)
    }

    // MARK: Literals and comments

    static let literals: [(String, String)] = [
        ("plain", "plain"), (#"a"b"#, #"a\"b"#), (#"\(x)"#, #"\\(x)"#), ("\u{0}\n\r\t", #"\u{0}\u{A}\u{D}\u{9}"#),
        (#"""""#, #"\"\"\""#), ("\u{202E}*/", #"\u{202E}*/"#), ("é🙂", #"\u{E9}\u{1F642}"#),
        ("\u{10FFFF}", #"\u{10FFFF}"#),
    ]

    @Test(arguments: literals)
    func literalsAreEscaped(_ name: String, _ literal: String) throws {
        #expect(SwiftLiteral.name(Name(name)) == "\"\(literal)\"")
        let source = try SwiftBindings(BindingNameTests.module(exporting: [name])).source()
        #expect(source.contains("function(named: \"\(literal)\", as: (() throws -> Void).self)\n"))
        #expect(source.contains("/// The exported function \"\(literal)\": `[] -> []`.\n"))
        #expect(source.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    }

    /// The compiler refuses some noncharacters in literals.
    @Test func refusedCharactersAreDecoded() {
        let name = Name("a" + String(decoding: [0xEF, 0xB7, 0x90] as [UInt8], as: UTF8.self) + "\"")
        #expect(
            SwiftLiteral.name(name)
                == #"Name("a\(String(decoding: [0xEF, 0xB7, 0x90] as [UInt8], as: UTF8.self))\"")"#)
        #expect(SwiftLiteral.name("\u{FDCF}\u{FDF0}\u{FFFE}") == #""\u{FDCF}\u{FDF0}\u{FFFE}""#)
    }

    @Test func longNamesAreCutInComments() {
        let name = Name(String(repeating: "é", count: 50))
        #expect(SwiftLiteral.comment(name).hasSuffix(#"\u{E9}"… (100 bytes)"#))
        #expect(SwiftLiteral.comment(name).components(separatedBy: "u{E9}").count == 41)
    }

    /// The lines of the source that begin with a name of the guest, of all kinds of names.
    @Test func noNameEndsALineOrAComment() throws {
        let evil = #"\0a*/\22\22\22\22\5c(fatalError())\0d\e2\80\a8\e2\80\ae//\60"#
        let plain = "harmless"
        func lines(_ name: String) throws -> Int {
            let text = """
                (module $"\(name)" (import "\(name)" "\(name)" (func $"\(name)" (param i32)))
                  (import "\(name)" "\(name)2" (memory 1)) (import "\(name)" "\(name)3" (func (param (ref func))))
                  (func (export "\(name)") (param $"\(name)" i32)) (global (export "\(name)2") (mut i32) (i32.const 0))
                  (tag (export "\(name)3")) (table (export "\(name)4") 1 funcref) (func (export "\(name)5") (param exnref)))
                """
            return try SwiftBindings(Module(text: text), typeName: "T").source().split(separator: "\n").count
        }
        #expect(try lines(evil) == lines(plain))
    }
}
