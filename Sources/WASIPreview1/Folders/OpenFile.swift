/// A file that a guest has open through a granted folder. Each descriptor has its own, with its own position.
package final class OpenFile {
    let file: any WASIFile
    /// Where the next read or write begins; at most `Int64.max`.
    var position: UInt64 = 0
    private let folder: GrantedFolder
    private let count: GrantedFolder.OpenCount
    /// The size up to which writing costs nothing of the quota; `nil` until it is asked for.
    private var paidSize: UInt64?

    init(_ file: any WASIFile, in folder: GrantedFolder, _ count: GrantedFolder.OpenCount) {
        self.file = file
        self.folder = folder
        self.count = count
    }

    /// Writes some bytes, of which there is at least one: as many as the quota allows.
    ///
    /// - Parameter offset: At most `Int64.max`.
    /// - Throws: `ENOSPC` where the quota does not even allow one; `EFBIG` beyond what a file can have; what the file
    ///   throws.
    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        let room = OpenFile.largest &- min(offset, OpenFile.largest)
        var count = min(bytes.count, Int(clamping: room))
        guard count > 0 else { throw .fbig }
        let size = try paid()
        let end = offset &+ UInt64(count)
        var growth = end > size ? end &- size : 0
        if growth > folder.bytesLeft {
            count &-= Int(clamping: min(growth &- folder.bytesLeft, UInt64(count)))
            growth = folder.bytesLeft
        }
        guard count > 0 else { throw .nospc }
        try folder.addBytes(growth)
        do throws(Errno) {
            let written = min(try file.write(bytes.extracting(0..<count), at: offset), count)
            guard written > 0 else { throw Errno.io }
            let reached = offset &+ UInt64(written)
            let used = reached > size ? reached &- size : 0
            folder.takeBackBytes(growth &- used)
            paidSize = max(size, reached)
            return written
        } catch {
            folder.takeBackBytes(growth)
            throw error
        }
    }

    /// Writes some bytes, of which there is at least one, to the end of the file, and moves the position behind them.
    ///
    /// - Throws: As ``write(_:at:)``.
    func append(_ bytes: Span<UInt8>) throws(Errno) -> Int {
        let count = min(bytes.count, Int(clamping: folder.bytesLeft))
        guard count > 0 else { throw .nospc }
        try folder.addBytes(UInt64(count))
        do throws(Errno) {
            let (written, size) = try file.append(bytes.extracting(0..<count))
            guard written > 0, written <= count else { throw Errno.io }
            folder.takeBackBytes(UInt64(count &- written))
            position = min(size, OpenFile.largest)
            paidSize = position
            return written
        } catch {
            folder.takeBackBytes(UInt64(count))
            throw error
        }
    }

    /// Cuts the file, a part after the other, or makes it larger.
    func setSize(_ size: UInt64) throws(Errno) {
        guard size <= OpenFile.largest else { throw .fbig }
        let old = try OpenFile.cut(file, to: size, folder.meter)
        let growth = size > old ? size &- old : 0
        try folder.addBytes(growth)
        do throws(Errno) {
            try file.setSize(size)
        } catch {
            folder.takeBackBytes(growth)
            throw error
        }
        paidSize = size
    }

    /// Cuts a file from its end, in parts that are paid one by one, until the next part would reach `size`.
    ///
    /// - Returns: Its size then.
    static func cut(_ file: any WASIFile, to size: UInt64, _ meter: WorkMeter) throws(Errno) -> UInt64 {
        var current = try file.status().byteCount
        while current > size {
            // A file of this size is mostly holes, which are quickly cut: halving it takes a few steps instead of millions.
            let part = max(WASILimits.cutSize, current > WASILimits.cutSize << 10 ? current / 2 : 0)
            try meter.pay(bytes: min(current &- size, WASILimits.cutSize))
            guard current &- size > part else { break }
            current &-= part
            try file.setSize(current)
        }
        return current
    }

    /// Whether the quota allows the file to be made so large.
    ///
    /// - Throws: `ENOSPC` if not.
    func checkQuota(forSize size: UInt64) throws(Errno) {
        let old = try file.status().byteCount
        if size > old, size &- old > folder.bytesLeft { throw .nospc }
    }

    /// Reserves space up to an end, at most `Int64.max`, which the file has then at least.
    func allocate(at offset: UInt64, count: UInt64) throws(Errno) {
        let old = try file.status().byteCount
        let end = offset &+ count
        let growth = end > old ? end &- old : 0
        try folder.addBytes(growth)
        do throws(Errno) {
            try file.allocate(at: offset, count: count)
        } catch {
            folder.takeBackBytes(growth)
            throw error
        }
        paidSize = max(old, end)
    }

    private func paid() throws(Errno) -> UInt64 {
        if let paidSize { return paidSize }
        let size = try file.status().byteCount
        paidSize = size
        return size
    }

    /// The most bytes that a file can have.
    static let largest = UInt64(Int64.max)
}
