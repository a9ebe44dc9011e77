/// A part of WebAssembly: its first version, or what a proposal has added.
public enum Feature: String, Sendable, CaseIterable {
    /// The first version of WebAssembly.
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
    /// `try … catch` and `delegate`, as compilers emitted them before WebAssembly 3.0 had `try_table`. Tags and
    /// `throw`, which both have, belong to `exceptions`.
    case legacyExceptions = "legacy exceptions"
}

extension Feature {
    /// Whether the feature is a proposal beyond WebAssembly 3.0, which is off unless it is enabled.
    public var isProposal: Bool {
        switch self {
        case .threads, .customPageSizes, .wideArithmetic, .legacyExceptions: true
        default: false
        }
    }

    /// The feature's name on the command line, for example `wide-arithmetic`.
    public var optionName: String { String(rawValue.map { $0 == " " ? "-" : $0 }) }
}
