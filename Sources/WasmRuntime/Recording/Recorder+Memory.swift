import WasmSyntax

// Accesses of the host to memories, which `GuestMemory` notes.

extension Recorder {
    /// The most bytes of a record of what was written.
    private static let pieceSize = 32 << 10
    private static let readsPerRecord = 256
    /// The largest range whose bytes before and after are compared to record only what has changed.
    private static let comparedSize = 1 << 20

    /// Notes that the host has read a range of a memory.
    func noteRead(_ memory: Int, at address: UInt64, count: UInt64, in store: Store) {
        guard open != nil, count > 0, store.state.memories.indices.contains(memory) else { return }
        guard let range = WasmRuntime.range(address, count, in: store.state.memories[memory].accessibleSize) else {
            return
        }
        open?.readDigest.add(store.state.memories[memory], range) {}
        open?.reads.append(RecordedRead(memory: UInt32(clamping: memory), address: address, count: count))
        if let open, open.reads.count >= Recorder.readsPerRecord { flushReads() }
    }

    /// Returns the bytes of a range that the host is about to change in place; `nil` if that is of no use.
    func bytesBefore(_ memory: Int, _ range: Range<Int>, in store: Store) -> [UInt8]? {
        guard open != nil, range.count <= Recorder.comparedSize else { return nil }
        return Array(store.state.memories[memory].bytes[range])
    }

    /// Notes that the host may have changed a range of a memory.
    func noteWrite(_ memory: Int, _ range: Range<Int>, before: [UInt8]? = nil, in store: Store) {
        guard open != nil, !range.isEmpty else { return }
        let bytes = store.state.memories[memory].bytes
        let range = range.clamped(to: bytes.indices)
        var changed = range
        if let before, before.count == range.count {
            let pairs = zip(before, bytes[range])
            guard let first = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset,
                let last = (first..<range.count).last(where: { before[$0] != bytes[range.lowerBound &+ $0] })
            else { return }
            changed = (range.lowerBound &+ first)..<(range.lowerBound &+ last &+ 1)
        }
        flushReads()
        var start = changed.lowerBound
        while start < changed.upperBound {
            let end = min(start &+ Recorder.pieceSize, changed.upperBound)
            emit(.write) {
                $0.unsigned(UInt(memory))
                $0.unsigned(UInt(start))
                $0.append(bytes[start..<end])
            }
            start = end
        }
    }
}
