import Nestbox
import WasmRuntime
import WasmValidation

/// How a script is run.
package struct WastOptions: Sendable {
    /// What modules that are to run may use. One that needs more is skipped, with all that depends on it.
    package var features = FeatureSet.supported
    /// By what modules are judged that a script says to be invalid, or valid.
    package var validationFeatures = FeatureSet.webAssembly3
    /// Whether modules are only decoded or parsed, and validated: then nothing is instantiated or invoked.
    package var validatesOnly = false
    /// Units of budget for each action, so that an endless loop fails instead of standing still.
    package var budget: UInt64 = 4_000_000_000
    package var lowering = LoweringOptions()
    package var limits = StoreLimits()

    /// The defaults, which are those of the property declarations.
    package init() {}
}

extension WastOptions {
    /// The options for the script at this path: one about a proposal is judged by a validator that knows it.
    package func suiting(_ path: String) -> WastOptions {
        var options = self
        for folder in path.split(separator: "/").dropLast() {
            let features = WastOptions.proposals[String(folder)] ?? []
            options.validationFeatures.formUnion(features)
            options.features.formUnion(features)
        }
        return options
    }

    /// What the scripts in a folder of the official suite need beyond WebAssembly 3.0.
    private static let proposals: [String: FeatureSet] = [
        "legacy": FeatureSet([.legacyExceptions]),
        "threads": FeatureSet([.threads]),
        "custom-page-sizes": FeatureSet([.customPageSizes]),
    ]
}
