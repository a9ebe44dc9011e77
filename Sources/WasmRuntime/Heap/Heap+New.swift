import WasmSyntax

// Allocation in the current free run, without the store: neither a collection nor a poll of the interruption.

/// A new object, and what it costs beside its instruction.
struct NewObject {
    /// 0 if the store must make the object.
    var reference: UInt64
    var cost: Int

    static let none = NewObject(reference: 0, cost: 0)
}

extension Heap {
    /// The most words of an object that is made here. The store sets those of a larger one in pieces, with polls of the
    /// interruption between them.
    static let mostNewWords = 1 << 12

    /// Makes a struct whose fields take one word each, or an array, for an instruction of the loop.
    ///
    /// - Parameters:
    ///   - f: The frame, in which the fields or elements are.
    ///   - units: The budget that is left after the instruction's own cost.
    @inline(never)
    mutating func newObject(_ i: InternalInstruction, _ f: borrowing Frame, units: Int) -> NewObject {
        switch i.operation {
        case .structureNew, .structureNewDefault: newStructure(i, f, units)
        default: newArray(i, f, units)
        }
    }

    // Two functions, so that a struct does not pay for the registers that an array needs.

    @inline(never)
    private mutating func newStructure(_ i: InternalInstruction, _ f: borrowing Frame, _ units: Int) -> NewObject {
        let count = Int(i.c)
        let cost = (count &+ 1) &* BudgetCosts.heapWord
        guard cost <= units, let index = takeNow(count &+ 1) else { return .none }
        var words = self.words.mutableSpan
        words[index] = Heap.header(i.x)
        let isDefault = i.operation == .structureNewDefault
        // The first fields one by one: for a loop the compiler prepares vectors, which takes longer than a few fields.
        if count > 0 { words[index &+ 1] = isDefault ? 0 : f.u64(i.b) }
        if count > 1 { words[index &+ 2] = isDefault ? 0 : f.u64(i.b &+ 1) }
        if count > 2 { words[index &+ 3] = isDefault ? 0 : f.u64(i.b &+ 2) }
        if count > 3 { words[index &+ 4] = isDefault ? 0 : f.u64(i.b &+ 3) }
        if count > 4 {
            for field in 4..<i.c { words[index &+ 1 &+ Int(field)] = isDefault ? 0 : f.u64(i.b &+ field) }
        }
        return NewObject(reference: Reference.object(index), cost: cost)
    }

    @inline(never)
    private mutating func newArray(_ i: InternalInstruction, _ f: borrowing Frame, _ units: Int) -> NewObject {
        let length: UInt32
        let shift: UInt8
        switch i.operation {
        case .arrayNew: (length, shift) = (f.u32(i.b &+ 1), UInt8(truncatingIfNeeded: i.c))
        case .arrayNewDefault: (length, shift) = (f.u32(i.b), UInt8(truncatingIfNeeded: i.c))
        default: (length, shift) = (UInt32(i.c), types.layouts[Int(i.x)].elementShift)
        }
        return newArray(i, f, length: Int(length), shift: shift, units)
    }

    @inline(__always)
    private mutating func newArray(
        _ i: InternalInstruction, _ f: borrowing Frame, length: Int, shift: UInt8, _ units: Int
    ) -> NewObject {
        let count = Heap.arrayWords(length: length, shift: shift)
        let cost = count &* BudgetCosts.heapWord
        guard count <= Heap.mostNewWords, cost <= units, !isCounting, let index = takeNow(count) else { return .none }
        var all = words.mutableSpan
        var array = all._mutatingExtracting(index..<(index &+ count))
        array[0] = Heap.header(i.x, length: length)
        let value = i.operation == .arrayNew ? Heap.repeated(f.u64(i.b), shift: shift) : 0
        for word in 1..<count { array[word] = value }
        // The last word may have more bytes than the elements take.
        let unused = (count &- 1) &* 8 &- length &<< Int(shift)
        if unused > 0 { array[count &- 1] &= .max &>> UInt64(unused &* 8) }
        if i.operation == .arrayNewFixed {
            let mask = shift < 3 ? (1 as UInt64 &<< (8 &<< UInt64(shift))) &- 1 : .max
            for element in 0..<length {
                let byte = element &<< Int(shift)
                let bits = f.u64(i.b &+ UInt16(truncatingIfNeeded: element)) & mask
                array[1 &+ byte &>> 3] |= bits &<< UInt64((byte & 7) &* 8)
            }
        }
        return NewObject(reference: Reference.object(index), cost: cost)
    }

    /// Takes words from the current run, unless a collection must precede every allocation.
    @inline(__always)
    mutating func takeNow(_ count: Int) -> Int? { collectsAlways ? nil : take(count) }
}
