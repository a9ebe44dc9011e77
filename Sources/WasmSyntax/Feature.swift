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
    /// Imports that name their module, or their type too, only once for a group.
    case compactImports = "compact import section"
}

extension Feature {
    /// A proposal beyond WebAssembly 3.0, which can be turned on and off for a module.
    public struct Proposal: Sendable {
        /// The feature that the proposal adds.
        public let feature: Feature
        /// Whether modules may use it unless it is turned off. Proposals that have reached phase 4 of the
        /// standardization are on, because compilers emit them without being asked.
        public let isOnByDefault: Bool
        /// The things that it allows a module to use, in Markdown.
        public let summary: String
    }

    /// All proposals, on which the command line, policies and the README agree.
    public static let proposals = [
        Proposal(
            feature: .threads, isOnByDefault: true,
            summary: "shared memories, atomic instructions, `memory.atomic.wait` and `notify`"),
        Proposal(
            feature: .wideArithmetic, isOnByDefault: true,
            summary: "`i64.add128`, `i64.sub128`, `i64.mul_wide_s`, `i64.mul_wide_u`"),
        Proposal(
            feature: .compactImports, isOnByDefault: true,
            summary: "imports that name their module only once for a group: `(import \"m\" (item \"f\" (func)) …)`"),
        Proposal(
            feature: .customPageSizes, isOnByDefault: false,
            summary: "memories with pages of one byte: `(memory 100 (pagesize 1))`"),
        Proposal(
            feature: .legacyExceptions, isOnByDefault: false,
            summary:
                "`try`, `catch`, `catch_all`, `delegate` and `rethrow`, which compilers emitted before 3.0 and some "
                + "still do"),
    ]

    /// The proposals that modules may use unless they are turned off.
    public static let onByDefault = Set(proposals.filter(\.isOnByDefault).map(\.feature))

    /// Whether the feature is a proposal beyond WebAssembly 3.0. The other features are always on.
    public var isProposal: Bool { Feature.proposals.contains { $0.feature == self } }

    /// The feature's name on the command line, for example `wide-arithmetic`.
    public var optionName: String { String(rawValue.map { $0 == " " ? "-" : $0 }) }
}

/// A word that turns a proposal on or off, on the command line and in policies: `threads` or `-threads`.
package struct FeatureChange: Hashable, Sendable {
    package let feature: Feature
    package let isOn: Bool

    package init(_ feature: Feature, isOn: Bool) {
        self.feature = feature
        self.isOn = isOn
    }

    /// Fails if no proposal has this name.
    package init?(_ word: some StringProtocol) {
        let isOn = !word.hasPrefix("-")
        let name = isOn ? word[...] : word.dropFirst()
        guard let proposal = Feature.proposals.first(where: { $0.feature.optionName == name }) else { return nil }
        self.init(proposal.feature, isOn: isOn)
    }

    package var word: String { (isOn ? "" : "-") + feature.optionName }
}

extension Set<Feature> {
    /// The changes that make this set of the proposals that are on by default.
    package var changes: [FeatureChange] {
        Feature.proposals.filter { contains($0.feature) != $0.isOnByDefault }
            .map { FeatureChange($0.feature, isOn: !$0.isOnByDefault) }
    }

    /// Makes changes, one after the other.
    package mutating func apply(_ changes: some Sequence<FeatureChange>) {
        for change in changes {
            if change.isOn { insert(change.feature) } else { remove(change.feature) }
        }
    }

    /// Returns the set after changes.
    package func applying(_ changes: some Sequence<FeatureChange>) -> Set<Feature> {
        var result = self
        result.apply(changes)
        return result
    }
}
