import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax

/// The coverage that `--coverage` asks for.
enum RunCoverage {
    /// Writes the coverage of the modules that were loaded, and complains if that fails.
    ///
    /// - Returns: Whether it was written.
    static func write(_ modules: [(module: Module, file: Word)], of store: Store, to file: Word) -> Bool {
        do {
            // The guest's time may be over.
            store.interruption = nil
            var text = ""
            for (module, file) in modules { text += try store.coverage(of: module).lcov(module: file.text) }
            let output = try CommandOutput(file)
            try output.write(Array(text.utf8))
            try output.finish()
            return true
        } catch {
            complain("the coverage was not written: \(error)")
            return false
        }
    }
}
