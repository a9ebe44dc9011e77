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
        i32AddImmediate load64(b)
        *i32AddImmediate branchI32NeImmediate(a)
        i32AddImmediate store8Immediate(b)
        *i32AddImmediate copy
        *i32AddImmediate jump
        i32AddImmediate constant32
        i32AddImmediate load32U
        i32AddImmediate i32NeImmediate(b) branchIfNonZero(a)
        i32AddImmediate i64AddImmediate branchI64NeImmediate(a)
        i32AddImmediate i32AddImmediate branchIfNonZero(a)
        i32AddImmediate i32AddImmediate branchI32LtU(a)
        i32AddImmediate load32U branchI32LtU
        i32AddImmediate store32(a)
        *i32AddImmediate i32AddImmediate branchI32Ne(a)
        i32AddImmediate store8(a) i32AddImmediate
        i32AddImmediate i64ShrUImmediate
        i32AddImmediate i32GtUImmediate branchIfNonZero(a)
        i32AddImmediate store32(a) store8Indexed
        i32AddImmediate globalSet(a) returnNone
        i32AddImmediate i32AddImmediate branchI32GtSImmediate(a)
        i32AddImmediate branchTable(a)
        i32AddImmediate globalSet(a) returnOne
        i32AddImmediate load64(b) f64SubtractProduct(x) store64(a)
        i32AddImmediate i32AddImmediate i32AddImmediate branchI32Ne(a)
        i32AddImmediate globalSet(a) i32AndImmediate returnOne(a)
        *copy copy
        *copy i32AddImmediate
        *copy jump
        copy i32AddImmediate branchI32Ne(a)
        *copy copy copy
        copy i32Add(b) copy
        *copy i32AddImmediate call
        copy i32AddImmediate branchIfNonZero(a)
        *copy call
        *copy copy call
        copy i32AddImmediate globalSet(a) returnNone
        copy load32U
        copy copy copy call
        copy store32
        copy load8U(b) constant32 i32ShrU(c)
        copy constant32 call
        load32U f32MultiplyAdd(c)
        load32U i64Mul(b)
        load32U i64Add(b)
        load32U i32Add
        load32U load32U f32MultiplyAdd(c)
        load32U load32U branchI32Eq(a)
        load32U i32AddImmediate(b) store32(a)
        load32U branchI32NeImmediate(a)
        load32U branchIfZero(a)
        *load32U load32U
        load32U i64Add(b) load32U i64Mul(b)
        load32U i32ShlImmediate i32Add(b) load32U
        load32U returnOne(a)
        load32U i32AddImmediate(b) branchTable(a)
        load32U store32
        load32U i32AddImmediate
        load32U load32U load32U
        load32U i32Add load32U
        load64 store64
        load64 f64Sub(b)
        load64 load64
        load64 i32ShrUImmediate i32Add(b)
        load64 f64Sub(b) f64MultiplyAdd
        load64 i32AddImmediate load64(b)
        load64 i32Add i32AddImmediate(b)
        load64 store64 load64 store64
        load64 f64Sub(b) f64MultiplyAdd(bc)
        load64 f64Sub(b) f64MultiplyAdd(bc) f64Add(b)
        load64 load64 f64MultiplyAdd(c) store64(a)
        f64MultiplyAdd f64MultiplyAdd(x)
        f64MultiplyAdd store64(a) i32AddImmediate
        f64MultiplyAdd store64(a) load64
        f64MultiplyAdd constant32 store64(b)
        *i32Add i32AddImmediate
        i32Add load8U(b)
        i32Add i32Add
        i32Add returnNone
        i32Add load32U
        i32Add returnOne(a)
        i32Add i32LtUImmediate(b) branchIfNonZero(a)
        i32Add i64ShrUImmediate i32AddImmediate
        i32Add i32AddImmediate branchI32Ne(a)
        i64ShlImmediate i64Xor(b)
        i64ShlImmediate i64Xor(b) i64ShrUImmediate(b) i64Xor(b)
        i64ShlImmediate i64Xor(b) i64ShrUImmediate(b) i32WrapI64(b)
        constant32 branchI32LtUImmediate
        constant32 load64(b)
        constant32 constant32
        constant32 branchIfZero
        constant32 i32AddImmediate branchI32NeImmediate(a)
        constant32 i32Add(b) load8U(b)
        constant32 load64(b) constant64
        constant32 constant32 select(b)
        constant32 i32AddImmediate
        constant32 i32Add(b) globalSet(a) returnOne
        constant32 globalGet i32AddImmediate(b) store32(b)
        constant32 i32And(b)
        constant32 i32Add(b) globalSet(a) returnNone
        constant32 globalGet i32AddImmediate(b) globalSet(a)
        constant32 i32And(b) branchIfZero(a)
        constant32 i32Sub
        constant32 i32Add(b) copy
        constant32 i32Shl(b) i32And(b) branchIfNonZero(a)
        load8U i32ShlImmediate(b)
        load8U i32Add(b)
        load8U branchTable(a)
        load8U branchIfNonZero(a)
        load8U i32AddImmediate
        load8U load8U
        load8U store8(a)
        load8U load8UIndexed
        load8U i32ShlImmediate(b) load32UIndexed(c)
        load8U i32Add(b) store16(a)
        load8U branchI32EqImmediate(a) branchI32EqImmediate(a)
        load8U branchI32EqImmediate(a) branchI32NeImmediate(a)
        load8U i32AddImmediate(b) i32AndImmediate(b)
        load8U i32AddImmediate branchIfNonZero
        load8U load8U branchI32Eq(a)
        load8U load8U branchI32Ne(a) i32AddImmediate
        load8U load32U store8(b) returnNone
        load8UIndexed branchI32Ne(a)
        load8UIndexed load8UIndexed branchI32Ne(a)
        load8UIndexed i32AndImmediate i32Xor(b) i32AndImmediate(b)
        i32Mul i32Add(b)
        f64Sub f64Add(c)
        f64Sub load64 f64Mul
        f64Sub f64Add(c) branchF64Lt(a)
        i32Load16S i32Load16S
        f64ConvertI32U f64Div(c) f64MultiplyAdd(c)
        i32ShrUImmediate i32AndImmediate(b) load32U(b)
        i32ShrUImmediate i32Xor(b)
        i32ShrUImmediate store8(a)
        store8 i32AddImmediate
        store8 i32AddImmediate branchI64GtUImmediate
        store8 branchI32LtUImmediate store8 store8
        i64Add store32(a)
        i64Add store32(a) i64ShrUImmediate
        i64Add i32Add
        f64Mul i32AddImmediate
        f64Mul f64Mul
        f64Mul f64Add f64MultiplyAdd(b)
        f64Mul f64Add(c) branchF64Lt(b)
        f64Mul f64Div(c) f64Mul(c)
        f64Mul f64SubtractProduct(c) store64(a)
        f64Add f64MultiplyAdd(b)
        f64Add f64Lt(c) branchIfZero(a)
        i32Xor copy
        i32Xor i32MulImmediate(b)
        i32RotlImmediate i32Xor(b)
        i32RotlImmediate i32RotlImmediate i32Xor(b)
        i64ShrUImmediate i64Xor(b)
        i64ShrUImmediate store8(a)
        i64ShrUImmediate i32WrapI64(b)
        i64Mul i64ShrUImmediate i64Add(b)
        i64Mul i64ShrUImmediate(b) i32WrapI64(b)
        i32Eq i32Add(b)
        i32Eq i32XorImmediate i32AndImmediate(b) i32ShrUImmediate(b)
        i32ShlImmediate i32Add(b)
        i32ShlImmediate i32Add(b) load16U
        i32ShlImmediate load64Indexed(c) branchI64Zero(a)
        i32ShlImmediate load32UIndexed(c)
        i32ShlImmediate i32AddImmediate(b) jump
        i32ShlImmediate i32Add(b) load32U
        i32ShlImmediate i32OrImmediate(b)
        i32ShlImmediate store32Indexed(c)
        i32ShlImmediate i32ShrSImmediate(b) i32LtSImmediate(b) select(x)
        f64Lt select(x)
        f64SubtractProduct store64(a)
        select select
        load32UIndexed i32Add(b)
        store32 jump
        store32 i32AddImmediate
        store32 store32
        store32 copy branchI32LtU
        store32 load32U
        store32 store32 store32 store32
        store32 load32U copy(b) call
        store32 store32 load32U load32U
        i32And i32Xor(b)
        i32And i32And i32Xor(b)
        constant64 load64
        constant64 load32U i32MulImmediate(b)
        i64DivU i64MulImmediate(b) i64Sub(c)
        i32AndImmediate f64ConvertI32U(b) f64Add(c)
        i32AndImmediate i32ShlImmediate(b) load32U
        i32AndImmediate branchI32EqImmediate(a) branchI32NeImmediate(a)
        i32AndImmediate branchIfZero(a)
        i32AndImmediate branchIfNonZero(a)
        i32AndImmediate i32ShlImmediate(b) i32AddImmediate(b)
        i32AndImmediate i32Or(b)
        i32AndImmediate i32LtUImmediate constant32 select(b)
        i32AndImmediate branchI32EqImmediate(a)
        i32AndImmediate i32Add(b)
        i32DivU i32MulImmediate(b) i32Sub(c)
        i32GtUImmediate copy branchIfNonZero
        i32MulImmediate i32AndImmediate i32Xor(b)
        branchIfZero branchIfZero i32Add
        i32WrapI64 i32OrImmediate(b)
        vectorLoad128 vectorLoad128
        vectorLoad128 i32Add
        i32Add vectorLoad128(b)
        i32Add load8U(b) store8(a)
        i32Add store32(a)
        i32Add copy copy
        i32Add load32U i32Add(b)
        i32Add i32AddImmediate i32Add i32AddImmediate
        i32Add i32Load16S i32Load16S i32Mul(b)
        store64Immediate i32AddImmediate branchI32Ne(a)
        store64Immediate store64Immediate
        globalGet i32AddImmediate(b) globalSet(a)
        globalGet constant32 i32Sub(c) globalSet(a)
        globalGet constant32 i32Sub(c) store32(b)
        i32Sub branchIfNonZero(a) i32AddImmediate
        i32Sub i32ShrSImmediate(b)
        i32Sub returnOne(a)
        load16U branchI32Ne(a)
        i32LtU select(x) select branchI32GtUImmediate
        f64Sqrt f64Mul(c) f64Div(c) f64Mul(c)
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
