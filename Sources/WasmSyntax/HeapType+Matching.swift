// Specification: Validation / Matching / Heap Types.

extension HeapType {
    /// Whether this abstract heap type matches another abstract one.
    package func abstractMatches(_ expected: HeapType) -> Bool {
        if self == expected { return true }
        switch expected {
        case .any: return self == .equality || abstractMatches(.equality)
        case .equality: return self == .i31 || self == .structure || self == .array || self == .none
        case .i31, .structure, .array: return self == .none
        case .function: return self == .noFunction
        case .external: return self == .noExternal
        case .exception: return self == .noException
        default: return false
        }
    }

    /// The least precise supertype of an abstract heap type.
    package var abstractTop: HeapType {
        if abstractMatches(.function) { return .function }
        if abstractMatches(.external) { return .external }
        return abstractMatches(.exception) ? .exception : .any
    }
}
