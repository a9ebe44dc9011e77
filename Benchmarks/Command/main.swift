import Foundation
import NestboxBenchmark

do {
    exit(try Tool.run(Array(CommandLine.arguments.dropFirst())))
} catch {
    FileHandle.standardError.write(Data("nestbox-benchmark: \(error)\n".utf8))
    exit(2)
}
