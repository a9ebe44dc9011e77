/// A part of WebAssembly beyond its first version, by the proposal that brought it.
public enum Feature: String, Sendable, CaseIterable {
    case mvp
    case signExtension = "sign extension"
    case saturatingConversions = "saturating float-to-int conversions"
    case bulkMemory = "bulk memory operations"
    case referenceTypes = "reference types"
    case simd = "SIMD"
    case relaxedSimd = "relaxed SIMD"
    case tailCalls = "tail calls"
    case exceptions = "exception handling"
    case functionReferences = "typed function references"
    case gc = "garbage collection"
    case multiMemory = "multiple memories"
    case memory64 = "64-bit memories and tables"
    case extendedConstants = "extended constant expressions"
    case threads = "threads"
    case customPageSizes = "custom page sizes"
    case wideArithmetic = "wide arithmetic"
    /// `try … catch` and `delegate`, as compilers emitted them before WebAssembly 3.0 had `try_table`. What they share
    /// with it, tags and `throw`, belongs to `exceptions`.
    case legacyExceptions = "legacy exceptions"
}

extension Feature {
    /// Whether it is a proposal that WebAssembly 3.0 does not have: off unless it is enabled.
    public var isProposal: Bool {
        switch self {
        case .threads, .customPageSizes, .wideArithmetic, .legacyExceptions: true
        default: false
        }
    }

    /// What the command line calls it, for example `wide-arithmetic`.
    public var optionName: String { String(rawValue.map { $0 == " " ? "-" : $0 }) }
}
