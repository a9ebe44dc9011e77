import WasmSyntax

/// The parts of WebAssembly that modules may use. Extensions without a ``Feature`` (multiple results, mutable globals
/// in imports) are always allowed.
package struct FeatureSet: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package init(_ features: some Sequence<Feature>) {
        rawValue = features.reduce(0) { $0 | FeatureSet.bit(of: $1) }
    }

    /// Everything that the validator knows, proposals beyond WebAssembly 3.0 included.
    package static let all = FeatureSet(Feature.allCases)
    /// The proposals that are not part of WebAssembly 3.0.
    package static let proposals = FeatureSet(Feature.allCases.filter(\.isProposal))
    /// WebAssembly 3.0.
    package static let webAssembly3 = FeatureSet.all.subtracting(.proposals)
    /// WebAssembly 2.0 without SIMD.
    package static let wasm2WithoutSIMD = FeatureSet([
        .mvp, .signExtension, .saturatingConversions, .bulkMemory, .referenceTypes,
    ])

    package func contains(_ feature: Feature) -> Bool { rawValue & FeatureSet.bit(of: feature) != 0 }

    private static func bit(of feature: Feature) -> UInt32 { bits[feature] ?? 0 }

    private static let bits: [Feature: UInt32] = Dictionary(
        uniqueKeysWithValues: Feature.allCases.enumerated().map { ($1, 1 << UInt32(truncatingIfNeeded: $0)) })
}

extension FeatureSet {
    /// - Throws: `unsupported` if the feature is not in the set.
    func require(_ feature: Feature) throws(ValidationError.Kind) {
        guard contains(feature) else { throw .unsupported(feature) }
    }

    /// The feature that a value or storage type needs, whatever its type index is.
    static func feature(of type: ValueType) -> Feature {
        if type.isVector { return .simd }
        if type.isPacked { return .gc }
        guard type.isReference else { return .mvp }
        switch type.heapType {
        case .function: return type.isNullable ? .mvp : .functionReferences
        case .external: return type.isNullable ? .referenceTypes : .functionReferences
        case .exception, .noException: return .exceptions
        default: return type.heapType.typeIndex == nil ? .gc : .functionReferences
        }
    }
}
