import Nestbox
import Testing

@testable import BindingExamples

/// Bindings in sessions that have other imports already.
struct BindingSessionTests {
    private static func shop() throws -> Module {
        try Module(bytes: Repository.bytes("\(BindingsTests.folder)/shop.wat"))
    }

    private static func session(_ hostModules: [HostModule] = [], allows: Bool = true) throws -> GuestSession {
        var policy = Policy()
        if allows { policy.hostFunctions.allow = ["warehouse.stock"] }
        return try GuestSession(policy, hostModules: hostModules)
    }

    /// An instance whose function `stock` returns a number.
    private static func provider(of stock: Int32) throws -> Module {
        try Module(text: "(module (func (export \"stock\") (param i32) (result i32) (i32.const \(stock))))")
    }

    // MARK: Several implementations

    @Test func eachInstanceHasItsImplementation() throws {
        let module = try BindingSessionTests.shop()
        let session = try BindingSessionTests.session(Shop.hostModules(Warehouse(counts: [1: 1])))
        let shops = try (2...4).map { try Shop(module, in: session, imports: Warehouse(counts: [1: $0])) }
        #expect(try shops.map { try $0.order(item: 1) } == [48, 47, 46])
        // The same is true where the session has provided or defined these imports before.
        try session.provide("warehouse", BindingSessionTests.provider(of: 20))
        #expect(try Shop(session.instantiate(module)).order(item: 1) == 30)
        #expect(try Shop(module, in: session, imports: Warehouse(counts: [1: 5])).order(item: 1) == 45)
        Shop.add(Warehouse(counts: [1: 6]), to: &session.imports)
        let last = try Shop(module, in: session, imports: Warehouse(counts: [1: 7]))
        #expect(try last.order(item: 1) == 43 && shops[0].order(item: 1) == 48)
        // The session keeps the last one, for the next module.
        let next = try Shop(session.replace(last.instance, with: module) { _, _ in })
        #expect(try next.order(item: 1) == 43)
    }

    /// Functions, memories and globals are of one implementation.
    @Test func eachInstanceHasItsFunctionsAndItems() throws {
        let (module, session) = try BindingSessionTests.everything()
        let hosts = try [Host(in: session.store), Host(in: session.store)]
        let guests = try hosts.map { try Everything(module, in: session, imports: $0) }
        for (index, guest) in guests.enumerated() {
            try guest.memory.write(Array("guest \(index)".utf8), at: 8)
            try guest.say(address: 8, count: 7)
            try guest.setCalls(Int32(index) + 7)
        }
        #expect(hosts.map(\.log) == [["guest 0"], ["guest 1"]])
        #expect(hosts.map { "\($0.calls.value)" } == ["7", "8"])
        #expect(try guests.map { try $0.calls } == [7, 8])
    }

    static func everything() throws -> (Module, GuestSession) {
        var policy = Policy()
        policy.allow = [.call("random_get")]
        policy.hostFunctions.allow = [
            "env.log", "env.init", "env.self", "env.divide", "env.swap", "env.is_null", "env.sum", "math.log",
            "\(Name("e\"nv\\\n")).\(Name("\u{202E}*/\"\"\"\\(0)"))",
        ]
        let module = try Module(bytes: Repository.bytes("\(BindingsTests.folder)/everything.wat"))
        return (module, try GuestSession(policy))
    }

    // MARK: Failures

    static let failing: [(String, any Error.Type)] = [
        ("(import \"other\" \"f\" (func))", LinkError.self),
        ("(func $start unreachable) (start $start)", Trap.self),
        ("(func (export \"_initialize\") unreachable)", Trap.self),
        ("", BindingError.self),
    ]

    /// A module that does not link, start, initialize or export what was bound leaves the imports of the session.
    @Test(arguments: failing.indices)
    func aFailureLeavesTheImports(_ index: Int) throws {
        let (fields, expected) = BindingSessionTests.failing[index]
        let module = try Module(
            text: "(module (import \"warehouse\" \"stock\" (func (param i32) (result i32))) \(fields))")
        let session = try BindingSessionTests.session()
        let failure = #expect(throws: (any Error).self) {
            try Shop(module, in: session, imports: Warehouse(counts: [1: 1]))
        }
        #expect(failure.map { type(of: $0) == expected } == true, "\(String(describing: failure))")
        let shop = try BindingSessionTests.shop()
        let missing = #expect(throws: LinkError.self) { try session.instantiate(shop) }
        #expect(missing?.kind == .unknownImport)
        // Another implementation stays the one of the session.
        _ = try Shop(shop, in: session, imports: Warehouse(counts: [1: 2]))
        #expect(throws: (any Error).self) { try Shop(module, in: session, imports: Warehouse(counts: [1: 3])) }
        #expect(try Shop(session.instantiate(shop)).order(item: 1) == 48)
    }

    /// A function that the policy refuses is not replaced by one that the session has under its name.
    @Test func aRefusedFunctionIsNotReplaced() throws {
        let session = try BindingSessionTests.session(allows: false)
        try session.provide("warehouse", BindingSessionTests.provider(of: 20))
        let module = try BindingSessionTests.shop()
        let refused = #expect(throws: LinkError.self) {
            try Shop(module, in: session, imports: Warehouse(counts: [1: 1]))
        }
        #expect(refused?.missing.count == 1 && refused?.description.contains("hostFunctions.allow") == true)
        #expect(session.denials.total == 1)
        #expect(try Shop(session.instantiate(module)).order(item: 1) == 30)
        // A module that does not import it needs no right to it.
        let other = try Module(
            text: """
                (module (global (export "largest_order") i32 (i32.const 1))
                  (func (export "order") (param i32) (result i32) (i32.const 9)))
                """)
        #expect(try Shop(other, in: session, imports: Warehouse(counts: [:])).order(item: 1) == 9)
        // Nor is it linked if the policy makes it trap.
        var policy = Policy()
        policy.missing = .trap
        let lenient = try GuestSession(policy)
        try lenient.provide("warehouse", BindingSessionTests.provider(of: 20))
        let shop = try Shop(module, in: lenient, imports: Warehouse(counts: [1: 1]))
        #expect(throws: Trap.self) { try shop.order(item: 1) }
    }
}
