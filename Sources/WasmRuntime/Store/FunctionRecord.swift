import WasmSyntax

/// The data of a function that a call needs, in 16 bytes.
struct FunctionRecord {
    static let host = UInt32.max

    /// The store's number for the function's type: equal types have equal numbers.
    var type: UInt32
    /// The index of the instance that the function belongs to, or ``host``.
    var instance: UInt32
    /// The function's entry in its module's internal code; 0 while it is not lowered.
    var entry: UInt32
    /// The function's index among those that its module defines, or among the store's host functions.
    var index: UInt32
}

/// A host function as a store calls it: its body, and the work before and after the body that follows from its type. For
/// most types, all three lists are empty.
final class HostFunctionRecord {
    let type: FunctionType
    let body: (inout HostCall) throws -> Void
    let asyncBody: AsyncBody?
    /// The import that was linked with the function first.
    let module, name: Name
    /// The slots that arguments and results take.
    let slotCount: Int
    /// The results that are set to 0 before the body runs, by index. A result that the body does not set is then 0 or the
    /// caller's argument, never the remains of another frame.
    let cleared: [(index: Int, type: ValueType)]
    /// The results of 32 bits, which must be zero-extended in their slots.
    let narrow: [Int]
    /// The results that are references, which must exist in the store and match the type.
    let references: [(index: Int, type: ValueType)]
    /// The parameters that are never null, by index.
    let nonNull: [Int]
    /// The shape of a function that passes only a few numbers; `nil` for others.
    let words: WordShape?
    /// The parameters that are vectors, by index. Their slots get the lower halves, as `HostCall.bits` would read what
    /// others have left there.
    let vectors: [Int]

    init(_ function: HostFunction, module: Name, name: Name) {
        (self.module, self.name) = (module, name)
        let (parameters, results) = (function.type.parameters, function.type.results)
        type = function.type
        body = function.body
        asyncBody = function.asyncBody
        slotCount = FrameLayout.header(of: function.type)
        let indexed = results.enumerated().map { (index: $0.offset, type: $0.element) }
        cleared = indexed.filter { index, type in
            index >= parameters.count || (type == .v128) != (parameters[index] == .v128)
        }
        narrow = indexed.filter { $0.type == .i32 || $0.type == .f32 }.map(\.index)
        references = indexed.filter(\.type.isReference)
        words = WordShape(function.type)
        vectors = parameters.indices.filter { parameters[$0] == .v128 }
        nonNull = parameters.indices.filter { parameters[$0].isReference && !parameters[$0].isNullable }
    }

    /// Returns the bytes of host memory that count for the record of a function of this type.
    static func hostBytes(of type: FunctionType) -> UInt64 {
        // The object, and its places in the store's lists; then at most an item of each list for each value.
        let lists = type.parameters.count &* 16 &+ type.results.count &* 2 &* MemoryLayout<(Int, ValueType)>.stride
        return UInt64(256 &+ lists)
    }
}
