import WasmSyntax

// What the bulk instructions and active segments do: checked as a whole, then paid for, then done. The result is false
// if it would be out of bounds: nothing has been paid or done then. (wasmtime too charges nothing for the length in
// that case, nor for a `grow` that fails; but it does the work before it asks whether it can be paid.)
// Specification: Execution / Instructions / Memory Instructions and Table Instructions.

/// Pays for a bulk operation, or throws: called when it is certain that it can be done.
typealias Payment = () throws -> Void

/// The range of `count` items from `start`, if it is inside of `size` items.
func range(_ start: UInt64, _ count: UInt64, in size: Int) -> Range<Int>? {
    let size = UInt64(size)
    guard count <= size, start <= size &- count else { return nil }
    let first = Int(truncatingIfNeeded: start)
    return first..<(first &+ Int(truncatingIfNeeded: count))
}

extension Store {
    /// Bytes of bulk work between two looks at the interruption.
    static let pieceOfBulkWork = 16 << 20

    /// Does work on `count` bytes in pieces, given by offset and count, and asks in between whether the guest must stop.
    ///
    /// - Throws: ``Interrupted``, with a part of the work done.
    func inPieces(_ count: Int, lastFirst: Bool = false, _ work: (Int, Int) -> Void) throws(Interrupted) {
        var done = 0
        while true {
            let piece = min(count &- done, Store.pieceOfBulkWork)
            work(lastFirst ? count &- done &- piece : done, piece)
            done &+= piece
            if done >= count { return }
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
        }
    }

    func fillMemory(
        _ memory: Int, _ start: UInt64, _ value: UInt8, _ count: UInt64, pay: Payment
    ) throws -> Bool {
        guard let target = range(start, count, in: memories[memory].accessibleSize) else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(memory, to: target.upperBound)
        try inPieces(target.count) { offset, count in
            let start = target.lowerBound &+ offset
            fillBytes(&memories[memory].bytes, start..<(start &+ count), value)
        }
        return true
    }

    func copyMemory(
        _ destination: Int, _ to: UInt64, _ source: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        guard let sourceRange = range(from, count, in: memories[source].accessibleSize),
            let target = range(to, count, in: memories[destination].accessibleSize)
        else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(source, to: sourceRange.upperBound)
        try commit(destination, to: target.upperBound)
        let (first, last) = (sourceRange.lowerBound, target.lowerBound)
        // Where the target begins inside of the source, the end has to be moved first.
        try inPieces(target.count, lastFirst: destination == source && last > first) { offset, count in
            let start = last &+ offset
            if destination == source {
                moveBytes(&memories[destination].bytes, from: first &+ offset, to: start, count: count)
            } else {
                let bytes = memories[source].bytes
                copyBytes(bytes, from: first &+ offset, to: &memories[destination].bytes, start..<(start &+ count))
            }
        }
        return true
    }

    /// `memory.init`.
    func initializeMemory(
        _ instance: Int, _ memory: Int, _ to: UInt64, _ segment: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) throws -> Bool {
        let address = instances[instance].memories[memory]
        let contents = instances[instance].data[segment]
        guard let part = range(from, count, in: contents.count),
            let target = range(to, count, in: memories[address].accessibleSize),
            let code = instances[instance].code
        else { return false }
        try pay()
        guard count > 0 else { return true }
        try commit(address, to: target.upperBound)
        let first = contents.lowerBound &+ part.lowerBound
        copyBytes(code.module.validated.module.bytes, from: first, to: &memories[address].bytes, target)
        return true
    }

    func fillTable(
        _ table: Int, _ start: UInt64, _ value: UInt64, _ count: UInt64, pay: Payment
    ) rethrows -> Bool {
        guard let target = range(start, count, in: tables[table].elements.count) else { return false }
        try pay()
        for index in target { tables[table].elements[index] = value }
        return true
    }

    func copyTable(
        _ destination: Int, _ to: UInt64, _ source: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) rethrows -> Bool {
        guard let sourceRange = range(from, count, in: tables[source].elements.count),
            let target = range(to, count, in: tables[destination].elements.count)
        else { return false }
        try pay()
        let elements = Array(tables[source].elements[sourceRange])
        tables[destination].elements.replaceSubrange(target, with: elements)
        return true
    }

    /// `table.init`.
    func initializeTable(
        _ instance: Int, _ table: Int, _ to: UInt64, _ segment: Int, _ from: UInt64, _ count: UInt64,
        pay: Payment
    ) rethrows -> Bool {
        let address = instances[instance].tables[table]
        let values = instances[instance].elements[segment]
        guard let part = range(from, count, in: values.count),
            let target = range(to, count, in: tables[address].elements.count)
        else { return false }
        try pay()
        tables[address].elements.replaceSubrange(target, with: values[part])
        return true
    }

    /// Pages before, or `nil` if the memory cannot grow.
    func growMemory(_ memory: Int, by pages: UInt64, pay: Payment) rethrows -> UInt64? {
        let type = memories[memory].type
        let size = type.pages(ofBytes: UInt64(memories[memory].size))
        let maximum = min(
            type.limits.maximum ?? type.maximumPages, type.maximumPages, type.pages(ofBytes: limits.memoryBytes))
        guard !memories[memory].isLent, pages <= maximum, size <= maximum &- pages,
            let bytes = type.bytes(ofPages: pages), totalMemoryBytes &+ bytes <= limits.totalMemoryBytes
        else { return nil }
        try pay()
        memories[memory].size &+= Int(clamping: bytes)
        totalMemoryBytes &+= bytes
        return size
    }

    /// Elements before, or `nil` if the table cannot grow.
    func growTable(_ table: Int, by count: UInt64, _ value: UInt64, pay: Payment) rethrows -> UInt64? {
        let size = UInt64(tables[table].elements.count)
        let allowed = min(limits.tableElements, ImplementationLimits.tableElements)
        let maximum = min(tables[table].type.limits.maximum ?? .max, allowed)
        guard count <= maximum, size <= maximum &- count, totalTableElements &+ count <= limits.totalTableElements
        else { return nil }
        try pay()
        tables[table].elements.append(contentsOf: repeatElement(value, count: Int(truncatingIfNeeded: count)))
        totalTableElements &+= count
        return size
    }
}
