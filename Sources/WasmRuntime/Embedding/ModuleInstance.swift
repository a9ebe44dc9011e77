import WasmSyntax
import WasmValidation

/// A valid module, ready to be instantiated in any number of stores, on any thread.
public final class LoadedModule: Sendable {
    package let validated: ValidatedModule
    package let exports: [Name: Export]

    package init(_ validated: ValidatedModule) {
        self.validated = validated
        exports = Dictionary(validated.module.exports.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// An instance of a module in a store.
public struct ModuleInstance {
    /// The store it lives in.
    public let store: Store
    package let module: LoadedModule
    package let address: InstanceAddress

    /// An export by its name; `nil` if there is none.
    public subscript(_ name: Name) -> External? {
        guard let export = module.exports[name] else { return nil }
        let instance = store.instances[address.index]
        switch export.kind {
        case .function: return .function(Function(store: store, address: instance.functionAddress(export.index)))
        case .table: return .table(Table(store: store, address: instance.tables[Int(export.index)]))
        case .memory: return .memory(GuestMemory(store: store, address: instance.memories[Int(export.index)]))
        case .global: return .global(Global(store: store, address: instance.globalAddress(export.index)))
        case .tag: return .tag(Tag(store: store, address: instance.tags[Int(export.index)]))
        }
    }

    /// All exports with their names, in the order of the module.
    public var exports: [(name: Name, external: External)] {
        module.validated.module.exports.compactMap { export in self[export.name].map { (export.name, $0) } }
    }

    /// An exported function; `nil` if there is none with this name.
    public func function(_ name: Name) -> Function? {
        if case .function(let function)? = self[name] { function } else { nil }
    }

    /// An exported memory; `nil` if there is none with this name.
    public func memory(_ name: Name) -> GuestMemory? {
        if case .memory(let memory)? = self[name] { memory } else { nil }
    }

    /// Calls an exported function.
    ///
    /// - Throws: ``Trap``, ``WasmException``, ``GuestExit``, or ``CallError`` if there is no such function or the arguments do not fit.
    public func call(_ name: Name, _ arguments: [Value] = []) throws -> [Value] {
        guard let function = function(name) else { throw CallError.unknownFunction(name.text) }
        return try function.call(arguments)
    }
}
