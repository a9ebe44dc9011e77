import WasmSyntax

// Guests' functions as functions of Swift: bound once, with types that are checked then.

/// A guest's function with what is known of it when it is bound.
final class BoundFunction {
    let function: Function
    let type: FunctionType
    let shape: WordShape?
    /// The instance whose memory holds what the values point to.
    let instance: InstanceIdentity?
    let buffers: BoundBuffers?

    init(_ function: Function, buffers: BoundBuffers?) {
        (self.function, self.buffers) = (function, buffers)
        type = function.type
        shape = WordShape(type)
        instance = function.owner
    }

    /// Calls the function with the values, and replaces them by the results.
    func call(_ values: inout CallValues) throws {
        if let shape {
            try function.store.invoke(function.reference, shape, &values.words)
            values.turn()
        } else {
            let results = try function.call(values.values)
            values.turn()
            values.values = results
        }
    }
}

extension Function {
    /// Returns the function as one of Swift, with any number of results:
    /// `let divide = try function.typed(as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)`.
    ///
    /// ``WasmTransferable`` lists the types. The function of Swift throws as ``call(_:)-([Value])`` does, and
    /// ``TransferError`` if a value cannot be passed. It keeps the store.
    ///
    /// - Parameters:
    ///   - type: The type of the function of Swift.
    ///   - buffers: How strings and bytes are passed.
    /// - Throws: ``CallError/resultType(expected:found:)`` if the types are not the function's;
    ///   ``CallError/instanceDiscarded``.
    public func typed<each Argument: WasmTransferable, each Result: WasmTransferable>(
        as type: ((repeat each Argument) throws -> (repeat each Result)).Type, buffers: GuestBuffers = GuestBuffers()
    ) throws(CallError) -> (repeat each Argument) throws -> (repeat each Result) {
        try check()
        var wanted = FunctionType(parameters: [], results: [])
        for argument in repeat (each Argument).self { wanted.parameters += argument.wasmTypes }
        for result in repeat (each Result).self { wanted.results += result.wasmTypes }
        let found = self.type
        guard store.canPass(wanted, as: found) else { throw .resultType(expected: "\(wanted)", found: "\(found)") }
        let bound = BoundFunction(
            self, buffers: owner.flatMap { Instance(store: store, $0) }.map { BoundBuffers(buffers, of: $0) })
        return { (argument: repeat each Argument) in
            var values = CallValues(to: bound)
            do {
                for value in repeat each argument { try value.write(to: &values) }
                try bound.call(&values)
                guard values.hasAllocated else { return (repeat try (each Result)(from: &values)) }
                // Results may lie in the memory of arguments.
                let results = try Function.results(&values, (repeat each Result).self)
                try values.freeArguments()
                return results
            } catch {
                // After a trap, nothing of the guest is sure to be in order.
                if !(error is Trap || error is GuestExit) { try? values.freeArguments() }
                throw error
            }
        }
    }

    private static func results<each Result: WasmTransferable>(
        _ values: inout CallValues, _ types: (repeat each Result).Type
    ) throws -> (repeat each Result) {
        (repeat try (each Result)(from: &values))
    }
}

extension Store {
    /// Whether a function of Swift with some types can pass its values to a function of a guest. Only the
    /// hierarchies of references are compared here; each call checks the rest.
    fileprivate func canPass(_ wanted: FunctionType, as found: FunctionType) -> Bool {
        wanted.parameters.count == found.parameters.count && wanted.results.count == found.results.count
            && zip(wanted.parameters, found.parameters).allSatisfy { matches($0, $1) }
            && zip(wanted.results, found.results).allSatisfy { matches($1, $0) }
    }

    private func matches(_ source: ValueType, _ target: ValueType) -> Bool {
        guard source.isReference, target.isReference else { return source == target }
        return hierarchy(of: source) == hierarchy(of: target)
    }
}

extension Instance {
    /// Returns an exported function as one of Swift: see ``Function/typed(as:buffers:)``.
    ///
    /// - Parameters:
    ///   - name: The export's name.
    ///   - type: The type of the function of Swift.
    ///   - buffers: How strings and bytes are passed.
    /// - Throws: ``CallError`` if there is no such function, or if its types are others.
    public func function<each Argument: WasmTransferable, each Result: WasmTransferable>(
        named name: Name, as type: ((repeat each Argument) throws -> (repeat each Result)).Type,
        buffers: GuestBuffers = GuestBuffers()
    ) throws(CallError) -> (repeat each Argument) throws -> (repeat each Result) {
        guard !isDiscarded else { throw .instanceDiscarded }
        guard let function = function(named: name) else { throw unknownFunction(name) }
        return try function.typed(as: type, buffers: buffers)
    }
}

extension Bool: WasmValue {
    public static var wasmType: ValueType { .i32 }
    /// True for any number but 0.
    public init(wasmBits: UInt64) { self = UInt32(truncatingIfNeeded: wasmBits) != 0 }
    public var wasmBits: UInt64 { self ? 1 : 0 }
}
