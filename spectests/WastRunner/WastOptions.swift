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
    /// The options for the script at this path: those of proposals are judged by a validator that knows the proposals.
    package func suiting(_ path: String) -> WastOptions {
        var options = self
        if path.split(separator: "/").contains("proposals") { options.validationFeatures = .all }
        return options
    }
}
