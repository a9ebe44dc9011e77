import WasmSyntax
import WasmValidation

// The operations of bulk instructions and active segments. Each is checked as a whole, then paid for, then done. It returns
// false if it would be out of bounds; then nothing has been paid or done. (wasmtime, too, charges nothing for the length in
// that case, nor for a `grow` that fails; but it does the work before it checks the budget.)
// Specification: Execution / Instructions / Memory Instructions and Table Instructions.

/// A function that charges for a bulk operation or throws. It is called once the operation is known to be possible.
typealias Payment = () throws -> Void

/// Returns the range of `count` items from `start`; `nil` if it exceeds `size` items.
func range(_ start: UInt64, _ count: UInt64, in size: Int) -> Range<Int>? {
    let size = UInt64(size)
    guard count <= size, start <= size &- count else { return nil }
    let first = Int(truncatingIfNeeded: start)
    return first..<(first &+ Int(truncatingIfNeeded: count))
}

extension Store {
    /// Bytes of bulk work between two polls of the interruption: some 0.1 to 0.3 ms.
    static let pieceOfBytes = 1 << 20
    /// Elements or words of bulk work between two polls of the interruption.
    static let pieceOfElements = 1 << 16

    /// Does work on `count` items in pieces, and polls the interruption in between.
    ///
    /// - Parameters:
    ///   - size: The most items of a piece.
    ///   - lastFirst: Whether the last piece is done first.
    ///   - work: Does one piece, given its offset and its count.
    /// - Throws: ``Interrupted``, with a part of the work done.
    func inPieces(
        _ count: Int, _ size: Int = Store.pieceOfElements, lastFirst: Bool = false, _ work: (Int, Int) -> Void
    ) throws(Interrupted) {
        var done = 0
        while true {
            let piece = min(count &- done, size)
            work(lastFirst ? count &- done &- piece : done, piece)
            done &+= piece
            if done >= count { return }
            try checkInterruption()
        }
    }

    /// Does the work of a bulk operation in pieces, like ``inPieces(_:_:lastFirst:_:)``. If a suspended execution goes on
    /// with the operation, what was done before is not done again.
    func inResumablePieces(
        _ count: Int, _ size: Int = Store.pieceOfElements, lastFirst: Bool = false, _ work: (Int, Int) -> Void
    ) throws(Interrupted) {
        let before = min(bulkProgress.resumed, count)
        var done = before
        do throws(Interrupted) {
            try inPieces(count &- before, size, lastFirst: lastFirst) { offset, piece in
                work(lastFirst ? offset : before &+ offset, piece)
                done &+= piece
            }
        } catch {
            bulkProgress.interrupted = done
            throw error
        }
    }

    /// Polls the interruption.
    ///
    /// - Throws: ``Interrupted`` if the guest must stop.
    func checkInterruption() throws(Interrupted) {
        if let reason = reasonToStop() { throw Interrupted(reason) }
    }

    /// Polls the interruption. This happens in the middle of work, so the interruption must not run or instantiate anything
    /// in the store: a collection could free an object that is being filled, or two functions be lowered at once.
    func reasonToStop() -> InterruptReason? {
        guard let interruption, !isPolling, !ignoresInterruption else { return nil }
        isPolling = true
        defer { isPolling = false }
        return interruption.reasonToStop()
    }

    func fillMemory(
        _ memory: Int, _ start: UInt64, _ value: UInt8, _ count: UInt64, pay: Payment
    ) throws -> Bool {
        guard let target = range(start, count, in: state.memories[memory].accessibleSize) else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(memory, to: target.upperBound)
        try inResumablePieces(target.count, Store.pieceOfBytes) { offset, count in
            let start = target.lowerBound &+ offset
            fillItems(&state.memories[memory].bytes, start..<(start &+ count), value)
        }
        return true
    }

    func copyMemory(
        _ destination: Int, _ to: UInt64, _ source: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        guard let sourceRange = range(from, count, in: state.memories[source].accessibleSize),
            let target = range(to, count, in: state.memories[destination].accessibleSize)
        else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(source, to: sourceRange.upperBound)
        try commit(destination, to: target.upperBound)
        let (first, last) = (sourceRange.lowerBound, target.lowerBound)
        // If the target begins inside the source, the end must be moved first.
        try inResumablePieces(target.count, Store.pieceOfBytes, lastFirst: destination == source && last > first) {
            offset, count in
            let start = last &+ offset
            if destination == source {
                moveBytes(&state.memories[destination].bytes, from: first &+ offset, to: start, count: count)
            } else {
                let bytes = state.memories[source].bytes
                copyItems(
                    bytes, from: first &+ offset, to: &state.memories[destination].bytes, start..<(start &+ count))
            }
        }
        return true
    }

    /// `memory.init`.
    func initializeMemory(
        _ instance: Int, _ memory: Int, _ to: UInt64, _ segment: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        let address = state.instances[instance].memories[memory]
        let contents = state.instances[instance].data[segment]
        guard let part = range(from, count, in: contents.count),
            let target = range(to, count, in: state.memories[address].accessibleSize),
            let code = state.instances[instance].code
        else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(address, to: target.upperBound)
        let first = contents.lowerBound &+ part.lowerBound
        try inResumablePieces(target.count, Store.pieceOfBytes) { offset, count in
            let start = target.lowerBound &+ offset
            copyItems(
                code.module.validated.module.bytes, from: first &+ offset, to: &state.memories[address].bytes,
                start..<(start &+ count))
        }
        return true
    }

