// The loop's steps for structs and arrays, which call the heap.

extension Span where Element == InstructionHead {
    @inline(__always) func heap(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ heap: inout Heap, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let result = heap.step(i, f.u64(i.b), f.u64(i.c), f.u64(i.a))
        if let failure = result.trap { trap = failure; return false }
        f.set(i.a, result.value)
        return true
    }

    @inline(__always) func newObject(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ heap: inout Heap, _ left: inout Int
    ) -> Bool {
        let i = instruction(at, d)
        let object = heap.newObject(i, f, units: left &- Int(i.y))
        guard object.reference != 0 else { return false }
        f.set(i.a, object.reference)
        left &-= object.cost
        return true
    }
}
