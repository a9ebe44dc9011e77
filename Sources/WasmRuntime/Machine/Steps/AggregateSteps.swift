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

    @inline(__always) func structureNew(
        _ at: Int, _ d: borrowing Details, _ f: inout Frame, _ heap: inout Heap, _ base: inout Int, _ limit: Int
    ) -> Bool {
        let i = instruction(at, d)
        let words = Int(i.c) &+ 1
        let cost = words &* BudgetCosts.heapWord
        guard base &+ Int(i.y) &+ cost <= limit else { return false }
        let object = heap.newStructure(i.x, words: words)
        guard object != 0 else { return false }
        for field in 0..<i.c { heap.setField(object, Int(field), f.u64(i.b &+ field)) }
        f.set(i.a, object)
        base &+= cost
        return true
    }
}
