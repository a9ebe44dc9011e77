import WasmSyntax

/// A function of a store, defined by a guest's module or by the host.
public struct Function {
    /// The store that the function is part of.
    public let store: Store
    // Both in 32 bits, so that a `Value` is no larger than a vector.
    private let number: UInt32
    private let serial: UInt32

    /// A function of the store that exists, given by its address.
    package init(store: Store, address: Int) {
        self.store = store
        number = UInt32(clamping: address)
        serial = store.state.owner(ofFunction: address)?.serial ?? 0
    }

    package var address: Int { Int(number) }

    /// The function without its store.
    var reference: FunctionReference { FunctionReference(address: address, serial: serial) }

    /// The instance that the function is part of; `nil` if it was discarded.
    var owner: InstanceIdentity? {
        guard let owner = store.state.owner(ofFunction: address), owner.serial == serial else { return nil }
        return owner
    }

    /// The function's parameters and results; none if its instance was discarded.
    ///
    /// A reference to a type that a module defines has the store's number for that type, not the module's index.
    public var type: FunctionType {
        guard owner != nil else { return FunctionType(parameters: [], results: []) }
        return store.functionType(store.state.functions[address].type)
    }

    /// Throws ``CallError/instanceDiscarded`` if the function no longer exists.
    func check() throws(CallError) {
        guard owner != nil else { throw .instanceDiscarded }
    }

    /// Calls the function.
    ///
    /// - Throws: ``Trap``; ``WasmException`` that the guest did not catch; ``GuestExit`` if a host function ended the guest;
    ///   ``CallError`` if the arguments do not fit the function's type.
    public func call(_ arguments: [Value]) throws -> [Value] {
        try check()
        let type = type
        guard arguments.count == type.parameters.count else {
            throw CallError.argumentCount(expected: type.parameters.count, found: arguments.count)
        }
        if let shape = WordShape(type) {
            var words = CallWords()
            for (index, argument) in arguments.enumerated() {
                words[index] = try store.slotValue(of: argument, as: type.parameters[index]).bits
            }
            try store.invoke(reference, shape, &words)
            return type.results.enumerated().map { Value(SlotValue(words[$0]), type: $1, in: store) }
        }
        let bits = try zip(arguments, type.parameters).map { try store.slotValue(of: $0, as: $1) }
        let results = try store.invoke(address, arguments: bits)
        return zip(results, type.results).map { Value($0, type: $1, in: store) }
    }
}

/// The reason why a call of a function could not begin, or why a value does not fit a store.
public enum CallError: Error, Hashable, Sendable {
    /// The number of arguments is not that of the parameters.
    case argumentCount(expected: Int, found: Int)
    /// An argument does not match the parameter's type.
    case argumentType(expected: ValueType, found: ValueType)
    /// The number of results is not that of the host function that suspended the call.
    case resultCount(expected: Int, found: Int)
    /// A ``GuestCall`` is running or has ended.
    case notSuspended
    /// A ``GuestCall`` that no host function has suspended was given results or an error.
    case awaitsNoResults
    /// A typed call expects another function type.
    case resultType(expected: String, found: String)
    /// A reference belongs to another store, or to what this one was before its last reset.
    case foreignReference
    /// A function belongs to an instance that was discarded, or the store was reset.
    case instanceDiscarded
    /// A global that is not mutable was to be set.
    case immutableGlobal
    /// A field that is not mutable was to be set.
    case immutableField
    /// The module has no type of structs, or of arrays, with this index.
    case unknownType(UInt32)
    /// The instance does not export a function with this name, but these functions.
    case unknownFunction(String, exported: ExportedFunctions = ExportedFunctions())
    /// Too many nested calls from host functions back into guests.
    case nestedTooDeeply
    /// `Interruption.reasonToStop()` or a ``StoreObserver`` called a function of its store, or instantiated a module or made
    /// a ``Tag`` there.
    case calledByInterruption
    /// The store cannot hold more types.
    case tooManyTypes
}

