import Foundation
import Nestbox

/// Instantiates a module repeatedly, each time in a new store, as an embedder would for each request.
package func instantiate(_ path: String, times: Int) throws {
    let module = try Module(bytes: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    for _ in 0..<times {
        var grants = WASIConfiguration()
        try grants.grantArguments(["guest"])
        grants.grantStandardOutput(NullStream())
        grants.grantExit()
        var imports = Imports()
        imports.add(WASI(grants))
        let instance = try Store().instantiate(module, imports: imports)
        guard instance.function(named: "_start") != nil else { throw BenchmarkError("\(path) is no command") }
    }
    print("\(times) instances")
}
