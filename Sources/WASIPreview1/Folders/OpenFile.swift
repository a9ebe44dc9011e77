/// A file that a guest has open through a granted folder. Each descriptor has its own instance, with its own position.
package final class OpenFile {
    let file: any WASIFile
    /// Where the next read or write begins; at most `Int64.max`.
    var position: UInt64 = 0
    let folder: GrantedFolder
    private let count: GrantedFolder.OpenCount
    /// The size up to which writing uses no quota; `nil` until it is first needed.
    private var paidSize: UInt64?

    init(_ file: any WASIFile, in folder: GrantedFolder, _ count: GrantedFolder.OpenCount) {
        self.file = file
        self.folder = folder
        self.count = count
    }

    /// Writes as many of the bytes as the quota allows, and returns their number. There is at least one.
    ///
    /// - Parameter offset: At most `Int64.max`.
    /// - Throws: `ENOSPC` if the quota does not allow a single byte; `EFBIG` beyond the maximum file size; what the
    ///   file throws.
    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        let room = OpenFile.largest &- min(offset, OpenFile.largest)
        var count = min(bytes.count, Int(clamping: room))
        guard count > 0 else { throw tooLarge() }
        let size = try paid()
        let end = offset &+ UInt64(count)
        var growth = end > size ? end &- size : 0
        if growth > folder.bytesLeft {
            count &-= Int(clamping: min(growth &- folder.bytesLeft, UInt64(count)))
            growth = folder.bytesLeft
        }
        guard count > 0 else { throw folder.fullBytes() }
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

    /// Appends as many of the bytes as the quota allows, and moves the position behind them. There is at least one.
    ///
    /// - Throws: As ``write(_:at:)``.
    func append(_ bytes: Span<UInt8>) throws(Errno) -> Int {
        let count = min(bytes.count, Int(clamping: folder.bytesLeft))
        guard count > 0 else { throw folder.fullBytes() }
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

    /// Truncates the file, one part after the other, or extends it.
    func setSize(_ size: UInt64) throws(Errno) {
        guard size <= OpenFile.largest else { throw tooLarge() }
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

    /// Truncates a file from its end in parts, each paid for before it is cut off. The last part is paid for as well,
    /// but left for the caller to cut off.
    ///
    /// - Returns: The size then.
    static func cut(_ file: any WASIFile, to size: UInt64, _ meter: WorkMeter) throws(Errno) -> UInt64 {
        var current = try file.status().byteCount
        while current > size {
            // A file of more than 8 GiB is mostly holes, which are cut off quickly: halving it takes a few steps
            // instead of millions.
            let part = max(WASILimits.cutSize, current > WASILimits.cutSize << 10 ? current / 2 : 0)
            try meter.pay(bytes: min(current &- size, WASILimits.cutSize))
            guard current &- size > part else { break }
            current &-= part
            try file.setSize(current)
        }
        return current
    }

    /// Checks that the quota allows the file to have this size.
    ///
    /// - Throws: `ENOSPC` if not.
    func checkQuota(forSize size: UInt64) throws(Errno) {
        let old = try file.status().byteCount
        if size > old, size &- old > folder.bytesLeft { throw folder.fullBytes() }
    }

    /// Reserves space from an offset on. A file that ends before `offset + count`, at most `Int64.max`, is extended to
    /// there.
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

    /// Notes that the file cannot have such a size, and returns the error for it.
    func tooLarge() -> Errno { folder.meter.refuse(.fileBytes, OpenFile.largest, .fbig) }

    private func paid() throws(Errno) -> UInt64 {
        if let paidSize { return paidSize }
        let size = try file.status().byteCount
        paidSize = size
        return size
    }

    /// The maximum size of a file in bytes.
    static let largest = UInt64(Int64.max)
}