extension CallError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .argumentCount(let expected, let found): "the function takes \(expected) arguments, not \(found)"
        case .resultCount(let expected, let found): "the host function returns \(expected) results, not \(found)"
        case .notSuspended: "the call is running or has ended"
        case .awaitsNoResults: "the call does not wait for the results of a host function"
        case .argumentType(let expected, let found): "an argument is \(found) where the function takes \(expected)"
        case .resultType(let expected, let found): "the function returns \(found), not \(expected)"
        case .foreignReference: "a reference belongs to another store"
        case .instanceDiscarded: "the function belongs to an instance that was discarded"
        case .immutableGlobal: "the global is not mutable"
        case .immutableField: "the field is not mutable"
        case .unknownType(let index): "type \(index) of the module is not of this kind, or does not exist"
        case .unknownFunction(let name, let exported):
            "there is no exported function \"\(Name(name))\"" + exported.description(without: name)
        case .calledByInterruption: "an interruption or an observer must not call the guest"
        case .nestedTooDeeply: "too many calls from host functions back into guests"
        case .tooManyTypes: "the store has too many types"
        }
    }
}

/// The functions that an instance exports, as an error lists them.
public struct ExportedFunctions: Hashable, Sendable {
    /// The names and types in the module's order, at most ``maximumCount``.
    public internal(set) var functions: [Named] = []
    /// The number of functions that are missing at the end of ``functions``.
    public internal(set) var omitted = 0
    /// Whether an instance was asked. Otherwise nothing is known of exports.
    var isKnown = false

    /// A function with its name.
    public struct Named: Hashable, Sendable {
        /// The name.
        public let name: Name
        /// The parameters and results. References to types that a module defines have the module's indices.
        public let type: FunctionType
    }

    /// The most functions that an error lists.
    public static let maximumCount = 20

    /// An unknown list.
    public init() {}

    /// The list after the message that a name is not in it.
    ///
    /// - Parameter introduction: The words before the list.
    package func description(without name: String, _ introduction: String = "there are") -> String {
        guard isKnown else { return "" }
        guard !functions.isEmpty else { return "; the module exports no functions" }
        let list = functions.map { "\n  \($0.name): \($0.type)" }.joined()
        let rest = omitted > 0 ? "\n  … and \(omitted) more" : ""
        let library = name == "_start" ? "; the module is a library" : ""
        return "\(library); \(introduction):" + list + rest
    }
}

/// A table of a store.
public struct Table {
    let store: Store
    let address: Int
    let owner: InstanceIdentity

    /// The current number of elements; 0 if the table's instance was discarded.
    public var count: Int { store.state.isCurrent(owner) ? store.state.tables[address].elements.count : 0 }
}

/// A global of a store.
public struct Global {
    let store: Store
    let address: Int
    let owner: InstanceIdentity

    /// The current value; an `i32` of 0 if the global's instance was discarded.
    public var value: Value {
        guard store.state.isCurrent(owner) else { return .i32(0) }
        return Value(
            SlotValue(store.state.globals[address], upperHalf: store.state.globalUpperHalves[address]),
            type: store.state.globalTypes[address].value, in: store)
    }
}

/// A function, table, memory, global or tag that instances export and import.
public enum External {
    /// A function.
    case function(Function)
    /// A table.
    case table(Table)
    /// A memory.
    case memory(GuestMemory)
    /// A global.
    case global(Global)
    /// A tag, which is the type of exceptions.
    case tag(Tag)
}

extension External {
    var store: Store {
        switch self {
        case .function(let function): function.store
        case .table(let table): table.store
        case .memory(let memory): memory.store
        case .global(let global): global.store
        case .tag(let tag): tag.store
        }
    }

    var address: Int {
        switch self {
        case .function(let function): function.address
        case .table(let table): table.address
        case .memory(let memory): memory.address
        case .global(let global): global.address
        case .tag(let tag): tag.address
        }
    }

    /// The instance that it was got from, or that a function is part of; `nil` if that was discarded.
    var owner: InstanceIdentity? {
        switch self {
        case .function(let function): function.owner
        case .table(let table): table.store.state.isCurrent(table.owner) ? table.owner : nil
        case .memory(let memory): memory.store.state.isCurrent(memory.owner) ? memory.owner : nil
        case .global(let global): global.store.state.isCurrent(global.owner) ? global.owner : nil
        case .tag(let tag): tag.isCurrent ? tag.store.state.hostIdentity : nil
        }
    }

