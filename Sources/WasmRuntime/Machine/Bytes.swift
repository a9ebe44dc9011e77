// Bulk work on memory bytes. Functions of their own because a span cannot outlive the access to a stored array; the
// ranges have been checked.

func fillBytes(_ bytes: inout [UInt8], _ target: Range<Int>, _ value: UInt8) {
    var whole = bytes.mutableSpan
    var span = whole._mutatingExtracting(target)
    for index in 0..<span.count { span[index] = value }
}

/// Copies a part of `source` to `target`, which has the same count.
func copyBytes(_ source: [UInt8], from start: Int, to bytes: inout [UInt8], _ target: Range<Int>) {
    let part = source.span.extracting(start..<(start &+ target.count))
    var whole = bytes.mutableSpan
    var span = whole._mutatingExtracting(target)
    for index in 0..<min(span.count, part.count) { span[index] = part[index] }
}

/// Copies inside one array, whatever the overlap.
func moveBytes(_ bytes: inout [UInt8], from source: Int, to target: Int, count: Int) {
    var span = bytes.mutableSpan
    if target <= source {
        for index in 0..<count { span[target &+ index] = span[source &+ index] }
    } else {
        var index = count
        while index > 0 {
            index &-= 1
            span[target &+ index] = span[source &+ index]
        }
    }
}

/// A little-endian number of `width` bytes at an index, which has been checked.
func loadBytes(_ bytes: [UInt8], _ index: Int, _ width: Int) -> UInt64 {
    var result: UInt64 = 0
    for position in 0..<width { result |= UInt64(bytes[index &+ position]) &<< UInt64(8 &* position) }
    return result
}

/// Writes a little-endian number of `width` bytes at an index, which has been checked.
func storeBytes(_ bytes: inout [UInt8], _ index: Int, _ width: Int, _ value: UInt64) {
    for position in 0..<width {
        bytes[index &+ position] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* position))
    }
}
