import WasmSyntax

/// A function of a store: a guest's export or a host function.
public struct Function {
    let store: Store
    package let address: Int

    /// What it takes and returns.
    public var type: FunctionType { store.types[Int(store.functions[address].type)] }

    /// Calls the function.
    ///
    /// - Throws: ``Trap``; ``GuestExit`` if a host function ended the guest; ``CallError`` if the arguments do not fit
    ///   the function's type.
    public func call(_ arguments: [Value] = []) throws -> [Value] {
        let type = type
        guard arguments.count == type.parameters.count else {
            throw CallError.argumentCount(expected: type.parameters.count, found: arguments.count)
        }
        var bits: [SlotValue] = []
        for (argument, parameter) in zip(arguments, type.parameters) {
            guard argument.type == parameter else {
                throw CallError.argumentType(expected: parameter, found: argument.type)
            }
            guard let argumentBits = argument.slotValue(in: store) else { throw CallError.foreignReference }
            bits.append(argumentBits)
        }
        let results = try store.invoke(address, arguments: bits)
        return zip(results, type.results).map { Value($0, type: $1, in: store) }
    }
}

/// A call of a function that could not begin.
public enum CallError: Error, Hashable, Sendable {
    case argumentCount(expected: Int, found: Int)
    case argumentType(expected: ValueType, found: ValueType)
    case resultType(expected: String, found: String)
    /// A reference to something of another store.
    case foreignReference
    /// The instance does not export a function with this name.
    case unknownFunction(String)
    /// Too many calls inside one another from host functions back into guests.
    case nestedTooDeeply
}

extension CallError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .argumentCount(let expected, let found): "the function takes \(expected) arguments, not \(found)"
        case .argumentType(let expected, let found): "an argument is \(found) where the function takes \(expected)"
        case .resultType(let expected, let found): "the function returns \(found), not \(expected)"
        case .foreignReference: "a reference belongs to another store"
        case .unknownFunction(let name): "there is no exported function \"\(Name(name))\""
        case .nestedTooDeeply: "too many calls from host functions back into guests"
        }
    }
}

/// A table of a store.
public struct Table {
    let store: Store
    let address: Int

    /// Elements it has now.
    public var count: Int { store.tables[address].elements.count }
}

/// A global of a store.
public struct Global {
    let store: Store
    let address: Int

    /// Its value now.
    public var value: Value {
        Value(
            SlotValue(store.globals[address], upperHalf: store.globalUpperHalves[address]),
            type: store.globalTypes[address].value, in: store)
    }
}

/// Something that an instance exports or imports.
public enum External {
    case function(Function)
    case table(Table)
    case memory(GuestMemory)
    case global(Global)
}

extension External {
    var store: Store {
        switch self {
        case .function(let function): function.store
        case .table(let table): table.store
        case .memory(let memory): memory.store
        case .global(let global): global.store
        }
    }

    var address: Int {
        switch self {
        case .function(let function): function.address
        case .table(let table): table.address
        case .memory(let memory): memory.address
        case .global(let global): global.address
        }
    }

    /// The type as it is now: a memory's and table's minimum is its size.
    package var type: ExternalTypeDescription {
        switch self {
        case .function(let function): return .function(function.type)
        case .table(let table):
            var type = table.store.tables[table.address].type
            type.limits.minimum = UInt64(table.count)
            return .table(type)
        case .memory(let memory):
            var type = memory.store.memories[memory.address].type
            type.limits.minimum = type.pages(ofBytes: memory.byteCount)
            return .memory(type)
        case .global(let global): return .global(global.store.globalTypes[global.address])
        }
    }
}

/// An external type with the function's type itself in place of an index.
package enum ExternalTypeDescription: Hashable, Sendable {
    case function(FunctionType)
    case table(TableType)
    case memory(MemoryType)
    case global(GlobalType)
    case tag(FunctionType)
}

extension ExternalTypeDescription {
    /// Whether something of this type may be imported as `expected` (specification: *Validation / Matching / External
    /// Types*).
    package func matches(_ expected: ExternalTypeDescription) -> Bool {
        switch (self, expected) {
        case (.function(let type), .function(let wanted)): return type == wanted
        case (.table(let type), .table(let wanted)):
            return type.element == wanted.element && type.addressType == wanted.addressType
                && type.limits.matches(wanted.limits)
        case (.memory(let type), .memory(let wanted)):
            return type.addressType == wanted.addressType && type.isShared == wanted.isShared
                && type.pageSizeExponent == wanted.pageSizeExponent && type.limits.matches(wanted.limits)
        case (.global(let type), .global(let wanted)): return type == wanted
        default: return false
        }
    }
}

extension SizeLimits {
    fileprivate func matches(_ wanted: SizeLimits) -> Bool {
        guard minimum >= wanted.minimum else { return false }
        guard let wantedMaximum = wanted.maximum else { return true }
        guard let maximum else { return false }
        return maximum <= wantedMaximum
    }
}

extension ExternalTypeDescription: CustomStringConvertible {
    package var description: String {
        func range(_ limits: SizeLimits) -> String {
            limits.maximum.map { "\(limits.minimum)…\($0)" } ?? "\(limits.minimum)…"
        }
        switch self {
        case .function(let type): return "func \(type)"
        case .table(let type): return "table \(range(type.limits)) \(type.element)"
        case .memory(let type):
            let size = type.pageSizeExponent == MemoryType.defaultPageSizeExponent ? "" : " of 1 byte"
            return "memory \(range(type.limits)) pages\(size)\(type.isShared ? ", shared" : "")"
        case .global(let type): return type.isMutable ? "global mut \(type.value)" : "global \(type.value)"
        case .tag(let type): return "tag \(type)"
        }
    }
}
