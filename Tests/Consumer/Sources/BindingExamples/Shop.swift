// Written by `nestbox bindings --type Shop`. Changes are lost when it is written again.
// swift-format-ignore-file

import Nestbox

/// An instance of the module "shop", with a member for each export. It belongs to its store.
struct Shop {
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
    init(_ module: Module, in session: GuestSession, imports implementation: some ShopImports) throws {
        self = try session.instantiate(
            module, hostModules: Self.hostModules(implementation),
            defining: { Self.addItems(implementation, to: &$0) }, binding: { try Self($0) })
    }

    /// Instantiates a module in a store, and grants it the imports.
    init(_ module: Module, in store: Store, imports implementation: some ShopImports) throws {
        var imports = Imports()
        Self.add(implementation, to: &imports)
        try self.init(store.instantiate(module, imports: imports))
    }

    /// The exported global "largest_order": `i32`.
    var largestOrder: Int32 { exports.largestOrder }

    /// The exported function "order": `[i32] -> [i32]`.
    func order(item: Int32) throws -> Int32 {
        try exports.order(item)
    }
}

extension Shop {
    /// The exports, which are looked up once.
    private final class Exports {
        let largestOrder: Int32
        let order: (Int32) throws -> Int32

        init(_ instance: Instance) throws {
            do {
                guard case .i32(let value) = try instance.exportedGlobal(named: "largest_order", of: .i32, isMutable: false).value else {
                    throw CallError.instanceDiscarded
                }
                self.largestOrder = value
            }
            self.order = try instance.function(named: "order", as: ((Int32) throws -> Int32).self)
        }
    }
}

/// The imports of the module, without those of WASI, which a policy grants.
///
/// Guests choose the arguments: compute with `&+`, `&-` and `&*`, or check them first. An error that
/// a function throws ends the guest with a trap.
protocol ShopImports {
    /// The imported function "stock": `[i32] -> [i32]`, from "warehouse".
    func stock(_ call: HostCall, _ a0: Int32) throws -> Int32
}

extension Shop {
    /// The imported functions as functions of the host, each with its name as the name of its grant.
    static func hostModules(_ implementation: some ShopImports) -> [HostModule] {
        var module0 = HostModule("warehouse")
        module0.define(
            "stock",
            HostFunction(withCall: { (call: HostCall, a0: Int32) throws -> Int32 in
                try implementation.stock(call, a0)
            }))
        return [module0]
    }

    /// Adds an implementation to imports, which grants it to the modules that are instantiated with them.
    static func add(_ implementation: some ShopImports, to imports: inout Imports) {
        for module in Self.hostModules(implementation) {
            for (name, entry) in module.entries { imports.define(name, in: module.name, entry.function) }
        }
        Self.addItems(implementation, to: &imports)
    }

    /// Adds what is not made by ``hostModules(_:)``.
    private static func addItems(_ implementation: some ShopImports, to imports: inout Imports) {
    }
}
