import Nestbox
import WasmRuntime
import WasmSyntax
import WasmValidation

/// How a script is run.
package struct WastOptions: Sendable {
    /// What modules that are to run may use. One that needs more is skipped, with all that depends on it.
    package var features = FeatureSet.supported
    /// By what modules are judged that a script says to be invalid, or valid.
    package var validationFeatures = FeatureSet.webAssembly3
    /// Whether the script goes back to those of WebAssembly 1.0: it takes a second table or memory to be invalid, and a
    /// size that needs more than 32 bits to be malformed.
    package var isFromVersion1 = false
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
    /// The options for the script at this path: in one about a proposal, modules may use it.
    package func suiting(_ path: String) -> WastOptions {
        var options = self
        let folders = path.split(separator: "/").dropLast()
        for folder in folders { options = options.enabling(WastOptions.proposals[String(folder)] ?? []) }
        options.isFromVersion1 = folders.suffix(2).elementsEqual(["proposals", "threads"])
        return options
    }

    /// These options, with proposals that modules may use as far as they can run.
    package func enabling(_ proposals: Set<Feature>) -> WastOptions {
        var options = self
        options.validationFeatures.formUnion(FeatureSet(proposals))
        options.features.formUnion(FeatureSet(proposals).intersection(.optional))
        return options
    }

    /// What the scripts in a folder of the official suite need beyond WebAssembly 3.0.
    private static let proposals: [String: Set<Feature>] = [
        "legacy": [.legacyExceptions],
        "threads": [.threads],
        "custom-page-sizes": [.customPageSizes],
        "wide-arithmetic": [.wideArithmetic],
    ]
}
