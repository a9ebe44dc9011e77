import WasmSyntax

/// Which operations exist in which other forms.
enum Fusing {
    /// An operation with a constant as its second operand, and what the constant must become; `nil` where it has no
    /// such form or the constant does not fit.
    static func withImmediate(_ operation: Operation, _ bits: UInt64) -> (Operation, UInt32)? {
        let low = UInt32(truncatingIfNeeded: bits)
        if let form = immediate32[operation] { return (form, low) }
        if operation == .i32Sub { return (.i32AddImmediate, 0 &- low) }
        if operation == .i32LeS, low != 0x7FFF_FFFF { return (.i32LtSImmediate, low &+ 1) }
        if operation == .i32LeU, low != .max { return (.i32LtUImmediate, low &+ 1) }
        if let form = immediate64[operation] { return signExtends(bits) ? (form, low) : nil }
        if operation == .i64Sub { return signExtends(0 &- bits) ? (.i64AddImmediate, 0 &- low) : nil }
        if operation == .i64LeS, bits != 0x7FFF_FFFF_FFFF_FFFF {
            return signExtends(bits &+ 1) ? (.i64LtSImmediate, low &+ 1) : nil
        }
        if operation == .i64LeU, bits != .max { return signExtends(bits &+ 1) ? (.i64LtUImmediate, low &+ 1) : nil }
        return nil
    }

    /// The same for a constant as the first operand.
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

    /// One whose first operand is.
    static func withProductFirst(_ operation: Operation, _ product: Operation) -> Operation? {
        switch (operation, product) {
        case (.f32Add, .f32Mul): .f32MultiplyAdd
        case (.f32Sub, .f32Mul): .f32MultiplySubtract
        case (.f64Add, .f64Mul): .f64MultiplyAdd
        case (.f64Sub, .f64Mul): .f64MultiplySubtract
        default: nil
        }
    }

    /// The branch taken when a comparison of floats holds, or when it does not: which is not the same as the opposite
    /// comparison, because of NaNs.
    static func floatBranch(_ comparison: InternalInstruction, inverted: Bool) -> InternalInstruction? {
        let operation: Operation
        switch comparison.operation {
        case .f64Lt: operation = inverted ? .branchF64NotLt : .branchF64Lt
        case .f64Le: operation = inverted ? .branchF64NotLe : .branchF64Le
        default: return nil
        }
        return InternalInstruction(operation, a: Int(comparison.b), b: Int(comparison.c))
    }

    /// A load or store whose address is the sum of two slots.
    static func indexed(_ operation: Operation) -> Operation? {
        switch operation {
        case .load8U: .load8UIndexed
        case .load16U: .load16UIndexed
        case .load32U: .load32UIndexed
        case .load64: .load64Indexed
        case .store8: .store8Indexed
        case .store16: .store16Indexed
        case .store32: .store32Indexed
        case .store64: .store64Indexed
        default: nil
        }
    }

    /// A store of a constant, and its lower 32 bits. Of 64 bits only 0: others would be stored byte by byte.
    static func storeImmediate(_ operation: Operation, _ bits: UInt64) -> (Operation, UInt32)? {
        let low = UInt32(truncatingIfNeeded: bits)
        switch operation {
        case .store8: return (.store8Immediate, low)
        case .store16: return (.store16Immediate, low)
        case .store32: return (.store32Immediate, low)
        case .store64: return bits == 0 ? (.store64Immediate, low) : nil
        default: return nil
        }
    }

