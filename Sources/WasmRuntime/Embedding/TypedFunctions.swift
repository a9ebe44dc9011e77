import WasmSyntax

// Guests' functions as functions of Swift: bound once, with types that are checked then.

extension Function {
    /// Returns the function as one of Swift, with any number of results:
    /// `let divide = try function.typed(as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)`.
    ///
    /// The function of Swift throws as ``call(_:)-([Value])`` does. It keeps the store.
    ///
    /// - Throws: ``CallError/resultType(expected:found:)`` if the types are not the function's;
    ///   ``CallError/instanceDiscarded``.
    public func typed<each Argument: WasmValue, each Result: WasmValue>(
        as type: ((repeat each Argument) throws -> (repeat each Result)).Type
    ) throws(CallError) -> (repeat each Argument) throws -> (repeat each Result) {
        try check()
        var wanted = FunctionType(parameters: [], results: [])
        for argument in repeat (each Argument).self { wanted.parameters.append(argument.wasmType) }
        for result in repeat (each Result).self { wanted.results.append(result.wasmType) }
        let found = self.type
        guard wanted == found else { throw .resultType(expected: "\(wanted)", found: "\(found)") }
        return { (argument: repeat each Argument) in
            // The instance may have been discarded since.
            try check()
            var slots: [SlotValue] = []
            for value in repeat each argument { slots.append(SlotValue(value.wasmBits)) }
            let results = try store.invoke(address, arguments: slots)
            var index = 0
            return (repeat Function.next(&index, results, (each Result).self))
        }
    }

    private static func next<Result: WasmValue>(
        _ index: inout Int, _ results: [SlotValue], _ type: Result.Type
    ) -> Result {
        defer { index &+= 1 }
        return Result(wasmBits: index < results.count ? results[index].bits : 0)
    }
}

extension Instance {
    /// Returns an exported function as one of Swift: see ``Function/typed(as:)``.
    ///
    /// - Throws: ``CallError`` if there is no such function, or if its types are others.
    public func function<each Argument: WasmValue, each Result: WasmValue>(
        named name: Name, as type: ((repeat each Argument) throws -> (repeat each Result)).Type
    ) throws(CallError) -> (repeat each Argument) throws -> (repeat each Result) {
        guard !isDiscarded else { throw .instanceDiscarded }
        guard let function = function(named: name) else { throw unknownFunction(name) }
        return try function.typed(as: type)
    }
}

extension Bool: WasmValue {
    public static var wasmType: ValueType { .i32 }
    /// True for any number but 0.
    public init(wasmBits: UInt64) { self = UInt32(truncatingIfNeeded: wasmBits) != 0 }
    public var wasmBits: UInt64 { self ? 1 : 0 }
}
