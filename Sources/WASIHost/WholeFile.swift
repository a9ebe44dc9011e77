import WASIPreview1

/// A file that is written whole or not at all.
///
/// The bytes go to a new file in the same folder, which takes the place of the old one in the end. Something that is no
/// regular file, such as a device or a pipe, is written directly.
package final class WholeFile {
    private let target: HostPath
    /// The new file; `nil` when it has taken its place, or if the target is written directly.
    private var temporary: HostPath?
    private let output: HostOutput

    /// Makes the new file.
    ///
    /// - Throws: ``HostFileError`` if this is not possible, or if the old file must not be written.
    package init(path: HostPath) throws(HostFileError) {
        do throws(SystemError) {
            // Behind a symbolic link, the file that it leads to is replaced.
            target = (try? Syscalls.realPath(path)).map { HostPath(bytes: $0) } ?? path
            let mode: UInt32?
            switch try Syscalls.target(at: target) {
            case .other:
                output = HostOutput(
                    descriptor: try Syscalls.openFile(target, forWriting: true), buffering: .full, isOwned: true)
                return
            case .nothing: mode = nil
            case .file(let old): mode = old
            }
            let temporary = WholeFile.neighbour(of: target)
            output = HostOutput(
                descriptor: try Syscalls.createFile(temporary, mode: mode), buffering: .full, isOwned: true)
            self.temporary = temporary
        } catch {
            throw .system(path: path.description, reason: error.text)
        }
    }

    deinit { if let temporary { Syscalls.remove(temporary) } }

    /// Writes all of the bytes.
    ///
    /// - Throws: ``HostFileError``.
    package func write(_ bytes: [UInt8]) throws {
        var written = 0
        do {
            while written < bytes.count { written &+= try output.write(bytes.span.extracting(written..<bytes.count)) }
        } catch {
            throw HostFileError.system(path: target.description, reason: (error as? Errno)?.name ?? "\(error)")
        }
    }

    /// Puts the new file in its place.
    ///
    /// - Throws: ``HostFileError``.
    package func finish() throws(HostFileError) {
        guard let temporary else { return }
        do {
            try Syscalls.rename(temporary, to: target)
            self.temporary = nil
        } catch {
            throw .system(path: target.description, reason: error.text)
        }
    }

    /// A name in the folder of a path that nothing has yet.
    private static func neighbour(of path: HostPath) -> HostPath {
        let folder = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { path.bytes[...$0] } ?? []
        let name = ".nestbox-" + String(UInt64.random(in: .min ... .max), radix: 16)
        return HostPath(bytes: folder + Array(name.utf8))
    }
}
