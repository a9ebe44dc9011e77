import WasmSyntax

/// A digest of 64 bits over numbers and bytes in their order, much as FNV-1a computes it. It finds differences that chance
/// makes; it does not protect against somebody who looks for two inputs with one digest.
struct RollingDigest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x100_0000_01B3
        // Otherwise no bit would ever change a lower one.
        value ^= value &>> 32
    }

    /// Adds bytes of a memory, 8 at a time; those that are not committed are zero.
    ///
    /// - Parameter poll: Called for every 256 KiB.
    mutating func add(
        _ memory: MemoryInstance, _ range: Range<Int>, polling poll: () throws -> Void
    ) rethrows {
        let bytes = memory.bytes
        var (place, words) = (range.lowerBound, 0)
        while place < range.upperBound {
            let end = min(place &+ 8, range.upperBound)
            let known = min(end, bytes.count) &- place
            add(known > 0 ? loadBytes(bytes, place, known) : 0)
            place = end
            words &+= 1
            if words & 0x7FFF == 0 { try poll() }
        }
        add(UInt64(range.count))
    }
}

extension HostCall {
    /// Returns a digest of the arguments and of the size of the caller's memory. A reference counts only as null or not:
    /// where its object lies is no business of the guest.
    func argumentDigest(_ type: FunctionType) -> UInt64 {
        var digest = RollingDigest()
        for (index, parameter) in type.parameters.enumerated() {
            if parameter == .v128 {
                let vector = v128(at: index)
                digest.add(vector.low)
                digest.add(vector.high)
            } else {
                digest.add(parameter.isReference ? (bits(at: index) == 0 ? 0 : 1) : bits(at: index))
            }
        }
        digest.add(memory?.byteCount ?? 0)
        return digest.value
    }
}
