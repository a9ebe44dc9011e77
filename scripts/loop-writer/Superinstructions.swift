extension Superinstruction {
    /// Returns all superinstructions, in the order of the loop's arms. Each line of the list names consecutive
    /// operations.
    ///
    /// - Fields in parentheses are operands whose slots the previous operation has just set, so that the values need
    ///   not be read again.
    /// - A plus sign marks a vector operation that takes the vector itself which the previous one has computed.
    ///   (Not lanes of 8 or 16 bits of a vector that has just been loaded: the compiler would load them one by one.)
    /// - The full loop has the lines with vectors and those with an asterisk, the plain loop those without vectors.
    ///
    /// - Throws: ``MalformedLine``.
    static func all() throws(MalformedLine) -> [Superinstruction] {
        var result: [Superinstruction] = []
        for line in list.split(separator: "\n") { result.append(try Superinstruction(line)) }
        return result
    }

    private static let list = """
        *i32AddImmediate call
        *i32AddImmediate i32AddImmediate
        *i32AddImmediate branchI32Ne(a)
        *i32AddImmediate branchIfNonZero(a)
        *i32AddImmediate branchI32NeImmediate(a)
        *i32AddImmediate copy
        *i32AddImmediate jump
        *i32AddImmediate i32AddImmediate branchI32Ne(a)
        i32AddImmediate branchIfNonZero
        i32AddImmediate store32(a)
        i32AddImmediate i32NeImmediate(b) branchIfNonZero(a)
        i32AddImmediate i64AddImmediate branchI64NeImmediate(a) load32U
        i32AddImmediate i32AddImmediate i32AddImmediate branchI32Ne(a)
        i32AddImmediate load32U
        i32AddImmediate load8U
        i32AddImmediate globalSet(a) returnOne
        i32AddImmediate load64(b)
        i32AddImmediate i32AddImmediate branchIfNonZero(a)
        i32AddImmediate i32AndImmediate
        i32AddImmediate i32AddImmediate i32AddImmediate branchIfNonZero(a)
        i32AddImmediate i64ShrUImmediate load32U i64Add(b)
        i32AddImmediate load64(b) f64SubtractProduct(x) store64(a)
        i32AddImmediate load8U(b) store8(a) store8
        i32AddImmediate branchI32LtU(a)
        i32AddImmediate load64(b) f64Sub(b) f64Mul(c)
        i32AddImmediate store8(a) i32AddImmediate
        i32AddImmediate i32Add i32AddImmediate branchI32Ne(a)
        i32AddImmediate branchTable(a)
        i32AddImmediate i32AddImmediate branchI32LtU(a)
        i32AddImmediate load32U(b) branchI32LtU(a) i32AddImmediate
        i32AddImmediate load32UIndexed(b) i32Add(b) i32Add(b)
        i32AddImmediate globalSet(a) returnNone
        i32AddImmediate load64(b) f64Sub(b) load64
        i32AddImmediate i32AndImmediate(b) f64ConvertI32U(b) f64Add(c)
        i32AddImmediate i32GtUImmediate branchIfNonZero(a)
        i32AddImmediate load8U load8U branchI32Eq(a)
        i32AddImmediate i32Add(b) load8U(b) branchI32Ne(a)
        i32AddImmediate i32AddImmediate i32AddImmediate
        i32AddImmediate branchI32LeU
        i32AddImmediate i32AndImmediate(b) branchI32LtUImmediate(a) store32
        i32AddImmediate i32Add(b) load32U(b)
        *copy copy
        *copy i32AddImmediate
        *copy jump
        *copy copy copy
        *copy i32AddImmediate call
        *copy call
        *copy copy call
        copy i32Xor(b) copy i32And(b)
        copy copy callIndirect
        copy i32AddImmediate(b) load32U branchI32LtU(b)
        copy i32AddImmediate i32Xor(b)
        copy branchIfNonZero
        copy i32AddImmediate branchI32Ne(a) store8Immediate
        copy copy copy call
        copy branchIfZero
        *load32U load32U
        load32U load32U f32MultiplyAdd(c) store32(a)
        load32U i64Mul(b) i64Add(b) store32(a)
        load32U branchI32Ne(a)
        load32U branchIfZero(a)
        load32U store32
        load32U i32AddImmediate(b) store32(a)
        load32U branchIfNonZero
        load32U branchI32Eq(a)
        load32U i32ShlImmediate
        load32U load32U branchI32Ne(a)
        load32U i32Add load32U
        load32U i32AndImmediate
        load32U branchI32LeU
        load32U i32ShlImmediate(b) i32AddImmediate(b) jump
        load32U i64Add(b)
        load32U store32 i32AddImmediate
        load32U load32U load32U
        load32U constant32
        load32U i32AddImmediate
        load32U load32U branchI32Eq(a) i32LtU
        load32U i32Sub
        load32U i32Add(b)
        *i32Add i32AddImmediate
        i32Add load8U
        i32Add i32Add
        i32Add i32AddImmediate(b) i32ShrUImmediate(b) store8(a)
        i32Add store32(a)
        i32Add returnNone
        i32Add load32U(b) i64Add(b) i32Add
        i32Add i32AddImmediate i32Add i32AddImmediate
        i32Add copy i64DivU(b) i64MulImmediate(b)
        i32Add load8U(b) i32ShlImmediate(b)
        i32Add returnOne(a)
        i32Add load8U(b) store8(a)
        load64 load64 f64MultiplyAdd(c) store64(a)
        load64 store64 load64 store64
        load64 f64Sub(b) f64MultiplyAdd(c)
        load64 i32ShrUImmediate i32Add(b)
        load64 f64MultiplyAdd(x) store64(a)
        load64 i32Add i32AddImmediate(b)
        load64 f64ConvertI32U f64Div(c) f64MultiplyAdd(c)
        load64 store64
        load64 load64 load64 load64
        store8Immediate i32Add i32LtUImmediate(b) branchIfNonZero(a)
        i32Load16S i32Load16S i32Mul(b) i32Add(b)
        constant32 branchI32LtUImmediate i32AddImmediate call
        constant32 constant32
        constant32 load64(b) constant32 load64(b)
        constant32 select
        constant32 i32Add(b) load8U(b)
        constant32 branchIfZero branchI32Eq load8U
        constant32 i32AddImmediate branchI32NeImmediate(a) jump
        constant32 i32Sub(b)
        constant32 constant32 select(b) returnOne(a)
        constant32 call
        constant32 i32Shl(b)
        constant32 jump
        i32MulImmediate i32ShrUImmediate(b) i32AndImmediate(b) load32U(b)
        i32MulImmediate i32Add(b)
        i32MulImmediate i32AndImmediate i32Xor(b) load8U
        i32MulImmediate load32UIndexed(c)
        i32MulImmediate i32ShrUImmediate(b) i32AndImmediate(b)
        i64ShlImmediate i64Xor(b) i64ShrUImmediate(b)
        i64ShlImmediate i64Xor(b) i64ShrUImmediate(b) i64Xor(b)
        i64ShlImmediate i64Xor(b) i64ShrUImmediate(b) store8(a)
        i64ShlImmediate i64Xor(b) i64RemU(b) i64AddImmediate(b)
        f64ConvertI32U f64Div(c) f64MultiplyAdd(c)
        load8UIndexed branchI32Ne(a) i32AddImmediate branchI32Ne(a)
        load8UIndexed store8(a) i32AddImmediate branchI32LtU(a)
        i32AndImmediate branchIfZero(a)
        i32AndImmediate branchIfNonZero(a)
        i32AndImmediate i32ShlImmediate(b) load16UIndexed(c)
        i32AndImmediate i32Rotl(c) returnOne(a)
        i32ShlImmediate load32UIndexed(c)
        i32ShlImmediate i32Add(b)
        i32ShlImmediate i32Add(b) load32U
        i32ShlImmediate load32U
        i32ShlImmediate i32OrImmediate(b) i32Mul(b) returnOne(a)
        i32ShlImmediate i32Add(b) load16U
        i32ShlImmediate i32Add(b) i32Sub
        i32ShlImmediate i32Xor(b) returnOne(a)
        i32ShlImmediate i32ShrUImmediate i32Add(b) returnOne(a)
        globalGet i32AddImmediate(b) globalSet(a)
        f64Mul f64Add(c) f64Lt(c) branchIfZero(a)
        f64Mul f64Mul f64MultiplyAdd(x)
        f64Mul f64SubtractProduct(c) store64(a)
        f64MultiplyAdd f64Mul(bc) f64Add(c) branchF64Lt(b)
        f64MultiplyAdd f64Sub(c) f64Add(c) branchF64Lt(a)
        store32 store32
        store32 jump
        store32 store32 store32
        store32 i32AddImmediate store32(a) returnNone
        load8U load8U i32Sub(c) branchIfNonZero(a)
        load8U i32Add(b) load8U i32Add(b)
        load8U branchTable(a)
        load8U branchIfNonZero(a)
        load8U i32ShlImmediate(b) load32UIndexed(c)
        load8U load8UIndexed i32Eq(b) i32Add(b)
        load8U branchI32NeImmediate(a)
        load8U i32ShlImmediate(b) i32Add(b) load32U
        load8U branchI32EqImmediate(a)
        load8U load8U branchI32Ne(a)
        load8U branchIfZero
        f64Sub f64Add(c) f64Mul(bc) f64Add
        f64Sub f64Add(c) f64Add f64MultiplyAdd(b)
        f32MultiplyAdd load32U load32U f32MultiplyAdd(c)
        i32RotlImmediate i32RotlImmediate i32Xor(b)
        i32RotlImmediate i32Xor(b) i32Add(b)
        i32Eq i32Add(b)
        i32Eq i32Add(b) i32AddImmediate branchI32Ne(a)
        constant64 f64MultiplyAdd(c) constant32 store64(b)
        constant64 load64 f64Mul(bc)
        i32LtU select(x)
        i32LtU select(x) select branchI32GtUImmediate
        f64Lt select(x) select select
        i64Xor i64Mul(b) i64ShrUImmediate i64Add(b)
        i32ShrUImmediate i32AndImmediate(b)
        i32ShrUImmediate i32Xor(b)
        i64ShrUImmediate i32AddImmediate load32U(b) i64Add(b)
        i64ShrUImmediate branchIfNonZero load32U i64Add(b)
        i64ShrUImmediate i32AddImmediate branchI32NeImmediate(a)
        f64Div f64Mul(c) f64MultiplyAdd(c) store64(a)
        i32And i32ShlImmediate(b) load64Indexed(c) branchI64Zero(a)
        i32And i32Xor(b)
        store16 load8U i32ShlImmediate(b)
        store16 i32AddImmediate i32AddImmediate branchIfNonZero(a)
        load16U i32ShlImmediate(b) i32Add(b) load16U
        i64Sub i32WrapI64(b) i32OrImmediate(b) store8(a)
        i32Or store32(a)
        i32Or i32AndImmediate(b)
        i32Sub branchI32GtUImmediate(a) i32AddImmediate constant32
        i32Sub returnOne(a)
        zeroMany globalGet i32AddImmediate(b) globalSet(a)
        zeroMany constant32
        i32Xor i32Add(b) load32U i32Add(b)
        i32Xor i32Ctz(b) i32ShrUImmediate(b)
        i32LtUImmediate constant32 select
        i32LtUImmediate branchIfNonZero(a)
        f64Add f64Sqrt(b) f64Mul(c)
        i32DivU i32MulImmediate(b) i32Sub(c)
        i64Mul i64ShrUImmediate(b) i32WrapI64(b)
        i32Mul i32Add(b) i32AndImmediate(b) i32RemU(b)
        i32WrapI64 i32AndImmediate(b) i32AddImmediate(b) store8(a)
        vectorLoad128 vectorLoad128
        vectorLoad128 i32Add
        i32Add vectorLoad128(b)
        vectorLoad128 +vectorF32x4Mul(c) +vectorF32x4Add(c)
        vectorF32x4Mul +vectorF32x4Add(c)
        vectorF64x2Mul +vectorF64x2Add(c)
        vectorLoad128 vectorI32x4DotI16x8S(c)
        vectorI32x4DotI16x8S +vectorI32x4Add(b)
        vectorI32x4Add +vectorI32x4Add(b)
        vectorLoad128 vectorI16x8Add(b)
        vectorLoad128 vectorI16x8Shl(b) +vectorI16x8Add(b)
        vectorI16x8Shl +vectorI16x8Add(b) +vectorStore128(a)
        vectorI16x8Shl +vectorI16x8Add(b)
        vectorI16x8Add +vectorI16x8ShrU(b)
        vectorI16x8Add +vectorStore128(a)
        vectorI8x16NarrowI16x8U +vectorStore128(a)
        vectorLoad128 vectorI16x8ExtendHighI8x16U(b)
        vectorLoad128 vectorI16x8ExtendLowI8x16U(b)
        vectorI16x8ExtendHighI8x16U +vectorI16x8Add(b)
        vectorI16x8ExtendLowI8x16U +vectorI16x8Add(b)
        vectorI16x8ExtendLowI8x16U +vectorI16x8ExtendLowI8x16U
        """
}
