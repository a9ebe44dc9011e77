import WasmSyntax

/// The parts of memories that are not zero.
package enum NonzeroRuns {
    /// Returns the ranges of bytes that contain no whole block of zeros, without the zeros at their ends.
    ///
    /// - Parameters:
    ///   - block: Bytes of a block, a multiple of 8. Blocks begin at multiples of it.
    ///   - watch: Counts the work.
    /// - Throws: ``Interrupted``.
    package static func find(
        in bytes: [UInt8], block: Int, _ watch: inout LoadingWatch
    ) throws(Interrupted) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        /// The blocks of the current run.
        var current: Range<Int>?
        for start in stride(from: 0, to: bytes.count, by: max(8, block)) {
            let end = min(start &+ block, bytes.count)
            if let reason = watch.reasonToStop(after: block / 8) { throw Interrupted(reason) }
            if isZero(bytes, start..<end) {
                if let run = current.take() { runs.append(trimmed(run, bytes)) }
            } else {
                current = (current?.lowerBound ?? start)..<end
            }
        }
        if let run = current { runs.append(trimmed(run, bytes)) }
        return runs
    }

    private static func isZero(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        while range.upperBound &- position >= 8 {
            if loadBytes(bytes, position, 8) != 0 { return false }
            position &+= 8
        }
        return bytes[position..<range.upperBound].allSatisfy { $0 == 0 }
    }

    /// A range without the zeros at its ends; its first and last blocks have other bytes.
    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0 { start &+= 1 }
        while end > start, bytes[end &- 1] == 0 { end &-= 1 }
        return start..<end
    }
}
