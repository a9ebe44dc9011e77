import WasmSyntax

/// The forms of operations into which others can be fused: with an immediate, with a product, or as a branch.
enum FusedForms {
    /// Returns the form of an operation whose second operand is an immediate, and the immediate for a constant; `nil` if
    /// no such form exists or the constant does not fit.
    static func withImmediate(_ operation: Operation, _ bits: UInt64) -> (Operation, UInt32)? {
        let low = UInt32(truncatingIfNeeded: bits)
        if let form = operation.withImmediate {
            return operation.isOfI64 && !signExtends(bits) ? nil : (form, low)
        }
        if operation == .i32Sub { return (.i32AddImmediate, 0 &- low) }
        if operation == .i32LeS, low != 0x7FFF_FFFF { return (.i32LtSImmediate, low &+ 1) }
        if operation == .i32LeU, low != .max { return (.i32LtUImmediate, low &+ 1) }
        if operation == .i64Sub { return signExtends(0 &- bits) ? (.i64AddImmediate, 0 &- low) : nil }
        if operation == .i64LeS, bits != 0x7FFF_FFFF_FFFF_FFFF {
            return signExtends(bits &+ 1) ? (.i64LtSImmediate, low &+ 1) : nil
        }
        if operation == .i64LeU, bits != .max { return signExtends(bits &+ 1) ? (.i64LtUImmediate, low &+ 1) : nil }
        return nil
    }

    /// Returns the same as ``withImmediate(_:_:)``, for a constant as the first operand.
    static func withImmediateFirst(_ operation: Operation, _ bits: UInt64) -> (Operation, UInt32)? {
        switch operation {
        case .i32Add, .i32Mul, .i32And, .i32Or, .i32Xor, .i32Eq, .i32Ne, .i64Add, .i64Mul, .i64And, .i64Or, .i64Xor,
            .i64Eq, .i64Ne:
            return withImmediate(operation, bits)
        // c < x is x > c; c <= x is x > c - 1.
        case .i32LtS: return (.i32GtSImmediate, UInt32(truncatingIfNeeded: bits))
        case .i32LtU: return (.i32GtUImmediate, UInt32(truncatingIfNeeded: bits))
        case .i32LeS where UInt32(truncatingIfNeeded: bits) != 0x8000_0000:
            return (.i32GtSImmediate, UInt32(truncatingIfNeeded: bits) &- 1)
        case .i32LeU where UInt32(truncatingIfNeeded: bits) != 0:
            return (.i32GtUImmediate, UInt32(truncatingIfNeeded: bits) &- 1)
        case .i64LtS where signExtends(bits): return (.i64GtSImmediate, UInt32(truncatingIfNeeded: bits))
        case .i64LtU where signExtends(bits): return (.i64GtUImmediate, UInt32(truncatingIfNeeded: bits))
        case .i64LeS where bits != 1 << 63 && signExtends(bits &- 1):
            return (.i64GtSImmediate, UInt32(truncatingIfNeeded: bits &- 1))
        case .i64LeU where bits != 0 && signExtends(bits &- 1):
            return (.i64GtUImmediate, UInt32(truncatingIfNeeded: bits &- 1))
        default: return nil
        }
    }

    /// An addition or subtraction whose second operand is a product.
    static func withProductSecond(_ operation: Operation, _ product: Operation) -> Operation? {
        switch (operation, product) {
        case (.f32Add, .f32Mul): .f32MultiplyAdd
        case (.f32Sub, .f32Mul): .f32SubtractProduct
        case (.f64Add, .f64Mul): .f64MultiplyAdd
        case (.f64Sub, .f64Mul): .f64SubtractProduct
        default: nil
        }
    }

    /// An addition or subtraction whose first operand is a product.
    static func withProductFirst(_ operation: Operation, _ product: Operation) -> Operation? {
        switch (operation, product) {
        case (.f32Add, .f32Mul): .f32MultiplyAdd
        case (.f32Sub, .f32Mul): .f32MultiplySubtract
        case (.f64Add, .f64Mul): .f64MultiplyAdd
        case (.f64Sub, .f64Mul): .f64MultiplySubtract
        default: nil
        }
    }

    /// Returns the branch that is taken when a comparison of floats holds, or when it does not. Because of NaNs, the
    /// latter differs from a branch on the opposite comparison.
    static func floatBranch(_ comparison: InternalInstruction, inverted: Bool) -> InternalInstruction? {
        let operation: Operation
        switch comparison.operation {
        case .f64Lt: operation = inverted ? .branchF64NotLt : .branchF64Lt
        case .f64Le: operation = inverted ? .branchF64NotLe : .branchF64Le
        default: return nil
        }
        return InternalInstruction(operation, a: Int(comparison.b), b: Int(comparison.c))
    }

    /// Returns the store of a constant, and the constant's lower 32 bits. A 64-bit store takes only 0: the compiler would
    /// store other constants byte by byte.
    static func storeImmediate(_ operation: Operation, _ bits: UInt64) -> (Operation, UInt32)? {
        guard operation != .store64 || bits == 0 else { return nil }
        return operation.withImmediate.map { ($0, UInt32(truncatingIfNeeded: bits)) }
    }

