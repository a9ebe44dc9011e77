import Foundation
import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Guests that make the same WASI calls, each with a folder of another kind: of the host, in memory, overlays. All must
/// get the same answers, except for what a file system decides: serial numbers, times, the order of a listing.
package struct GuestsInStep {
    private let names = ["host", "memory", "overlay", "overlay of memory"]
    private let scratch: [ScratchFolder]
    private let guests: [RandomGuest]

    package init(randomSeed: UInt64) throws {
        scratch = [try ScratchFolder(), try ScratchFolder()]
        let host = try HostFolder(path: scratch[0].path)
        let lower = try HostFolder(path: scratch[1].path)
        let (memory, lowerMemory) = (MemoryFolder(), MemoryFolder())
        for folder in [host, lower, lowerMemory, memory] as [any WASIDirectory] { try GuestsInStep.fill(folder) }
        let folders: [any WASIDirectory] = [
            host, memory, try OverlayFolder(above: lower), try OverlayFolder(above: lowerMemory),
        ]
        guests = try folders.map { folder in
            try RandomGuest(randomSeed: randomSeed) { configuration in
                var quota = FolderQuota(bytes: 1 << 30, files: 1_000, descriptors: 60)
                quota.pathDepth = 20
                configuration.missing = .enosys
                try configuration.grantFolder(folder, as: "/folder", permissions: .all, quota: quota)
                try configuration.grantFolder(folder, as: "/read", permissions: .read, quota: quota)
            }
        }
    }

    private static func fill(_ folder: any WASIDirectory) throws {
        try folder.writeFile(at: "file", Array("inside".utf8))
        try folder.writeFile(at: "sub/file", [UInt8](repeating: 7, count: 70_000))
        try folder.makeDirectories(at: "sub/sub")
        try folder.makeSymbolicLink(at: "out", to: "../outside")
        try folder.makeSymbolicLink(at: "absolute", to: "/outside")
        try folder.makeSymbolicLink(at: "here", to: ".")
    }

    /// Makes calls until one of them ends a guest, and returns the first difference.
    package static func difference(seed: UInt64, calls: Int) throws -> (difference: String?, calls: Int) {
        var random = SplitMix(state: seed)
        var made = 0
        while made < calls {
            let group = try GuestsInStep(randomSeed: random.next())
            var history: [String] = []
            for _ in 0..<min(200, calls - made) {
                let call = RandomCall.next(&random)
                made += 1
                history.append(call.description)
                let answers = try group.guests.map { try $0.perform(call) }
                if let difference = try group.difference(after: call, answers) {
                    return (difference + "; " + history.suffix(12).joined(separator: ", "), made)
                }
                // A guest that has ended, perhaps because it waited too long, is no longer compared.
                if answers.contains(nil) { break }
            }
        }
        return (nil, made)
    }

    private func difference(after call: RandomCall, _ answers: [Errno?]) throws -> String? {
        if answers.contains(nil) { return nil }
        for (name, answer) in zip(names, answers) where answer != answers[0] {
            return "\(name): \(answer.map { $0.name } ?? "-"), not \(answers[0].map { $0.name } ?? "-") of \(call.name)"
        }
        let expected = try guests[0].memory.read(at: 0, count: guests[0].memory.byteCount)
        if GuestsInStep.isDecidedByFolders(call.name) {
            // All guests go on with the bytes that the first one received.
            for guest in guests.dropFirst() { try guest.memory.write(expected, at: 0) }
            return nil
        }
        for (name, guest) in zip(names, guests).dropFirst() {
            let found = try guest.memory.read(at: 0, count: guest.memory.byteCount)
            if let place = expected.indices.first(where: { $0 >= found.count || found[$0] != expected[$0] }) {
                return "\(name): the memory differs at \(place) after \(call.name)"
            }
        }
        return nil
    }

    /// Whether the call writes serial numbers, times or an order.
    private static func isDecidedByFolders(_ name: Name) -> Bool {
        ["fd_readdir", "fd_filestat_get", "path_filestat_get"].contains(name)
    }
}
