import WasmSyntax

// The proposal for wide arithmetic: numbers of 128 bits in two halves, the low one below on the operand stack. The
// operations on 64 bits compute them: dedicated operations would not be faster, and would make the loop larger.

extension FunctionLowering {
    /// Lowers `i64.add128` and `i64.sub128`.
    mutating func lowerWideSum(isDifference: Bool) {
        let rightHigh = popSlot()
        let rightLow = popSlot()
        let leftHigh = popSlot()
        let leftLow = popSlot()
        // An operand is in the slot of its height or in a local, so each slot is free once the operand of its height has
        // been used.
        let low = Int(slotField(slot(atHeight: operands.height)))
        let high = Int(slotField(slot(atHeight: operands.height &+ 1)))
        let sum: Operation = isDifference ? .i64Sub : .i64Add
        emit(InternalInstruction(sum, a: high, b: leftHigh, c: rightHigh))
        let carry: Int
        if isDifference {
            carry = Int(slotField(slot(atHeight: operands.height &+ 3)))
            emit(InternalInstruction(.i64LtU, a: carry, b: leftLow, c: rightLow))
            emit(InternalInstruction(.i64Sub, a: low, b: leftLow, c: rightLow))
        } else {
            carry = Int(slotField(slot(atHeight: operands.height &+ 2)))
            emit(InternalInstruction(.i64Add, a: low, b: leftLow, c: rightLow))
            emit(InternalInstruction(.i64LtU, a: carry, b: low, c: rightLow))
        }
        operands.push(.slot)
        emitProducer(InternalInstruction(sum, b: high, c: carry))
    }

    /// Lowers `i64.mul_wide_s` and `i64.mul_wide_u`.
    ///
    /// - Parameter upperHalf: The outlined operation that computes the upper half of the product.
    mutating func lowerWideProduct(_ upperHalf: OutlinedOperation) {
        let right = popSlot()
        let left = popSlot()
        operands.reserve(3)
        let high = Int(slotField(slot(atHeight: operands.height &+ 2)))
        emit(InternalInstruction(.outlined, a: high, b: left, c: right, x: upperHalf.rawValue))
        emit(InternalInstruction(.i64Mul, a: Int(slotField(slot(atHeight: operands.height))), b: left, c: right))
        operands.push(.slot)
        emitProducer(InternalInstruction(.copy, b: high))
    }
}
