/// A part of WebAssembly: its first version, or what a proposal has added.
public enum Feature: String, Sendable, CaseIterable {
    /// The first version of WebAssembly.
    case mvp
    /// `i32.extend8_s` and its kin.
    case signExtension = "sign extension"
    /// Conversions of floats to integers that never trap, as `i32.trunc_sat_f32_s`.
    case saturatingConversions = "saturating float-to-int conversions"
    /// `memory.copy`, `memory.fill`, `table.copy`, and passive segments.
    case bulkMemory = "bulk memory operations"
    /// Values of the types `funcref` and `externref`, and several tables.
    case referenceTypes = "reference types"
    /// Vectors of 128 bits and their instructions.
    case simd = "SIMD"
    /// Vector instructions whose results the specification leaves open within limits.
    case relaxedSimd = "relaxed SIMD"
    /// `return_call`, `return_call_indirect` and `return_call_ref`.
    case tailCalls = "tail calls"
    /// Tags, `throw`, `throw_ref` and `try_table`.
    case exceptions = "exception handling"
    /// References to functions of a known type, and `call_ref`.
    case functionReferences = "typed function references"
    /// Structs, arrays, and their subtypes.
    case gc = "garbage collection"
    /// More than one memory in a module.
    case multiMemory = "multiple memories"
    /// Memories and tables with addresses of 64 bits.
    case memory64 = "64-bit memories and tables"
    /// Additions, subtractions and multiplications of integers in constant expressions.
    case extendedConstants = "extended constant expressions"
    /// Shared memories and atomic instructions.
    case threads = "threads"
    /// Memories with pages of one byte.
    case customPageSizes = "custom page sizes"
    /// `i64.add128`, `i64.sub128`, `i64.mul_wide_s` and `i64.mul_wide_u`.
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
