import Foundation
import WASIHost

/// The files that the runner reads and writes.
enum Files {
    static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeDirectory
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The scripts at a path, in alphabetical order: the file itself, or all in the folder.
    static func scripts(at path: String) -> [String] {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard isFolder(real) else { return [path] }
        let inside = FileManager.default.enumerator(atPath: real)?.compactMap { $0 as? String } ?? []
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        return inside.filter { $0.hasSuffix(".wast") }.sorted().map { "\(folder)/\($0)" }
    }

    static func read(_ path: String) throws -> [UInt8] { try HostProcess.readFile(path, limit: 256 << 20) }

    static func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Seconds by a clock for measuring.
    static func seconds() -> Double { ProcessInfo.processInfo.systemUptime }
}
