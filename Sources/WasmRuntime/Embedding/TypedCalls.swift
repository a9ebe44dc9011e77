import WasmSyntax

extension Function {
    /// Calls the function with Swift values and returns its only result:
    /// `let sum: Int32 = try add.call(1 as Int32, 2 as Int32)`.
    ///
    /// - Throws: ``Trap``, ``WasmException``, ``GuestExit``, or ``CallError`` if the types are not the function's.
    public func call<each Argument: WasmValue, Result: WasmValue>(
        _ argument: repeat each Argument, returning: Result.Type = Result.self
    ) throws -> Result {
        let results = try callTyped(repeat each argument, results: [Result.wasmType])
        return Result(wasmBits: results.first ?? 0)
    }

    /// Calls the function, which must have no results, with Swift values.
    ///
    /// - Throws: ``Trap``, ``WasmException``, ``GuestExit``, or ``CallError`` if the types are not the function's.
    public func call<each Argument: WasmValue>(_ argument: repeat each Argument) throws {
        _ = try callTyped(repeat each argument, results: [])
    }

    private func callTyped<each Argument: WasmValue>(
        _ argument: repeat each Argument, results: [ValueType]
    ) throws -> [UInt64] {
        try check()
        let type = self.type
        var (index, isMatch) = (0, type.results == results)
        var words = CallWords()
        for value in repeat each argument {
            isMatch =
                isMatch && index < type.parameters.count && type.parameters[index] == Swift.type(of: value).wasmType
            words[index] = value.wasmBits
            index &+= 1
        }
        guard isMatch, index == type.parameters.count else {
            var types: [ValueType] = []
            for value in repeat each argument { types.append(Swift.type(of: value).wasmType) }
            let wanted = FunctionType(parameters: types, results: results)
            throw CallError.resultType(expected: "\(wanted)", found: "\(type)")
        }
        guard let shape = WordShape(type) else {
            var bits: [SlotValue] = []
            for value in repeat each argument { bits.append(SlotValue(value.wasmBits)) }
            return try store.invoke(address, arguments: bits).map(\.bits)
        }
        try store.invoke(reference, shape, &words)
        return (0..<shape.results).map { words[$0] }
    }
}

extension HostFunction {
    /// A host function that takes Swift values and returns one:
    /// `HostFunction { (a: Int32, b: Int64) throws -> Int32 in … }`. ``WasmTransferable`` lists the types.
    ///
    /// - Parameters:
    ///   - buffers: How strings and bytes are passed.
    ///   - body: Computes the result.
    public init<each Argument: WasmTransferable, Result: WasmTransferable>(
        buffers: GuestBuffers = GuestBuffers(), _ body: @escaping (repeat each Argument) throws -> Result
    ) {
        self.init((repeat each Argument).self, results: Result.wasmTypes, buffers) { values in
            let result = try body(repeat try (each Argument)(from: &values))
            values.turn()
            try result.write(to: &values)
        }
    }

    /// A host function that takes Swift values and returns nothing.
    ///
    /// - Parameters:
    ///   - buffers: How strings and bytes are passed.
    ///   - body: Takes the arguments.
    public init<each Argument: WasmTransferable>(
        buffers: GuestBuffers = GuestBuffers(), _ body: @escaping (repeat each Argument) throws -> Void
    ) {
        self.init((repeat each Argument).self, results: [], buffers) { values in
            try body(repeat try (each Argument)(from: &values))
            values.turn()
        }
    }

    /// A host function that takes Swift values and returns several.
    ///
    /// - Parameters:
    ///   - buffers: How strings and bytes are passed.
    ///   - body: Computes the results.
    public init<each Argument: WasmTransferable, each Result: WasmTransferable>(
        buffers: GuestBuffers = GuestBuffers(),
        _ body: @escaping (repeat each Argument) throws -> (repeat each Result)
    ) {
        var types: [ValueType] = []
        for result in repeat (each Result).self { types += result.wasmTypes }
        self.init((repeat each Argument).self, results: types, buffers) { values in
            let result = try body(repeat try (each Argument)(from: &values))
            values.turn()
            for value in repeat each result { try value.write(to: &values) }
        }
    }

    /// A host function that takes the call, for the caller's memory, and Swift values, and returns one value.
    ///
    /// - Parameters:
    ///   - buffers: How strings and bytes are passed.
    ///   - body: Computes the result.
    public init<each Argument: WasmTransferable, Result: WasmTransferable>(
        buffers: GuestBuffers = GuestBuffers(),
        withCall body: @escaping (HostCall, repeat each Argument) throws -> Result
    ) {
        self.init((repeat each Argument).self, results: Result.wasmTypes, buffers) { call, values in
            let result = try body(call, repeat try (each Argument)(from: &values))
            values.turn()
            try result.write(to: &values)
        }
    }

    /// A host function that takes the call, for the caller's memory, and Swift values, and returns nothing.
    ///
    /// - Parameters:
    ///   - buffers: How strings and bytes are passed.
    ///   - body: Takes the arguments.
    public init<each Argument: WasmTransferable>(
        buffers: GuestBuffers = GuestBuffers(),
        withCall body: @escaping (HostCall, repeat each Argument) throws -> Void
    ) {
        self.init((repeat each Argument).self, results: [], buffers) { call, values in
            try body(call, repeat try (each Argument)(from: &values))
            values.turn()
        }
    }

    /// A host function whose body replaces the arguments by the results.
    private init<each Argument: WasmTransferable>(
        _ arguments: (repeat each Argument).Type, results: [ValueType], _ buffers: GuestBuffers,
        _ body: @escaping (HostCall, inout CallValues) throws -> Void
    ) {
        let signature = HostSignature((repeat each Argument).self, results: results, buffers)
        self.init(type: signature.type) { call in
            var values = CallValues(from: call, signature)
            try body(call, &values)
            try call.setResults(&values)
        }
    }

    /// A host function whose body replaces the arguments by the results. It does not get the call, whose copy takes time.
    private init<each Argument: WasmTransferable>(
        _ arguments: (repeat each Argument).Type, results: [ValueType], _ buffers: GuestBuffers,
        _ body: @escaping (inout CallValues) throws -> Void
    ) {
        let signature = HostSignature((repeat each Argument).self, results: results, buffers)
        self.init(type: signature.type) { call in
            var values = CallValues(from: call, signature)
            try body(&values)
            try call.setResults(&values)
        }
    }

    static func type<each Argument: WasmValue>(
        _ arguments: (repeat each Argument).Type, results: [ValueType]
    ) -> FunctionType {
        var parameters: [ValueType] = []
        for argument in repeat (each Argument).self { parameters.append(argument.wasmType) }
        return FunctionType(parameters: parameters, results: results)
    }
}

extension HostCall {
    fileprivate mutating func setResults(_ results: inout CallValues) throws(CallError) {
        if results.isOfWords { return words = results.words }
        for (index, value) in results.values.enumerated() { try setResult(value, at: index) }
    }
}
