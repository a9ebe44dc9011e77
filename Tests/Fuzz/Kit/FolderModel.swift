import Foundation
import WASIHost
import WASIPreview1

/// Folders of all kinds with the same content. Every operation is applied to each of them, and all must answer the
/// same.
package final class FolderModel {
    package let names = ["host", "memory", "overlay", "overlay of memory"]
    package let folders: [any WASIDirectory]
    package let overlays: [(overlay: OverlayFolder, below: any WASIDirectory)]
    /// The open directories, files and listings of each folder; the same index means the same thing in every folder.
    private var directories: [[any WASIDirectory]]
    private var files: [[any WASIFile]] = []
    private var listings: [[any WASIDirectoryListing]] = []
    private let scratch: [ScratchFolder]
    private var random: SplitMix

    package init(seed: UInt64) throws {
        random = SplitMix(state: seed)
        scratch = [try ScratchFolder(), try ScratchFolder()]
        let host = try HostFolder(path: scratch[0].path)
        let lower = try HostFolder(path: scratch[1].path)
        let lowerMemory = MemoryFolder()
        let memory = MemoryFolder()
        for folder in [host, lower, lowerMemory, memory] as [any WASIDirectory] { try FolderModel.fill(folder) }
        overlays = [
            (try OverlayFolder(above: lower), lower), (try OverlayFolder(above: lowerMemory), lowerMemory),
        ]
        folders = [host, memory, overlays[0].overlay, overlays[1].overlay]
        directories = [folders]
    }

    package static func fill(_ folder: any WASIDirectory) throws {
        try folder.writeFile(at: "a", Array("first".utf8))
        try folder.writeFile(at: "c/a", Array("second".utf8))
        try folder.writeFile(at: "c/d/b", [UInt8](repeating: 7, count: 70_000))
        try folder.writeFile(at: "c/d/d/a", [])
        try folder.makeSymbolicLink(at: "d", to: "c/d")
        try folder.makeSymbolicLink(at: "c/c", to: "../../outside")
        try folder.makeDirectories(at: "b")
    }

    // MARK: Steps

    /// Applies one random operation to each folder, and returns its description and the answers.
    package func step() -> (what: String, answers: [String]) {
        switch random.next() % 22 {
        case 0: opening()
        case 1: named { try $0.status(of: $1).text }
        case 2: named { try $0.createDirectory($1) }
        case 3: making()
        case 4, 5: named { try $0.removeFile($1) }
        case 6: named { try $0.removeDirectory($1) }
        case 7, 8, 9: pair("rename") { try $0.rename($1, to: $2, in: $3) }
        case 10, 11: pair("link") { try $0.link($1, as: $2, in: $3) }
        case 12: named { try $0.createSymbolicLink($1, to: Array("to/\($1)".utf8)) }
        case 13: named { try $0.readSymbolicLink($1) }
        case 14: named { try $0.setTimes(FileTimes(access: .set(1), modification: .set(2)), of: $1) }
        case 15: openingFile()
        case 16: listing()
        case 17: closing()
        default: fileStep()
        }
    }

    private let possibleNames = ["a", "b", "c", "d"].compactMap { FileName($0) }

    private func name() -> FileName { possibleNames[Int(random.next() % 4)] }

    private func directory() -> [any WASIDirectory] { directories[Int(random.next() % UInt64(directories.count))] }

    private func each<Thing>(_ what: String, _ things: [Thing], _ body: (Thing) throws -> Any) -> (String, [String]) {
        (
            what,
            things.map { thing in
                do { return "\(try body(thing))" } catch { return "\(error)" }
            }
        )
    }

    private func named(
        _ line: Int = #line, _ body: (any WASIDirectory, FileName) throws -> Any
    ) -> (String, [String]) {
        let name = name()
        return each("line \(line): \(name)", directory()) { try body($0, name) }
    }

    private func pair(
        _ what: String, _ body: (any WASIDirectory, FileName, FileName, any WASIDirectory) throws -> Any
    ) -> (String, [String]) {
        let (old, new, from, to) = (name(), name(), directory(), directory())
        return each("\(what) \(old) \(new)", Array(zip(from, to))) { try body($0.0, old, new, $0.1) }
    }

    private func collect<Thing>(_ what: String, _ body: (any WASIDirectory) throws -> Thing) -> ([Thing], [String]) {
        var found: [Thing] = []
        let answers = each(what, directory()) { found.append(try body($0)) }.1
        return (found, answers)
    }

    private func opening() -> (String, [String]) {
        let name = name()
        let (found, answers) = collect("open") { try $0.openDirectory(name) }
        if found.count == folders.count { directories.append(found) }
        return ("open \(name)", answers)
    }

    private func openingFile() -> (String, [String]) {
        let name = name()
        let (found, answers) = collect("open file") { try $0.openFile(name, for: [.read, .write]) }
        if found.count == folders.count { files.append(found) }
        return ("open file \(name)", answers)
    }

    private func making() -> (String, [String]) {
        let name = name()
        let (found, answers) = collect("create") { try $0.createFile(name, for: [.read, .write]) }
        if found.count == folders.count { files.append(found) }
        return ("create \(name)", answers)
    }

    private func listing() -> (String, [String]) {
        each("list", directory()) { directory in
            let listing = try directory.list()
            var found: [String] = []
            while let entry = try listing.next() { found.append("\(entry.name) \(entry.type)") }
            return found.sorted()
        }
    }

    private func closing() -> (String, [String]) {
        if directories.count > 1, random.next() % 2 == 0 {
            directories.remove(at: 1 + Int(random.next() % UInt64(directories.count - 1)))
        } else if !files.isEmpty {
            files.remove(at: Int(random.next() % UInt64(files.count)))
        }
        return ("close", ["", "", "", ""])
    }

    private func fileStep() -> (String, [String]) {
        guard !files.isEmpty else { return making() }
        let file = files[Int(random.next() % UInt64(files.count))]
        let offset = [0, 1, 100, 65_535, 65_536, 70_000, 140_000][Int(random.next() % 7)] as UInt64
        let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: Int(random.next() % 300) + 1)
        switch random.next() % 6 {
        case 0: return each("write \(offset)", file) { try $0.write(bytes.span, at: offset) }
        case 1: return each("append", file) { try $0.append(bytes.span) }
        case 2: return each("set size \(offset)", file) { try $0.setSize(offset) }
        case 3: return each("allocate \(offset)", file) { try $0.allocate(at: offset, count: 50) }
        case 4: return each("status", file) { try $0.status().text }
        default:
            return each("read \(offset)", file) { file in
                var buffer = [UInt8](repeating: 0xAA, count: 300)
                var span = buffer.mutableSpan
                let count = try file.read(into: &span, at: offset)
                return "\(count) \(buffer)"
            }
        }
    }

    // MARK: Contents

    /// Lists all paths with types, sizes and bytes.
    package static func picture(_ folder: any WASIDirectory) throws -> [String] {
        try folder.items().map { item in
            var line = "\(item.path) \(item.status.text)"
            if item.status.type == .regularFile { line += " \(try folder.readFile(at: item.path).hashValue)" }
            if item.status.type == .symbolicLink {
                line += " \(try folder.targetOfSymbolicLink(at: item.path) ?? "")"
            }
            return line
        }
    }
}

