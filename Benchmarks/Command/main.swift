import Foundation
import NestboxBenchmark

do {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.first == "calls" {
        try await Calls.run(Array(words.dropFirst()))
        exit(0)
    }
    if words.first == "pool", #available(macOS 15, *) {
        try await PoolRows.run(Array(words.dropFirst()))
        exit(0)
    }
    exit(try Tool.run(words))
} catch {
    FileHandle.standardError.write(Data("nestbox-benchmark: \(error)\n".utf8))
    exit(2)
}
