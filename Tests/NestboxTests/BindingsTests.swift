import Nestbox
import Testing
import WASIPreview1
import WasmSyntax
import WasmText

@testable import BindingExamples

/// The files that `nestbox bindings` writes, compiled and run.
struct BindingsTests {
    static let folder = "Tests/Consumer/Sources/BindingExamples"

    static func source(_ text: String, type: String? = nil, file: String = "") throws -> String {
        try SwiftBindings(Module(text: text), typeName: type, fileName: file).source()
    }

    // MARK: The checked-in files

    /// The files that the consumer package compiles are what the command writes.
    @Test(arguments: [("shop.wat", "Shop"), ("everything.wat", "Everything")])
    func theCheckedInFileIsWhatTheCommandWrites(_ module: String, _ type: String) throws {
        let folder = BindingsTests.folder
        let written = try NestboxCommand.built.run(
            ["bindings", "--type", type, Repository.path("\(folder)/\(module)")])
        #expect(written.code == 0 && written.stderr.isEmpty)
        #expect(
            try Repository.bytes("\(folder)/\(type).swift") == written.stdout,
            "nestbox bindings --type \(type) -o \(folder)/\(type).swift \(folder)/\(module)")
    }

    @Test func theExampleOfTheGuideWorks() throws {
        let plugIn = try Repository.bytes("\(BindingsTests.folder)/shop.wat")
        #expect(try BindingExamples.quantityToOrder(of: 7, plugIn) == 38)
        // The session's policy decides, and the instance is checked.
        let module = try Module(bytes: plugIn)
        #expect(throws: LinkError.self) {
            try Shop(module, in: GuestSession(Policy()), imports: Warehouse(counts: [:]))
        }
        let shop = try Shop(module, in: Store(), imports: Warehouse(counts: [3: 1]))
        #expect(try shop.order(item: 3) == 49 && shop.largestOrder == 50)
        #expect(throws: Trap.self) { try Shop(module, in: Store(), imports: Short()).order(item: 0) }
    }

    private struct Short: ShopImports {
        func stock(_ call: HostCall, _ item: Int32) throws -> Int32 { throw ArgumentError(0, "is unknown") }
    }

    @Test func everyKindOfExportAndImportWorks() throws {
        var policy = Policy()
        policy.allow = [.call("random_get")]
        policy.hostFunctions.allow = [
            "env.log", "env.init", "env.self", "env.divide", "env.swap", "env.is_null", "env.sum", "math.log",
        ]
        let module = try Module(bytes: try Repository.bytes("\(BindingsTests.folder)/everything.wat"))
        var session = try GuestSession(policy)
        let refused = #expect(throws: LinkError.self) {
            try Everything(module, in: session, imports: Host(in: session.store))
        }
        #expect(refused?.missing.count == 1 && refused?.description.contains("hostFunctions.allow") == true)
        // The last grant: a name that is hard to write.
        policy.hostFunctions.allow.insert("\(Name("e\"nv\\\n")).\(Name("\u{202E}*/\"\"\"\\(0)"))")
        session = try GuestSession(policy)
        let host = try Host(in: session.store)
        let guest = try Everything(module, in: session, imports: host)

        #expect(try guest.`default`() == 42 && guest.logTwo() == 2.25 && guest.self_2(self_2: 1.5) == -1.5)
        try guest.memory.write(Array("hello".utf8), at: 8)
        try guest.say(address: 8, count: 5)
        try guest.`init`()
        #expect(host.log == ["hello", "init"])
        #expect(try guest.calls == 1 && "\(host.calls.value)" == "1")
        try guest.setCalls(-3)
        #expect(try guest.calls == -3 && "\(host.calls.value)" == "-3")
        #expect(try guest.div_rem_2(in: 17, by: 5) == (3, 2) && guest.div_rem() == 1)
        let trap = #expect(throws: Trap.self) { try guest.div_rem_2(in: 1, by: 0) }
        #expect(trap?.underlyingError is ArgumentError)

        #expect(guest.__heapBase == 1024 && guest.limit == -1 && guest.pi == 3.5)
        #expect(try guest.ratio == 0.5)
        try guest.setRatio(0.25)
        #expect(try guest.ratio == 0.25 && guest.object == nil)
        try guest.swap()
        #expect(try guest.vector == SIMD16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
        #expect(try guest.object?.object as? String == "an object")
        try guest.setVector(SIMD16(repeating: 0xFE))
        try guest.setObject(nil)
        #expect(try guest.vector == SIMD16(repeating: 0xFE) && guest.object == nil)
        guard case .funcref(let function?) = guest.function else { throw CallError.foreignReference }
        #expect(try function.call() as Int32 == 42)

        #expect(try guest.isNull() == 1 && guest.apply() == 42 && guest.namedHere() == 5 && guest.xuFDD0() == 12)
        #expect(try guest.wide((1...17).map { .i32($0) }).description == "[153]")
        #expect(throws: CallError.argumentCount(expected: 17, found: 0)) { try guest.wide([]) }
        #expect(try guest.u202E________0_() == 11 && guest.random() == 0 && guest.table.count == 1)
        let exception = #expect(throws: WasmException.self) { try guest.fail() }
        #expect(exception?.tag(in: session.store) == guest.error)

        try guest.instance.discard()
        #expect(throws: CallError.instanceDiscarded) { try guest.ratio }
        #expect(throws: CallError.instanceDiscarded) { try guest.`default`() }
    }

    /// References of exported functions: of all types of a hierarchy, null where the type has null.
    @Test func referencesOfExportsWork() throws {
        let (module, session) = try BindingSessionTests.everything()
        let store = session.store
        let guest = try Everything(module, in: session, imports: Host(in: store))
        let point: InternalReference = try guest.makePoint(x: 7)
        #expect(try guest.xOfStruct(point: point) == 7 && guest.xOr0(point: point) == 7 && guest.xOr0(point: nil) == 0)
        let number = InternalReference(i31: 5, in: store)
        let (same, isSame) = try guest.same(point, point)
        #expect(same?.kind == .structure && isSame?.i31 == 1)
        let (none, isOther) = try guest.same(nil, number)
        #expect(none == nil && isOther?.i31 == 0)
        #expect(try guest.returned(ExternalReference("an object", in: store)).object as? String == "an object")
        let callback: Function = try guest.callback()
        #expect(try guest.callBack(f: callback) == 42)
        #expect(throws: Trap.self) { try guest.callBack(f: nil) }
        #expect(try guest.isException([.exnref(nil)]).description == "[0]")
        // The hierarchy alone does not make a reference fit.
        let other = try #require(guest.instance.function(named: "x_of_struct"))
        #expect(throws: CallError.self) { try guest.callBack(f: other) }
        #expect(throws: CallError.self) { try guest.xOr0(point: number) }
        #expect(throws: CallError.self) { try guest.xOfStruct(point: number) }
    }

    // MARK: Instances of other modules

    /// An instance that does not have what was bound is refused when it is bound, with the name of the export.
    @Test(arguments: [
        ("", "the instance does not export \"m\", which should be a memory"),
        ("(table (export \"m\") 1 funcref)", "the export \"m\" is a table, not a memory"),
        ("(func (export \"m\"))", "the export \"m\" is a function, not a memory"),
    ])
    func aMissingExportIsNamed(_ fields: String, _ message: String) throws {
        let instance = try Store().instantiate(Module(text: "(module \(fields))"))
        let error = #expect(throws: BindingError.self) { try instance.exportedMemory(named: "m") }
        #expect(error?.message == message)
    }

    @Test func exportsAreCheckedByTypeAndKind() throws {
        let instance = try Store().instantiate(
            Module(
                text: """
                    (module (global (export "g") (mut i32) (i32.const 7)) (memory (export "m") 1) (tag (export "t"))
                      (table (export "e") 3 funcref) (func (export "f") (param i32) (result i64) (i64.const 0)))
                    """))
        #expect("\(try instance.exportedGlobal(named: "g", of: .i32, isMutable: true).value)" == "7")
        #expect(
            try instance.exportedTable(named: "e").count == 3 && instance.exportedTag(named: "t").parameters.isEmpty)
        #expect(try instance.exportedFunction(named: "f", parameters: 1, results: 1).type.results == [.i64])
        let failures: [(String, () throws -> Any)] = [
            (
                "the export \"g\" is a mutable global of type i32, not an immutable global of type i32",
                { try instance.exportedGlobal(named: "g", of: .i32, isMutable: false) }
            ),
            (
                "the export \"g\" is a mutable global of type i32, not a mutable global of type f32",
                { try instance.exportedGlobal(named: "g", of: .f32, isMutable: true) }
            ),
            (
                "the export \"m\" is a memory, not an immutable global",
                { try instance.exportedGlobal(named: "m", isMutable: false) }
            ),
            ("the export \"g\" is a global, not a table", { try instance.exportedTable(named: "g") }),
            ("the export \"f\" is a function, not a tag", { try instance.exportedTag(named: "f") }),
            (
                "the export \"f\" is [i32] -> [i64], not a function with 2 parameters and 1 results",
                { try instance.exportedFunction(named: "f", parameters: 2, results: 1) }
            ),
        ]
        for (message, get) in failures {
            let error = #expect(throws: BindingError.self) { _ = try get() }
            #expect(error?.message == message)
        }
    }
}