extension FileStatus {
    /// The properties that must be the same in all kinds of folders.
    fileprivate var text: String {
        type == .directory ? "directory" : "\(type) \(linkCount) \(byteCount)"
    }
}

/// A new folder on the host, removed when the object goes.
package final class ScratchFolder {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("nestbox-fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension FolderModel {
    /// Applies random operations and compares, with the host's file system as the reference. A folder in memory and the
    /// overlays must give the same results, error codes included, and look the same afterwards. The folder below an
    /// overlay stays unchanged until the changes are written out to it.
    ///
    /// - Returns: The first difference.
    package static func difference(seed: UInt64, steps: Int) throws -> String? {
        let model = try FolderModel(seed: seed)
        let below = try model.overlays.map { try picture($0.below) }
        var history: [String] = []
        for number in 0..<steps {
            let (what, answers) = model.step()
            history.append("\(what) → \(answers[0].prefix(40))")
            guard Set(answers).count == 1 else { return "\(history.suffix(30)): \(answers)" }
            guard number % 40 == 39 else { continue }
            let pictures = try model.folders.map(picture)
            for index in 1..<pictures.count where pictures[index] != pictures[0] {
                return "\(model.names[index]): \(history)"
            }
        }
        for (index, pair) in model.overlays.enumerated() {
            if let difference = try difference(below: below[index], pair) { return difference }
        }
        return nil
    }

    private static func difference(
        below: [String], _ pair: (overlay: OverlayFolder, below: any WASIDirectory)
    ) throws -> String? {
        guard try picture(pair.below) == below else { return "what is below an overlay has changed" }
        let written = MemoryFolder()
        try pair.below.copyItems(to: written)
        try pair.overlay.writeChanges(to: written)
        let expected = try singleNames(picture(pair.overlay))
        guard try singleNames(picture(written)) == expected else { return "changes written to another folder" }
        try pair.overlay.writeChanges(to: pair.below)
        guard try singleNames(picture(pair.below)) == expected else { return "changes written to what is below" }
        pair.overlay.discardChanges()
        guard try pair.overlay.changes().isEmpty else { return "changes are left" }
        return try singleNames(picture(pair.overlay)) == expected ? nil : "an overlay without changes"
    }

    /// Splits a file with several names into several files, as copying does.
    private static func singleNames(_ picture: [String]) -> [String] {
        picture.map { line in
            var words = line.split(separator: " ")
            if words.count > 2 { words[2] = "*" }
            return words.joined(separator: " ")
        }
    }
}