    /// Returns the branch on the opposite condition, without a target; `nil` if none exists.
    static func inverseBranch(_ branch: InternalInstruction) -> InternalInstruction? {
        switch branch.operation {
        case .branchIfZero: return InternalInstruction(.branchIfNonZero, a: Int(branch.a))
        case .branchIfNonZero: return InternalInstruction(.branchIfZero, a: Int(branch.a))
        case .branchI64Zero: return InternalInstruction(.branchI64NonZero, a: Int(branch.a))
        case .branchI64NonZero: return InternalInstruction(.branchI64Zero, a: Int(branch.a))
        case .branchF64Lt: return InternalInstruction(.branchF64NotLt, a: Int(branch.a), b: Int(branch.b))
        case .branchF64NotLt: return InternalInstruction(.branchF64Lt, a: Int(branch.a), b: Int(branch.b))
        case .branchF64Le: return InternalInstruction(.branchF64NotLe, a: Int(branch.a), b: Int(branch.b))
        case .branchF64NotLe: return InternalInstruction(.branchF64Le, a: Int(branch.a), b: Int(branch.b))
        default: break
        }
        guard let operation = branch.operation.comparison else { return nil }
        // `b` is the immediate in a form that has one, and otherwise the second slot.
        let comparison = InternalInstruction(
            operation, b: Int(branch.a), c: Int(branch.b), x: UInt32(truncatingIfNeeded: branch.signedB))
        return inverse(comparison).flatMap(self.branch)
    }

    private static func signExtends(_ bits: UInt64) -> Bool {
        Int64(bitPattern: bits) == Int64(Int32(truncatingIfNeeded: bits))
    }

    /// Returns the comparison that holds when this one does not; `nil` if none exists.
    static func inverse(_ comparison: InternalInstruction) -> InternalInstruction? {
        var result = comparison
        switch comparison.operation {
        case .i32Eq: result.operation = .i32Ne
        case .i32Ne: result.operation = .i32Eq
        // `x` is 0 in both.
        case .i32Eqz: result.operation = .i32NeImmediate
        case .i64Eqz: result.operation = .i64NeImmediate
        case .i64Eq: result.operation = .i64Ne
        case .i64Ne: result.operation = .i64Eq
        case .i32EqImmediate: result.operation = .i32NeImmediate
        case .i32NeImmediate: result.operation = .i32EqImmediate
        case .i64EqImmediate: result.operation = .i64NeImmediate
        case .i64NeImmediate: result.operation = .i64EqImmediate
        // Not a < b is b <= a, and vice versa.
        case .i32LtS: result.swapOperands(.i32LeS)
        case .i32LtU: result.swapOperands(.i32LeU)
        case .i32LeS: result.swapOperands(.i32LtS)
        case .i32LeU: result.swapOperands(.i32LtU)
        case .i64LtS: result.swapOperands(.i64LeS)
        case .i64LtU: result.swapOperands(.i64LeU)
        case .i64LeS: result.swapOperands(.i64LtS)
        case .i64LeU: result.swapOperands(.i64LtU)
        default: return inverseImmediate(comparison)
        }
        return result
    }

    /// Returns the inverse of a comparison with an immediate: not a < c is a > c - 1, and not a > c is a < c + 1, unless
    /// that wraps.
    private static func inverseImmediate(_ comparison: InternalInstruction) -> InternalInstruction? {
        var result = comparison
        switch comparison.operation {
        case .i32LtSImmediate where comparison.x != 0x8000_0000: result.change(.i32GtSImmediate, by: -1)
        case .i32GtSImmediate where comparison.x != 0x7FFF_FFFF: result.change(.i32LtSImmediate, by: 1)
        case .i32LtUImmediate where comparison.x != 0: result.change(.i32GtUImmediate, by: -1)
        case .i32GtUImmediate where comparison.x != .max: result.change(.i32LtUImmediate, by: 1)
        // The 64-bit forms have signed 32-bit immediates: the neighbour of the lowest or highest one does not fit.
        case .i64LtSImmediate where comparison.x != 0x8000_0000: result.change(.i64GtSImmediate, by: -1)
        case .i64GtSImmediate where comparison.x != 0x7FFF_FFFF: result.change(.i64LtSImmediate, by: 1)
        case .i64LtUImmediate where comparison.x != 0 && comparison.x != 0x8000_0000:
            result.change(.i64GtUImmediate, by: -1)
        case .i64GtUImmediate where comparison.x != .max && comparison.x != 0x7FFF_FFFF:
            result.change(.i64LtUImmediate, by: 1)
        default: return nil
        }
        return result
    }

    /// Returns the branch that is taken when this comparison holds; `nil` if none exists.
    static func branch(_ comparison: InternalInstruction) -> InternalInstruction? {
        guard let operation = comparison.operation.branch else { return nil }
        guard comparison.operation.hasImmediate else {
            return InternalInstruction(operation, a: Int(comparison.b), b: Int(comparison.c))
        }
        guard let narrow = Int16(exactly: Int32(bitPattern: comparison.x)) else { return nil }
        return InternalInstruction(operation, a: Int(comparison.b), b: Int(UInt16(bitPattern: narrow)))
    }
}

extension InternalInstruction {
    fileprivate mutating func swapOperands(_ operation: Operation) {
        self.operation = operation
        (b, c) = (c, b)
    }

    fileprivate mutating func change(_ operation: Operation, by difference: Int32) {
        self.operation = operation
        x = x &+ UInt32(bitPattern: difference)
    }
}
