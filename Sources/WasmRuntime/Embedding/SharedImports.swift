import WasmSyntax

/// Definitions of host functions that tasks share, each of which instantiates in a store of its own.
///
///     var shared = SharedImports()
///     shared.define("get", in: "db", HostFunction { (key: Int32) async throws -> Int32 in try await database.value(key) })
///     // In any task:
///     let instance = try Store().instantiate(module, imports: Imports(shared))
///
/// The functions are made anew for each ``Imports``; what their closures capture must be `Sendable`.
public struct SharedImports: Sendable {
    private var functions: [Definition] = []

    private struct Definition: Sendable {
        let module: Name
        let name: Name
        let make: @Sendable () -> HostFunction
    }

    /// No definitions.
    public init() {}

    /// Defines a host function, as ``Imports/define(_:in:_:)-(Name,Name,HostFunction)`` does.
    public mutating func define(
        _ name: Name, in module: Name, _ function: @autoclosure @escaping @Sendable () -> HostFunction
    ) {
        functions.append(Definition(module: module, name: name, make: function))
    }

    fileprivate func define(in imports: inout Imports) {
        for definition in functions { imports.define(definition.name, in: definition.module, definition.make()) }
    }
}

extension Imports {
    /// The functions of shared definitions. Further ones can be added.
    public init(_ shared: SharedImports) {
        self.init()
        shared.define(in: &self)
    }
}
