import WasmSyntax

/// The numbers that a call passes, out of the value stack: first its arguments, then its results.
///
/// Each look at the value stack is an access to a property of the store, which Swift checks. Calls between host and guest
/// that pass a few numbers therefore copy them here, and back, while the store's properties are accessed anyway.
struct CallWords {
    /// The most numbers.
    static let count = 6

    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)

    /// The number at a position below ``count``.
    subscript(position: Int) -> UInt64 {
        @inline(__always) get {
            switch position {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            case 3: words.3
            case 4: words.4
            default: words.5
            }
        }
        @inline(__always) set {
            switch position {
            case 0: words.0 = newValue
            case 1: words.1 = newValue
            case 2: words.2 = newValue
            case 3: words.3 = newValue
            case 4: words.4 = newValue
            default: words.5 = newValue
            }
        }
    }
}

/// The shape of a function that passes nothing but a few numbers.
struct WordShape {
    let parameters: Int
    let results: Int
    /// The parameters of 32 bits, one bit for each.
    let narrowParameters: UInt8
    /// The results of 32 bits, one bit for each.
    let narrowResults: UInt8

    /// The shape of a function type; `nil` if it passes references, vectors, or more than ``CallWords/count`` values.
    init?(_ type: FunctionType) {
        (parameters, results) = (type.parameters.count, type.results.count)
        guard let parameters = WordShape.narrow(type.parameters), let results = WordShape.narrow(type.results) else {
            return nil
        }
        (narrowParameters, narrowResults) = (parameters, results)
    }

    /// Returns the values of 32 bits, one bit for each; `nil` if not all values are numbers, or if they are too many.
    private static func narrow(_ types: [ValueType]) -> UInt8? {
        guard types.count <= CallWords.count else { return nil }
        var narrow: UInt8 = 0
        for type in types.reversed() {
            guard !type.isReference, type != .v128 else { return nil }
            narrow = narrow << 1 | (type == .i32 || type == .f32 ? 1 : 0)
        }
        return narrow
    }

    /// The slot of a frame's header: see ``FrameLayout``.
    var header: Int { FrameLayout.header(parameters: parameters, results: results) }
}

extension Machine {
    /// Copies arguments from the value stack.
    @inline(__always) mutating func words(_ count: Int, at base: Int) -> CallWords {
        var words = CallWords()
        for index in 0..<count { words[index] = stack[base &+ index] }
        return words
    }

    /// Copies numbers to the value stack.
    ///
    /// - Parameter narrow: The numbers of which only the lower 32 bits count, one bit for each.
    @inline(__always) mutating func set(_ words: CallWords, _ count: Int, narrow: UInt8, at base: Int) {
        for index in 0..<count {
            let isNarrow = narrow >> UInt8(truncatingIfNeeded: index) & 1 != 0
            stack[base &+ index] = isNarrow ? words[index] & 0xFFFF_FFFF : words[index]
        }
    }
}
