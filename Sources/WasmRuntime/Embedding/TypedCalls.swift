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
        var types: [ValueType] = []
        var bits: [UInt64] = []
        for value in repeat each argument {
            types.append(Swift.type(of: value).wasmType)
            bits.append(value.wasmBits)
        }
        let wanted = FunctionType(parameters: types, results: results)
        guard wanted == type else { throw CallError.resultType(expected: "\(wanted)", found: "\(type)") }
        return try store.invoke(address, arguments: bits.map { SlotValue($0) }).map(\.bits)
    }
}

extension HostFunction {
    /// A host function that takes Swift values and returns one:
    /// `HostFunction { (a: Int32, b: Int64) throws -> Int32 in … }`.
    public init<each Argument: WasmValue, Result: WasmValue>(
        _ body: @escaping (repeat each Argument) throws -> Result
    ) {
        self.init(type: HostFunction.type((repeat each Argument).self, results: [Result.wasmType])) { call in
            var index = 0
            let result = try body(repeat HostFunction.next(&index, call, (each Argument).self))
            call.setResult(bits: result.wasmBits)
        }
    }

    /// A host function that takes Swift values and returns nothing.
    public init<each Argument: WasmValue>(_ body: @escaping (repeat each Argument) throws -> Void) {
        self.init(type: HostFunction.type((repeat each Argument).self, results: [])) { call in
            var index = 0
            try body(repeat HostFunction.next(&index, call, (each Argument).self))
        }
    }

    /// A host function that takes the call, for the caller's memory, and Swift values, and returns one value.
    public init<each Argument: WasmValue, Result: WasmValue>(
        withCall body: @escaping (HostCall, repeat each Argument) throws -> Result
    ) {
        self.init(type: HostFunction.type((repeat each Argument).self, results: [Result.wasmType])) { call in
            var index = 0
            let result = try body(call, repeat HostFunction.next(&index, call, (each Argument).self))
            call.setResult(bits: result.wasmBits)
        }
    }

    /// A host function that takes the call, for the caller's memory, and Swift values, and returns nothing.
    public init<each Argument: WasmValue>(withCall body: @escaping (HostCall, repeat each Argument) throws -> Void) {
        self.init(type: HostFunction.type((repeat each Argument).self, results: [])) { call in
            var index = 0
            try body(call, repeat HostFunction.next(&index, call, (each Argument).self))
        }
    }

    static func type<each Argument: WasmValue>(
        _ arguments: (repeat each Argument).Type, results: [ValueType]
    ) -> FunctionType {
        var parameters: [ValueType] = []
        for argument in repeat (each Argument).self { parameters.append(argument.wasmType) }
        return FunctionType(parameters: parameters, results: results)
    }

    private static func next<Argument: WasmValue>(
        _ index: inout Int, _ call: HostCall, _ type: Argument.Type
    ) -> Argument {
        defer { index &+= 1 }
        return Argument(wasmBits: call.bits(at: index))
    }
}