    func fillTable(
        _ table: Int, _ start: UInt64, _ value: UInt64, _ count: UInt64, pay: Payment
    ) throws -> Bool {
        guard let target = range(start, count, in: state.tables[table].elements.count) else { return false }
        try pay()
        try inResumablePieces(target.count) { offset, count in
            let start = target.lowerBound &+ offset
            fillItems(&state.tables[table].elements, start..<(start &+ count), value)
        }
        return true
    }

    func copyTable(
        _ destination: Int, _ to: UInt64, _ source: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        guard let sourceRange = range(from, count, in: state.tables[source].elements.count),
            let target = range(to, count, in: state.tables[destination].elements.count)
        else { return false }
        try pay()
        let (first, last) = (sourceRange.lowerBound, target.lowerBound)
        // If the target begins inside the source, the end must be moved first.
        try inResumablePieces(target.count, lastFirst: destination == source && last > first) { offset, count in
            let start = last &+ offset
            if destination == source {
                moveWords(&state.tables[destination].elements, from: first &+ offset, to: start, count: count)
            } else {
                let elements = state.tables[source].elements
                copyItems(
                    elements, from: first &+ offset, to: &state.tables[destination].elements, start..<(start &+ count))
            }
        }
        return true
    }

    /// `table.init`.
    func initializeTable(
        _ instance: Int, _ table: Int, _ to: UInt64, _ segment: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        let address = state.instances[instance].tables[table]
        let values = state.instances[instance].elements[segment]
        guard let part = range(from, count, in: values.count),
            let target = range(to, count, in: state.tables[address].elements.count)
        else { return false }
        try pay()
        try inResumablePieces(target.count) { offset, count in
            let start = target.lowerBound &+ offset
            copyItems(
                values, from: part.lowerBound &+ offset, to: &state.tables[address].elements, start..<(start &+ count))
        }
        return true
    }

    /// Grows a memory and returns its previous size in pages; `nil` if it cannot grow.
    func growMemory(_ memory: Int, by pages: UInt64, pay: Payment) throws -> UInt64? {
        let type = state.memories[memory].type
        let size = type.pages(ofBytes: UInt64(state.memories[memory].size))
        // A memory that declares no maximum is refused by the store's limit, however much it asks for.
        let declared = type.limits.maximum ?? .max
        let allowed = min(type.pages(ofBytes: limits.memoryBytes), type.maximumPages)
        guard !state.memories[memory].isLent, pages <= declared, size <= declared &- pages else { return nil }
        guard pages <= allowed, size <= allowed &- pages, let bytes = type.bytes(ofPages: pages) else {
            return refused(.memoryPages)
        }
        guard state.totalMemoryBytes &+ bytes <= limits.totalMemoryBytes else { return refused(.totalMemoryBytes) }
        guard hostMemory.take(bytes, .memories) else { return refused(.hostBytes) }
        do {
            try pay()
        } catch {
            hostMemory.release(bytes, .memories)
            throw error
        }
        state.memories[memory].size &+= Int(clamping: bytes)
        state.totalMemoryBytes &+= bytes
        if pages > 0, observes(.memoryGrowth) { tell(.memoryGrew(from: size, to: size &+ pages)) }
        return size
    }

    /// Grows a table and returns its previous number of elements; `nil` if it cannot grow.
    func growTable(_ table: Int, by count: UInt64, _ value: UInt64, pay: Payment) throws -> UInt64? {
        let size = UInt64(state.tables[table].elements.count)
        let allowed = min(limits.tableElements, ImplementationLimits.tableElements)
        let declared = state.tables[table].type.limits.maximum ?? .max
        let maximum = min(declared, allowed)
        guard count <= declared, size <= declared &- count else { return nil }
        guard count <= maximum, size <= maximum &- count else { return refused(.tableElements) }
        guard state.totalTableElements &+ count <= limits.totalTableElements else {
            return refused(.totalTableElements)
        }
        guard hostMemory.take(count &* 8, .tables) else { return refused(.hostBytes) }
        state.totalTableElements &+= count
        let wanted = Int(truncatingIfNeeded: size &+ count)
        do {
            try pay()
            if wanted > Store.largestTableCopy, wanted > state.tables[table].elements.capacity {
                state.tables[table].elements.reserveCapacity(Int(clamping: maximum))
            }
            try inPieces(Int(truncatingIfNeeded: count)) { _, count in
                state.tables[table].elements.append(contentsOf: repeatElement(value, count: count))
            }
        } catch {
            // Not paid for, or interrupted: restore the table as it was.
            let added = state.tables[table].elements.count &- Int(truncatingIfNeeded: size)
            state.tables[table].elements.removeLast(max(0, added))
            state.totalTableElements &-= count
            hostMemory.release(count &* 8, .tables)
            throw error
        }
        return size
    }

    /// Counts a refusal; returns `nil`, for something that cannot grow.
    private func refused(_ limit: LimitRefusals.Limit) -> UInt64? {
        noteRefusal(limit)
        return nil
    }

    /// A table that grows to more elements gets room for as many as it may ever have: copying it would take longer than a
    /// guest may run on after its deadline.
    private static let largestTableCopy = 1 << 20
}
