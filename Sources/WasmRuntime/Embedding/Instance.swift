import WasmDebugInfo
import WasmSyntax
import WasmValidation

/// A valid module, ready to be instantiated in any number of stores, on any thread.
public final class Module: Sendable {
    package let validated: ValidatedModule
    let sharedCode: SharedCode
    /// What the module tells of its source: files, lines and functions. Nothing is read before it is asked for.
    public let debugInformation: DebugInformation

    package init(_ validated: ValidatedModule) {
        self.validated = validated
        sharedCode = SharedCode()
        debugInformation = DebugInformation(validated.module)
    }

    private init(_ other: Module, _ sourceMap: SourceMap?) {
        (validated, sharedCode) = (other.validated, other.sharedCode)
        debugInformation = DebugInformation(other.validated.module, sourceMap: sourceMap)
    }

    /// Returns the module with a source map in the place of its own debug information, or with its own again. The two share
    /// everything else.
    ///
    /// - Parameter sourceMap: The map, whose offsets are those of this module; `nil` for none.
    public func with(_ sourceMap: SourceMap?) -> Module { Module(self, sourceMap) }
}

/// An instance of a module in a store.
public struct Instance {
    /// The store that the instance is part of.
    public let store: Store
    package let module: Module
    package let address: InstanceAddress
    let identity: InstanceIdentity

    /// The instance with this address, which exists.
    package init(store: Store, module: Module, address: InstanceAddress) {
        (self.store, self.module, self.address) = (store, module, address)
        identity = store.state.identity(of: address)
    }

    /// The instance with an identity; `nil` if it was discarded, or belongs to the embedder.
    init?(store: Store, _ identity: InstanceIdentity) {
        guard identity.index != InstanceIdentity.host, store.state.isCurrent(identity),
            let code = store.state.instances[Int(identity.index)].code
        else { return nil }
        self.init(store: store, module: code.module, address: InstanceAddress(index: Int(identity.index)))
    }

    /// The export with this name; `nil` if the module has none, or the instance was discarded.
    public subscript(_ name: Name) -> External? {
        guard !isDiscarded, let export = module.validated.export(name) else { return nil }
        let (instance, index) = (address.index, Int(export.index))
        switch export.kind {
        case .function:
            return .function(
                Function(store: store, address: store.state.instances[instance].functionAddress(export.index)))
        case .table:
            return .table(Table(store: store, address: store.state.instances[instance].tables[index], owner: identity))
        case .memory:
            return .memory(
                GuestMemory(store: store, address: store.state.instances[instance].memories[index], owner: identity))
        case .global:
            let address = store.state.instances[instance].globalAddress(export.index)
            return .global(Global(store: store, address: address, owner: identity))
        case .tag: return .tag(Tag(store: store, address: store.state.instances[instance].tags[index]))
        }
    }

    /// All exports with their names, in the module's order.
    public var exports: [(name: Name, external: External)] {
        module.validated.module.exports.compactMap { export in self[export.name].map { (export.name, $0) } }
    }

    /// Returns the exported function with this name; `nil` if the module has none.
    public func function(named name: Name) -> Function? {
        if case .function(let function)? = self[name] { function } else { nil }
    }

    /// Returns the exported memory with this name; `nil` if the module has none.
    public func memory(named name: Name) -> GuestMemory? {
        if case .memory(let memory)? = self[name] { memory } else { nil }
    }

    /// Calls an exported function.
    ///
    /// - Throws: ``Trap``, ``WasmException``, ``GuestExit``, or ``CallError`` if the module exports no such function or the
    ///   arguments do not fit.
    public func call(_ name: Name, _ arguments: [Value] = []) throws -> [Value] {
        guard !isDiscarded else { throw CallError.instanceDiscarded }
        guard let function = function(named: name) else { throw unknownFunction(name) }
        return try function.call(arguments)
    }

    /// The error that the module exports no function with this name. It lists those that there are.
    package func unknownFunction(_ name: Name) -> CallError {
        var exported = ExportedFunctions()
        exported.isKnown = true
        for export in module.validated.module.exports where export.kind == .function {
            if exported.functions.count == ExportedFunctions.maximumCount {
                exported.omitted &+= 1
            } else if let type = module.validated.functionType(export.index) {
                exported.functions.append(.init(name: export.name, type: type))
            }
        }
        return .unknownFunction(name.text, exported: exported)
    }
}
