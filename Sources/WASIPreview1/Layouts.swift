import WasmRuntime
import WasmSyntax

// The structures that cross the boundary to the guest. Their layout follows the rules of witx: fields in order, each
// aligned to its size, little-endian; the whole is padded to its alignment. Padding is written as zero.

/// Attributes of a descriptor (witx: `fdstat`).
package struct DescriptorStatus: Hashable, Sendable {
    package static let size: UInt64 = 24
    package var type: FileType
    package var flags: DescriptorFlags
    package var rights: Rights
    package var inheritingRights: Rights

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.byte(type.rawValue)
        writer.byte(0)
        writer.fixed(flags.rawValue)
        writer.fixed(UInt32(0))
        writer.fixed(rights.rawValue)
        writer.fixed(inheritingRights.rawValue)
        return writer.bytes
    }
}

extension FileStatus {
    /// Returns the structure's bytes in a version of WASI: 64, or 56 in `wasi_unstable`, where the number of links has
    /// 32 bits.
    package func encoded(for version: WASIVersion) -> [UInt8] {
        var writer = ByteWriter()
        for field in [device, inode] { writer.fixed(field) }
        switch version {
        case .preview1: for field in [UInt64(type.rawValue), linkCount] { writer.fixed(field) }
        case .unstable: for field in [UInt32(type.rawValue), UInt32(clamping: linkCount)] { writer.fixed(field) }
        }
        for field in [byteCount, accessTime, modificationTime, changeTime] { writer.fixed(field) }
        return writer.bytes
    }
}

extension OpenDirectory.Entry {
    /// Returns the entry's bytes (witx: `dirent`, followed by the name).
    ///
    /// - Parameter next: The cookie of the entry that follows.
    func encoded(next: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(next)
        writer.fixed(inode)
        writer.fixed(UInt32(truncatingIfNeeded: name.count))
        writer.fixed(UInt32(type.rawValue))
        return writer.bytes + name
    }
}

/// A kind of event that `poll_oneoff` waits for (witx: `eventtype`).
package enum EventType: UInt8, Sendable {
    case clock, read, write
}

/// An event to wait for (witx: `subscription`).
package struct Subscription: Hashable, Sendable {
    /// Returns the size of the structure in a version of WASI, in bytes.
    package static func size(in version: WASIVersion) -> UInt64 { version == .unstable ? 56 : 48 }

    package enum Content: Hashable, Sendable {
        case clock(ClockID, timeout: UInt64, isAbsolute: Bool)
        case read(descriptor: UInt32)
        case write(descriptor: UInt32)
    }

    package var userData: UInt64
    package var content: Content

    /// Reads a subscription from memory.
    ///
    /// - Throws: `EFAULT` if it is outside of the memory; `EINVAL` for an unknown tag, clock or flag.
    package init(_ memory: GuestMemory, at address: UInt64, _ version: WASIVersion) throws {
        userData = try memory.load(at: address)
        let tag: UInt8 = try memory.load(at: address &+ 8)
        guard let type = EventType(rawValue: tag) else { throw Errno.inval }
        let variant = address &+ 16
        switch type {
        case .read: content = .read(descriptor: try memory.load(at: variant))
        case .write: content = .write(descriptor: try memory.load(at: variant))
        case .clock:
            // In `wasi_unstable`, a second number for the guest's own use comes first.
            let clock = version == .unstable ? variant &+ 8 : variant
            let flags: UInt16 = try memory.load(at: clock &+ 24)
            guard let id = ClockID(rawValue: try memory.load(at: clock)), flags <= 1 else { throw Errno.inval }
            content = .clock(id, timeout: try memory.load(at: clock &+ 8), isAbsolute: flags == 1)
        }
    }
}

/// An event that has happened (witx: `event`).
package struct Event: Hashable, Sendable {
    package static let size: UInt64 = 32
    package var userData: UInt64
    package var error: Errno = .success
    package var type: EventType
    package var byteCount: UInt64 = 0
    package var isHungUp = false

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.fixed(userData)
        writer.fixed(error.rawValue)
        writer.byte(type.rawValue)
        for _ in 0..<5 { writer.byte(0) }
        writer.fixed(byteCount)
        writer.fixed(UInt64(isHungUp ? 1 : 0))
        return writer.bytes
    }
}

/// The buffers of a scattered read or write (witx: `iovec_array`, `ciovec_array`), all inside of the memory.
package struct IOVectors {
    package struct Buffer: Hashable, Sendable {
        package var address: UInt64
        package var count: UInt64
    }

    // Most calls have one buffer: kept apart from the array, it needs no allocation.
    private var first = Buffer(address: 0, count: 0)
    private var others: [Buffer] = []

    /// The number of buffers, at least 1: an empty buffer stands for a list without bytes.
    package var count: Int { others.count &+ 1 }

    package subscript(index: Int) -> Buffer { index == 0 ? first : others[index &- 1] }

    /// Reads the list from memory, and checks every buffer before anything is transferred. The list is copied, so that
    /// reading into a buffer that overlaps it does not change it. Empty buffers are left out.
    ///
    /// - Throws: `EFAULT` if the list or a buffer is outside of the memory; `EINVAL` for more than 1024 buffers, or if
    ///   their sizes add up to more than 2³² − 1.
    package init(_ memory: GuestMemory, at address: UInt32, count: UInt32) throws {
        guard count <= WASILimits.ioVectors else { throw Errno.inval }
        let start = UInt64(address)
        try memory.check(start, count: UInt64(count) &* 8)
        var total: UInt32 = 0
        for index in 0..<UInt64(count) {
            let pair: UInt64 = try memory.load(at: start &+ index &* 8)
            let size = UInt32(pair >> 32)
            let buffer = Buffer(address: pair & 0xFFFF_FFFF, count: UInt64(size))
            try memory.check(buffer.address, count: buffer.count)
            let (sum, overflow) = total.addingReportingOverflow(size)
            if overflow { throw Errno.inval }
            total = sum
            if size == 0 { continue }
            if first.count == 0 { first = buffer } else { others.append(buffer) }
        }
    }
}

extension GuestMemory {
    /// Checks that `count` bytes at `address` are inside of the memory.
    ///
    /// - Throws: ``MemoryAccessError``, which is `EFAULT` for the guest.
    package func check(_ address: UInt64, count: UInt64) throws(MemoryAccessError) {
        _ = try range(at: address, count: count)
    }
}
