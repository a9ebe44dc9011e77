import WasmRuntime

/// Arguments or environment variables, in the form in which a guest gets them.
struct StringList {
    /// All strings, each with a zero byte after it.
    private(set) var bytes: [UInt8] = []
    /// The place in ``bytes`` where each string begins.
    private(set) var offsets: [UInt32] = []

    init() {}

    /// - Throws: ``WASIConfigurationError`` for a zero byte in a string, too many strings, or too many bytes.
    init(_ strings: [[UInt8]]) throws(WASIConfigurationError) {
        guard strings.count <= WASILimits.strings else {
            throw .tooMany(count: strings.count, maximum: WASILimits.strings)
        }
        for string in strings {
            guard !string.contains(0) else { throw .zeroByte(in: String(decoding: string, as: UTF8.self)) }
            guard string.count < WASILimits.stringBytes &- bytes.count else {
                throw .tooLong(maximum: WASILimits.stringBytes)
            }
            offsets.append(UInt32(truncatingIfNeeded: bytes.count))
            bytes.append(contentsOf: string)
            bytes.append(0)
        }
    }

    /// Writes the number of strings and the number of their bytes. If it throws, nothing was written.
    func writeSizes(_ memory: GuestMemory, count: UInt64, byteCount: UInt64) throws(MemoryAccessError) {
        try memory.check(count, count: 4)
        try memory.check(byteCount, count: 4)
        try memory.store(UInt32(truncatingIfNeeded: offsets.count), at: count)
        try memory.store(UInt32(truncatingIfNeeded: bytes.count), at: byteCount)
    }

    /// Writes a list of pointers, and the strings that they point to. If it throws, nothing was written.
    func write(_ call: WASICall, pointers: UInt64, buffer: UInt64) throws {
        let memory = try call.memory()
        try memory.check(pointers, count: UInt64(offsets.count) &* 4)
        try memory.check(buffer, count: UInt64(bytes.count))
        try call.meter.pay(.string, offsets.count)
        try call.meter.pay(bytes: UInt64(bytes.count))
        for (index, offset) in offsets.enumerated() {
            let address = pointers &+ UInt64(index) &* 4
            try memory.store(UInt32(truncatingIfNeeded: buffer) &+ offset, at: address)
        }
        try memory.write(bytes, at: buffer)
    }
}