    /// The branch on the opposite condition, not yet aimed, if there is one.
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
        if let comparison = branches.first(where: { $0.value == branch.operation })?.key {
            let original = InternalInstruction(comparison, b: Int(branch.a), c: Int(branch.b))
            return inverse(original).flatMap(self.branch)
        }
        guard let comparison = immediateBranches.first(where: { $0.value == branch.operation })?.key else { return nil }
        let immediate = UInt32(truncatingIfNeeded: branch.signedB)
        return inverse(InternalInstruction(comparison, b: Int(branch.a), x: immediate)).flatMap(self.branch)
    }

    /// Vector operations that have an arm of the loop for themselves.
    static let vectorOperations: [Opcode: Operation] = [
        .f32x4Add: .vectorF32x4Add,
        .f32x4Sub: .vectorF32x4Sub,
        .f32x4Mul: .vectorF32x4Mul,
        .f64x2Add: .vectorF64x2Add,
        .f64x2Sub: .vectorF64x2Sub,
        .f64x2Mul: .vectorF64x2Mul,
        .i32x4Add: .vectorI32x4Add,
        .i32x4Sub: .vectorI32x4Sub,
        .i32x4Mul: .vectorI32x4Mul,
        .i16x8Add: .vectorI16x8Add,
        .i16x8Sub: .vectorI16x8Sub,
        .i16x8Mul: .vectorI16x8Mul,
        .i8x16Add: .vectorI8x16Add,
        .i8x16Sub: .vectorI8x16Sub,
        .i64x2Add: .vectorI64x2Add,
        .v128And: .vectorV128And,
        .v128Or: .vectorV128Or,
        .v128Xor: .vectorV128Xor,
        .i32x4DotI16x8S: .vectorI32x4DotI16x8S,
        .i16x8ExtendLowI8x16U: .vectorI16x8ExtendLowI8x16U,
        .i16x8ExtendHighI8x16U: .vectorI16x8ExtendHighI8x16U,
        .i16x8Shl: .vectorI16x8Shl,
        .i16x8ShrU: .vectorI16x8ShrU,
        .i8x16NarrowI16x8U: .vectorI8x16NarrowI16x8U,
    ]

    private static func signExtends(_ bits: UInt64) -> Bool {
        Int64(bitPattern: bits) == Int64(Int32(truncatingIfNeeded: bits))
    }

    private static let immediate32: [Operation: Operation] = [
        .i32Add: .i32AddImmediate, .i32Mul: .i32MulImmediate, .i32And: .i32AndImmediate, .i32Or: .i32OrImmediate,
        .i32Xor: .i32XorImmediate, .i32Shl: .i32ShlImmediate, .i32ShrS: .i32ShrSImmediate,
        .i32ShrU: .i32ShrUImmediate, .i32Rotl: .i32RotlImmediate, .i32Eq: .i32EqImmediate, .i32Ne: .i32NeImmediate,
        .i32LtS: .i32LtSImmediate, .i32LtU: .i32LtUImmediate,
    ]

    private static let immediate64: [Operation: Operation] = [
        .i64Add: .i64AddImmediate, .i64Mul: .i64MulImmediate, .i64And: .i64AndImmediate, .i64Or: .i64OrImmediate,
        .i64Xor: .i64XorImmediate, .i64Shl: .i64ShlImmediate, .i64ShrS: .i64ShrSImmediate,
        .i64ShrU: .i64ShrUImmediate, .i64Rotl: .i64RotlImmediate, .i64Eq: .i64EqImmediate, .i64Ne: .i64NeImmediate,
        .i64LtS: .i64LtSImmediate, .i64LtU: .i64LtUImmediate,
    ]

    /// The branch that is taken when a comparison (not an inverted one) holds.
    private static let branches: [Operation: Operation] = [
        .i32Eq: .branchI32Eq, .i32Ne: .branchI32Ne, .i32LtS: .branchI32LtS, .i32LtU: .branchI32LtU,
        .i32LeS: .branchI32LeS, .i32LeU: .branchI32LeU,
        .i64Eq: .branchI64Eq, .i64Ne: .branchI64Ne, .i64LtS: .branchI64LtS, .i64LtU: .branchI64LtU,
        .i64LeS: .branchI64LeS, .i64LeU: .branchI64LeU,
    ]

    private static let immediateBranches: [Operation: Operation] = [
        .i32EqImmediate: .branchI32EqImmediate, .i32NeImmediate: .branchI32NeImmediate,
        .i32LtSImmediate: .branchI32LtSImmediate, .i32LtUImmediate: .branchI32LtUImmediate,
        .i32GtSImmediate: .branchI32GtSImmediate, .i32GtUImmediate: .branchI32GtUImmediate,
        .i64EqImmediate: .branchI64EqImmediate, .i64NeImmediate: .branchI64NeImmediate,
        .i64LtSImmediate: .branchI64LtSImmediate, .i64LtUImmediate: .branchI64LtUImmediate,
        .i64GtSImmediate: .branchI64GtSImmediate, .i64GtUImmediate: .branchI64GtUImmediate,
    ]

    /// The comparison that holds when this one does not, if there is one.
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
        // Not a < b is b <= a, and the other way round.
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

    /// Not a < c is a > c - 1, and not a > c is a < c + 1, unless that wraps.
    private static func inverseImmediate(_ comparison: InternalInstruction) -> InternalInstruction? {
        var result = comparison
        switch comparison.operation {
        case .i32LtSImmediate where comparison.x != 0x8000_0000: result.change(.i32GtSImmediate, by: -1)
        case .i32GtSImmediate where comparison.x != 0x7FFF_FFFF: result.change(.i32LtSImmediate, by: 1)
        case .i32LtUImmediate where comparison.x != 0: result.change(.i32GtUImmediate, by: -1)
        case .i32GtUImmediate where comparison.x != .max: result.change(.i32LtUImmediate, by: 1)
        // The 64-bit ones have 32-bit signed immediates: at their ends there is no neighbour.
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

    /// The branch taken when this comparison holds, if there is one.
    static func branch(_ comparison: InternalInstruction) -> InternalInstruction? {
        if let operation = branches[comparison.operation] {
            return InternalInstruction(operation, a: Int(comparison.b), b: Int(comparison.c))
        }
        guard let operation = immediateBranches[comparison.operation] else { return nil }
        let value = Int32(bitPattern: comparison.x)
        guard let narrow = Int16(exactly: value) else { return nil }
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
