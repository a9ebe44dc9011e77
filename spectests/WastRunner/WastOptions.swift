import Nestbox
import WasmRuntime
import WasmSyntax
import WasmValidation

/// The way a script is run.
package struct WastOptions: Sendable {
    /// The features that modules may use when they run. A module that needs more is skipped, with everything that
    /// depends on it.
    package var features = FeatureSet.supported
    /// The features with which the runner checks that a module is valid or invalid, as the script says.
    package var validationFeatures = FeatureSet.supported
    /// Whether the script derives from one of WebAssembly 1.0, to which a second table or memory is invalid and a size
    /// of more than 32 bits malformed.
    package var isFromVersion1 = false
    /// Whether modules are only decoded or parsed, and validated; nothing is instantiated or invoked.
    package var validatesOnly = false
    /// The units of budget for each action, so that an endless loop fails instead of hanging the runner.
    package var budget: UInt64 = 4_000_000_000
    /// Ends the run of the script. The directive that it stops, and those after it, have no outcome.
    package var interruption: (any Interruption)?
    /// Whether calls are suspended again and again: at first after every few units, then after more and more. The numbers
    /// follow from this seed.
    package var suspensionSeed: UInt64?
    /// Whether suspended calls are stored, and go on in a new store.
    package var movesCalls = false
    package var lowering = LoweringOptions()
    package var limits = StoreLimits()

    /// Makes the default options.
    package init() {}
}

extension WastOptions {
    /// Returns the options for the script at this path: modules in the folder of a proposal may use the proposal.
    package func suiting(_ path: String) -> WastOptions {
        var options = self
        let folders = path.split(separator: "/").dropLast()
        for folder in folders {
            options = options.applying(
                (WastOptions.proposals[String(folder)] ?? []).map { FeatureChange($0, isOn: true) })
        }
        options.isFromVersion1 = folders.suffix(2).elementsEqual(["proposals", "threads"])
        return options
    }

    /// Returns these options with proposals turned on or off.
    package func applying(_ changes: [FeatureChange]) -> WastOptions {
        var options = self
        for change in changes {
            let feature = FeatureSet([change.feature])
            if change.isOn {
                options.validationFeatures.formUnion(feature)
                options.features.formUnion(feature)
            } else {
                options.validationFeatures.subtract(feature)
                options.features.subtract(feature)
            }
        }
        return options
    }

    /// The features beyond WebAssembly 3.0 that the scripts in a folder of the official suite need.
    private static let proposals: [String: Set<Feature>] = [
        "legacy": [.legacyExceptions],
        "threads": [.threads],
        "custom-page-sizes": [.customPageSizes],
        "wide-arithmetic": [.wideArithmetic],
        "compact-import-section": [.compactImports],
    ]
}
