import WasmRuntime
import WasmSyntax
import WasmValidation

extension Module {
    /// Returns the features without which the module would not be valid. WebAssembly's first version is not among them.
    ///
    /// The module is validated once for each feature, which takes some twenty times as long as loading it.
    ///
    /// - Throws: ``Interrupted``.
    public func featuresNeeded(interruption: (any Interruption)? = nil) throws -> Set<Feature> {
        var needed: Set<Feature> = []
        for feature in Feature.allCases where feature != .mvp {
            let others = FeatureSet(Set(Feature.allCases).subtracting([feature]))
            do {
                _ = try Validator.validate(validated.module, features: others, interruption: interruption)
            } catch {
                if case .interrupted(let reason) = error.kind { throw Interrupted(reason) }
                needed.insert(feature)
            }
        }
        return needed
    }
}
