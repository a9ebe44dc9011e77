import WasmSyntax

// The operand stack and the control stack of the algorithm.

extension FunctionValidator {
    // MARK: Operands

    @inline(__always)
    mutating func pushOperand(_ type: ValueType) throws(Fault) {
        if height < operands.count {
            // The slot usually holds this type already, and reading costs less than a write, which checks that the
            // array's storage is unique.
            if operands[height] != type { operands[height] = type }
        } else {
            try growOperands(type)
        }
        height &+= 1
        if height > maximumHeight { maximumHeight = height }
    }

    @inline(never)
    private mutating func growOperands(_ type: ValueType) throws(Fault) {
        guard height < ImplementationLimits.operandStackHeight else { throw .limitExceeded("operand stack height") }
        operands.append(type)
    }

    /// Pops an operand that matches a type: one of a subtype, or of type `bottom` in unreachable code.
    @inline(__always)
    mutating func popOperand(_ expected: ValueType) throws(Fault) {
        let actual = try popOperand(whatever: .type(expected))
        if actual != expected { try requireMatch(actual, expected) }
    }

    /// Pops an operand of any type.
    ///
    /// - Parameter expectation: Named by the error if the block has no operand.
    @inline(__always)
    mutating func popOperand(whatever expectation: @autoclosure () -> ValidationError.Expectation = .anyType)
        throws(Fault) -> ValueType
    {
        if height > frame.height {
            height &-= 1
            return operands[height]
        }
        guard frame.isUnreachable else { throw .typeMismatch(expected: expectation(), found: nil) }
        return .bottom
    }

    /// Pops a reference; in unreachable code, one to `HeapType.bottom`.
    mutating func popReference() throws(Fault) -> ValueType {
        let actual = try popOperand(whatever: .reference)
        if actual == .bottom { return ValueType(HeapType.bottom, nullable: false) }
        guard actual.isReference else { throw .typeMismatch(expected: .reference, found: actual) }
        return actual
    }

    @inline(never)
    func requireMatch(_ actual: ValueType, _ expected: ValueType) throws(Fault) {
        guard context.types.matches(actual, expected) else {
            throw .typeMismatch(expected: .type(expected), found: actual)
        }
    }

    @inline(__always)
    mutating func pushOperands(_ list: TypeList) throws(Fault) {
        if list.count == 0 { return }
        if let type = list.single { return try pushOperand(type) }
        try pushSeveral(list)
    }

    @inline(__always)
    mutating func popOperands(_ list: TypeList) throws(Fault) {
        if list.count == 0 { return }
        if let type = list.single { return try popOperand(type) }
        try popSeveral(list)
    }

    // A hostile module may consist of instructions of two bytes that take or leave 1,000 operands each. Equal types are
    // therefore compared and copied many at a time; all work counts for the interruption.

    private mutating func pushSeveral(_ list: TypeList) throws(Fault) {
        let count = Int(list.count)
        let end = height &+ count
        try work(1 &+ count / 8)
        guard end <= ImplementationLimits.operandStackHeight else { throw .limitExceeded("operand stack height") }
        let types = context.types.valueTypes[list.start..<list.start &+ count]
        operands.replaceSubrange(height..<min(end, operands.count), with: types)
        height = end
        if end > maximumHeight { maximumHeight = end }
    }

    private mutating func popSeveral(_ list: TypeList) throws(Fault) {
        let count = Int(list.count)
        let available = height &- frame.height
        // Unreachable code yields what is missing below its operands.
        let compared = frame.isUnreachable ? min(count, available) : count
        try work(1 &+ compared / 8)
        if compared <= available, hasTypes(list, compared) {
            height &-= compared
            return
        }
        try work(compared)
        let known = min(compared, available)
        if let place = context.types.mismatch(operands, below: height, list, known) {
            throw .typeMismatch(
                expected: .type(context.types.type(at: count &- place, of: list)), found: operands[height &- place])
        }
        guard known == compared else {
            let missing = context.types.type(at: count &- 1 &- known, of: list)
            throw .typeMismatch(expected: .type(missing), found: nil)
        }
        height &-= known
    }

    /// Whether the block has no operands left, and yields one of any type whenever one is popped.
    var yieldsAnything: Bool { frame.isUnreachable && height <= frame.height }

    /// Whether the topmost `count` operands have exactly the last `count` types of a list, which is not `single`.
    private func hasTypes(_ list: TypeList, _ count: Int) -> Bool {
        let actual = operands.span.extracting(height &- count..<height)
        let end = list.start &+ Int(list.count)
        let expected = context.types.valueTypes.span.extracting(end &- count..<end)
        // Without an early exit the compiler compares several at a time.
        var difference: UInt32 = 0
        for index in 0..<count { difference |= actual[index].bits ^ expected[index].bits }
        return difference == 0
    }

    /// Pops operands of these types and pushes the types themselves, as conditional branches do.
    @inline(__always)
    mutating func retypeOperands(_ list: TypeList) throws(Fault) {
        try popOperands(list)
        try pushOperands(list)
    }

    // MARK: Control frames

    mutating func pushControl(_ kind: ControlFrame.Kind, start: TypeList, end: TypeList) throws(Fault) {
        guard outerFrames.count < ImplementationLimits.blockNesting else {
            throw .malformed(.limitExceeded("nested blocks"))
        }
        outerFrames.append(frame)
        frame = ControlFrame(
            kind, start: start, end: end, height: height, initializationHeight: locals.initializationHeight)
        try pushOperands(start)
    }

    /// Checks that the innermost block ends with its results and nothing else, and closes it.
    mutating func popControl() throws(Fault) -> ControlFrame {
        try popOperands(frame.end)
        guard height == frame.height else {
            throw .typeMismatch(expected: .nothing, found: operands[height &- 1])
        }
        locals.resetLocals(frame.initializationHeight)
        let closed = frame
        frame = outerFrames.popLast() ?? .none
        return closed
    }

    /// Marks the rest of the innermost block as unreachable: its stack then yields an operand of any type.
    mutating func unreachable() {
        height = frame.height
        frame.isUnreachable = true
    }

    /// The types that a branch to a label takes along.
    @inline(__always)
    func labelTypes(_ label: UInt32) throws(Fault) -> TypeList {
        if label == 0 { return frame.labelTypes }
        return outerFrames[try outerFrame(label)].labelTypes
    }

    /// The index in `outerFrames` of a label other than 0.
    func outerFrame(_ label: UInt32) throws(Fault) -> Int {
        guard label <= UInt32(truncatingIfNeeded: outerFrames.count) else { throw .unknown(.label, label) }
        return outerFrames.count &- Int(label)
    }
}