    /// The current type, if its ``owner`` exists: the minimum of a memory or a table is its current size.
    package var type: ExternalTypeDescription {
        switch self {
        case .function(let function): return .function(function.store.state.functions[function.address].type)
        case .table(let table):
            var type = table.store.state.tables[table.address].type
            type.limits.minimum = UInt64(table.count)
            return .table(type)
        case .memory(let memory):
            var type = memory.store.state.memories[memory.address].type
            type.limits.minimum = type.pages(ofBytes: memory.byteCount)
            return .memory(type)
        case .global(let global): return .global(global.store.state.globalTypes[global.address])
        case .tag(let tag): return .tag(tag.store.state.tags[tag.address])
        }
    }
}

/// An external type whose type indices are the store's numbers.
package enum ExternalTypeDescription: Hashable, Sendable {
    case function(UInt32)
    case table(TableType)
    case memory(MemoryType)
    case global(GlobalType)
    case tag(UInt32)
}

extension StoreTypes {
    /// Whether a definition of this type may be imported as `expected` (specification: *Validation / Matching / External
    /// Types*).
    func matches(_ type: ExternalTypeDescription, _ expected: ExternalTypeDescription) -> Bool {
        switch (type, expected) {
        case (.function(let type), .function(let wanted)): return isSubtype(type, of: wanted)
        case (.table(let type), .table(let wanted)):
            return type.element == wanted.element && type.addressType == wanted.addressType
                && type.limits.matches(wanted.limits)
        case (.memory(let type), .memory(let wanted)):
            return type.addressType == wanted.addressType && type.isShared == wanted.isShared
                && type.pageSizeExponent == wanted.pageSizeExponent && type.limits.matches(wanted.limits)
        case (.global(let type), .global(let wanted)):
            guard type.isMutable == wanted.isMutable else { return false }
            return type.value == wanted.value || !type.isMutable && matches(type.value, wanted.value)
        case (.tag(let type), .tag(let wanted)): return type == wanted
        default: return false
        }
    }

    /// Returns the type's text for a message that also names `other`. If both read the same, the text of a function type
    /// says what distinguishes it.
    func describe(_ type: ExternalTypeDescription, beside other: ExternalTypeDescription) -> String {
        let text = describe(type)
        guard text == describe(other) else { return text }
        switch (type, other) {
        case (.function(let number), .function(let otherNumber)), (.tag(let number), .tag(let otherNumber)):
            return "\(text) (\(difference(of: number, from: otherNumber)))"
        default: return text
        }
    }

    /// Returns the properties of a function type that another one with the same parameters and results does not share.
    private func difference(of number: UInt32, from otherNumber: UInt32) -> String {
        guard Int(number) < definitions.count, Int(otherNumber) < definitions.count else { return "another type" }
        let (type, other) = (definitions[Int(number)], definitions[Int(otherNumber)])
        var properties: [String] = []
        if type.isFinal != other.isFinal { properties.append(type.isFinal ? "final" : "open") }
        if type.supertypes != other.supertypes {
            properties.append(
                type.supertypes.first.map { "a subtype of \(functionType($0)), type \($0) of the store" }
                    ?? "without a supertype")
        }
        // Equal definitions differ by the types that they are defined together with.
        if properties.isEmpty { properties.append("type \(number) of the store, in another recursion group") }
        return properties.joined(separator: ", ")
    }

    /// Returns the type's text for a message.
    func describe(_ type: ExternalTypeDescription) -> String {
        func range(_ limits: SizeLimits) -> String {
            limits.maximum.map { "\(limits.minimum)…\($0)" } ?? "\(limits.minimum)…"
        }
        switch type {
        case .function(let number): return "func \(functionType(number))"
        case .table(let type): return "table \(range(type.limits)) \(type.element)"
        case .memory(let type):
            let size = type.pageSizeExponent == MemoryType.defaultPageSizeExponent ? "" : " of 1 byte"
            return "memory \(range(type.limits)) pages\(size)\(type.isShared ? ", shared" : "")"
        case .global(let type): return type.isMutable ? "global mut \(type.value)" : "global \(type.value)"
        case .tag(let number): return "tag \(functionType(number))"
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
