import WASIHost

/// The files that the runner reads and writes.
enum Files {
    /// Returns the scripts at a path, in alphabetical order: the file itself, or all scripts in the folder and its
    /// subfolders.
    static func scripts(at path: String) -> [String] {
        guard HostProcess.names(inFolder: path) != nil else { return [path] }
        var scripts: [String] = []
        var folders = [path.hasSuffix("/") ? String(path.dropLast()) : path]
        while let folder = folders.popLast() {
            for name in HostProcess.names(inFolder: folder) ?? [] {
                if name.hasSuffix(".wast") {
                    scripts.append("\(folder)/\(name)")
                } else {
                    folders.append("\(folder)/\(name)")
                }
            }
        }
        return scripts.sorted()
    }

    static func path(_ path: String, contains part: String) -> Bool {
        part.isEmpty || path.utf8.indices.contains { path.utf8[$0...].starts(with: part.utf8) }
    }

    static func exists(_ path: String) -> Bool { (try? read(path)) != nil }

    static func read(_ path: String) throws -> [UInt8] { try HostProcess.readFile(path, limit: 256 << 20) }

    static func write(_ text: String, to path: String) throws { try HostProcess.writeFile(path, Array(text.utf8)) }

    /// Returns the seconds of a monotonic clock, for measuring.
    static func seconds() -> Double { Double(HostClocks.monotonicNanoseconds()) / 1e9 }
}
