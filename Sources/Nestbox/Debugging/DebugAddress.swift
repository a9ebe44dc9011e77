import WasmRuntime

/// An address as LLDB writes it for WebAssembly: two bits say what it is in, 30 bits the instance, 32 bits the byte.
struct DebugAddress: Hashable {
    enum Space: UInt64 {
        /// The first memory of the instance.
        case memory
        /// The bytes of the instance's module.
        case module
    }

    let space: Space
    let instance: Int
    let offset: Int

    init(_ space: Space, _ instance: Int, _ offset: Int) {
        (self.space, self.instance, self.offset) = (space, instance, offset)
    }

    init?(bits: UInt64) {
        guard let space = Space(rawValue: bits >> 62) else { return nil }
        self.init(space, Int((bits >> 32) & 0x3FFF_FFFF), Int(bits & 0xFFFF_FFFF))
    }

    var bits: UInt64 {
        space.rawValue << 62 | (UInt64(truncatingIfNeeded: instance) & 0x3FFF_FFFF) << 32
            | UInt64(truncatingIfNeeded: offset) & 0xFFFF_FFFF
    }

    /// The bytes of the address, the lowest first, as digits.
    var littleEndian: String {
        RemotePackets.hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
    }
}
