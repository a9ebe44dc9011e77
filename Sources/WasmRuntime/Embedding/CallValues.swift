import WasmSyntax

/// A Swift type that stands for one or several WebAssembly values in typed functions and host functions.
///
/// Numbers (``WasmValue``), vectors, references, ``GuestString`` and ``GuestBytes`` are such types. A type of your own says
/// which values it stands for, writes them and reads them:
///
///     struct Point: WasmTransferable {
///         var x, y: Double
///         static var wasmTypes: [ValueType] { [.f64, .f64] }
///         func write(to values: inout CallValues) throws { try x.write(to: &values); try y.write(to: &values) }
///         init(from values: inout CallValues) throws {
///             (x, y) = (try Double(from: &values), try Double(from: &values))
///         }
///     }
public protocol WasmTransferable: SendableMetatype {
    /// The types of the values. For a reference, the most general type of its hierarchy.
    static var wasmTypes: [ValueType] { get }
    /// Appends the values: to the arguments of a guest's function, or to the results of a host function.
    ///
    /// - Throws: Any error, which ends the call.
    func write(to values: inout CallValues) throws
    /// Reads the values: from the results of a guest's function, or from the arguments of a host function.
    ///
    /// - Throws: Any error, which ends the call.
    init(from values: inout CallValues) throws
}

/// The error that a value cannot be passed as the Swift type of a typed function.
public struct TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problem, as a sentence.
    public let problem: String
    public var description: String { problem }

    /// An error with its problem.
    public init(_ problem: String) { self.problem = problem }

    /// The error of a reference that does not refer to what a Swift type stands for.
    init(expected type: Any.Type) { problem = "the reference does not refer to \(type)" }
}

/// The arguments or the results of a call, which typed functions write and read one after the other.
public struct CallValues {
    /// The function that gets the values, or that has got them.
    private enum Target {
        case guest(BoundFunction)
        case host(HostSignature, Store, caller: InstanceIdentity?)
    }

    /// Values that are no numbers, and memory for values.
    private final class Others {
        var values: [Value] = []
        var allocated: [(address: UInt32, count: UInt32)] = []
    }

    private let target: Target
    /// The values, if they are only a few numbers.
    var words = CallWords()
    let isOfWords: Bool
    /// Whether these are results, and no longer arguments.
    private var isTurned = false
    /// The number of values written or read.
    private var position = 0
    private var others: Others?

    /// Values to be passed to a guest's function.
    init(to function: BoundFunction) { (target, isOfWords) = (.guest(function), function.shape != nil) }

    /// Values that a guest has passed to a host function.
    init(from call: HostCall, _ signature: HostSignature) {
        (target, isOfWords) = (.host(signature, call.store, caller: call.caller), call.isOfWords)
        if isOfWords {
            words = call.words
        } else if !signature.type.parameters.isEmpty {
            values = signature.type.parameters.enumerated().map { call.value(at: $0, as: $1) }
        }
    }

    /// The store of the guest.
    public var store: Store {
        switch target {
        case .guest(let bound): bound.function.store
        case .host(_, let store, _): store
        }
    }

    /// The instance of the guest whose memory holds what the values point to.
    var instance: InstanceIdentity? {
        switch target {
        case .guest(let bound): bound.instance
        case .host(_, _, let caller): caller
        }
    }

    /// How the guest gets memory; `nil` for a host function, whose caller must be asked each time.
    var buffers: BoundBuffers? {
        if case .guest(let bound) = target { bound.buffers } else { nil }
    }

    /// The way in which strings and bytes are passed.
    var bufferOptions: GuestBuffers {
        switch target {
        case .guest(let bound): bound.buffers?.options ?? GuestBuffers()
        case .host(let signature, _, _): signature.buffers
        }
    }

    /// Whether the values belong to the call of a host function by a guest.
    public var isInHostFunction: Bool {
        if case .host(_, _, .some) = target { true } else { false }
    }

    /// The type of the next value; `nil` after the last.
    private var nextType: ValueType? {
        let type =
            switch target {
            case .guest(let bound): bound.type
            case .host(let signature, _, _): signature.type
            }
        let types = isTurned ? type.results : type.parameters
        return position < types.count ? types[position] : nil
    }

    /// All values, if they are not only a few numbers.
    var values: [Value] {
        get { others?.values ?? [] }
        set { openOthers().values = newValue }
    }

    /// Whether the guest has allocated memory for values.
    var hasAllocated: Bool { others.map { !$0.allocated.isEmpty } ?? false }

    /// Returns the memory that the guest has allocated for values, once.
    mutating func takeAllocated() -> [(address: UInt32, count: UInt32)] { others?.allocated.take() ?? [] }

    mutating func noteAllocated(_ address: UInt32, _ count: UInt32) {
        openOthers().allocated.append((address, count))
    }

    private mutating func openOthers() -> Others {
        let others = self.others ?? Others()
        self.others = others
        return others
    }

    /// Appends a number, given by its bits: those of an `i32` or `f32` are zero-extended.
    public mutating func append(bits: UInt64) {
        if isOfWords {
            if position < CallWords.count { words[position] = bits }
        } else {
            let type = nextType ?? .i64
            openOthers().values.append(Value(SlotValue(bits), type: type.isReference ? .i64 : type, in: store))
        }
        position &+= 1
    }

    /// Appends a value of any type.
    public mutating func append(_ value: Value) {
        if isOfWords { return append(bits: value.slotValue(in: store)?.bits ?? 0) }
        openOthers().values.append(value)
        position &+= 1
    }

    /// Returns the bits of the next value, a number; those of an `i32` or `f32` are zero-extended.
    public mutating func nextBits() -> UInt64 {
        guard isOfWords else { return next()?.slotValue(in: store)?.bits ?? 0 }
        defer { position &+= 1 }
        return position < CallWords.count ? words[position] : 0
    }

    /// Returns the next value; `nil` if there is none.
    public mutating func next() -> Value? {
        defer { position &+= 1 }
        guard isOfWords else { return position < values.count ? values[position] : nil }
        guard position < CallWords.count, let type = nextType else { return nil }
        return Value(SlotValue(words[position]), type: type, in: store)
    }

    /// Begins to read results where arguments were written, or to write results where arguments were read.
    mutating func turn() {
        isTurned = true
        position = 0
        others?.values = []
    }
}

/// The type of a host function that takes and returns Swift values.
final class HostSignature {
    let type: FunctionType
    let buffers: GuestBuffers

    init<each Argument: WasmTransferable>(
        _ arguments: (repeat each Argument).Type, results: [ValueType], _ buffers: GuestBuffers
    ) {
        var parameters: [ValueType] = []
        for argument in repeat (each Argument).self { parameters += argument.wasmTypes }
        type = FunctionType(parameters: parameters, results: results)
        self.buffers = buffers
    }
}

extension WasmValue {
    public static var wasmTypes: [ValueType] { [wasmType] }
    public func write(to values: inout CallValues) { values.append(bits: wasmBits) }
    public init(from values: inout CallValues) { self.init(wasmBits: values.nextBits()) }
}
