import Foundation

private typealias M = ModuleBytes
private let i32: UInt8 = 0x7F

/// Frequent instructions, encoded.
private enum Op {
    static let drop: [UInt8] = [0x1A]
    static let end: [UInt8] = [0x0B]
    static let block: [UInt8] = [0x02, 0x40]
    static let zero = M.i32(0)
    static func get(_ local: Int) -> [UInt8] { [0x20] ++ M.leb(local) }
    static func set(_ local: Int) -> [UInt8] { [0x21] ++ M.leb(local) }
    static func call(_ function: Int) -> [UInt8] { [0x10] ++ M.leb(function) }
    /// Repeats `first` n times, then `last` n times.
    static func around(_ n: Int, _ first: [UInt8], _ inner: [UInt8], _ last: [UInt8]) -> [UInt8] {
        M.repeated(first, n) ++ inner ++ M.repeated(last, n)
    }
    static func around(_ n: Int, _ first: [UInt8], _ last: [UInt8]) -> [UInt8] { around(n, first, [], last) }
    /// Encodes `call_indirect` of type `index ++ 1`, whose parameters are the binary digits of `index`.
    static func callIndirect(_ index: Int) -> [UInt8] {
        let operands: [UInt8] = (0..<20).flatMap { (bit: Int) -> [UInt8] in index >> bit & 1 == 0 ? zero : [0x42, 0] }
        return operands ++ zero ++ [0x11] ++ M.leb(index + 1) ++ [0]
    }
}

/// Returns a module whose `_start` has two locals and these instructions; it is lowered and run.
private func body(_ instructions: [UInt8]) -> [UInt8] { M.start(locals: M.locals((2, i32)), instructions) }

/// Returns such a module with two more types: 1 is `(func (result i32 × values))`, 2 has the same values as parameters
/// and results.
private func body(values: Int, _ instructions: [UInt8]) -> [UInt8] {
    var module = M()
    let types = M.leb(values) ++ M.repeated([i32], values)
    module.types.add([0x60, 0] ++ types)
    module.types.add([0x60] ++ types ++ types)
    module.tags.add([0, 0])
    module.addStart(locals: M.locals((2, i32)), instructions)
    return module.bytes
}

extension GrowthRow {
    /// The rows for the contents of function bodies: validated, lowered, and run once.
    static let bodies = nesting + branches + exceptions + stacks + functions

    private static let nesting: [GrowthRow] = [
        GrowthRow(.lower, "blocks inside one another", 39_000, most: 1_000_000) { n in
            body(Op.around(n, Op.block, Op.end))
        },
        GrowthRow(.lower, "blocks one after another", 85_000) { n in body(M.repeated(Op.block ++ Op.end, n)) },
        GrowthRow(.lower, "blocks with a value inside one another", 29_000, most: 1_000_000) { n in
            body(Op.around(n, [0x02, i32], Op.zero, Op.end) ++ Op.drop)
        },
        GrowthRow(.lower, "loops inside one another", 35_000, most: 1_000_000) { n in
            body(Op.around(n, [0x03, 0x40], Op.end))
        },
        GrowthRow(.lower, "loops inside one another, each with constants", 15_000, most: 1_000_000) { n in
            body(
                Op.around(
                    n, [0x03, 0x40] ++ M.i32(99_999) ++ Op.set(0),
                    Op.get(0) ++ M.i32(99_998) ++ [0x6A] ++ Op.set(0) ++ Op.end))
        },
        GrowthRow(.lower, "loops one after another, each with its own constant", 28_000) { n in
            body((0..<n).flatMap { [0x03, 0x40] ++ Op.get(0) ++ M.i32($0 + 1000) ++ [0x6A] ++ Op.set(0) ++ Op.end })
        },
        GrowthRow(.lower, "constants, all different", 44_000) { n in
            body((0..<n).flatMap { Op.get(0) ++ M.i32($0 + 1000) ++ [0x6A] ++ Op.set(0) })
        },
        GrowthRow(.lower, "ifs inside one another", 29_000, most: 1_000_000) { n in
            body(Op.around(n, Op.get(0) ++ [0x04, 0x40], Op.end))
        },
        GrowthRow(.lower, "elses inside one another", 24_000, most: 1_000_000) { n in
            body(Op.around(n, Op.get(0) ++ [0x04, 0x40, 0x05], Op.end))
        },
        GrowthRow(.lower, "blocks with parameters inside one another", 38_000, most: 1_000_000) { n in
            body(values: 8, M.repeated(Op.zero, 8) ++ Op.around(n, [0x02, 2], Op.end) ++ M.repeated(Op.drop, 8))
        },
        GrowthRow(.lower, "code that cannot be reached", 79_000) { n in
            body([0x0F] ++ Op.around(n, Op.block, Op.end))
        },
        GrowthRow(.lower, "blocks, all left by a return", 25_000, most: 1_000_000) { n in
            body(Op.around(n, Op.block ++ Op.get(0) ++ [0x0D, 0], [0x0F] ++ Op.end))
        },
    ]

    private static let branches: [GrowthRow] = [
        GrowthRow(.lower, "br_table with n entries", 15_000, most: 65_000) { n in
            body(M.repeated(Op.block ++ Op.zero ++ [0x0E] ++ M.leb(n) ++ M.repeated([0], n) ++ [0] ++ Op.end, 4))
        },
        GrowthRow(.lower, "br_table with n entries to a label with values", 16_000, most: 65_000) { n in
            let table = Op.zero ++ [0x0E] ++ M.leb(n) ++ M.repeated([0], n) ++ [0]
            return body(
                values: 100, [0x02, 1] ++ M.repeated(Op.get(0), 101) ++ table ++ Op.end ++ M.repeated(Op.drop, 100))
        },
        GrowthRow(.lower, "br_table with n entries to a label with n/16 values", 2_200, most: 16_000) { n in
            let table = Op.zero ++ [0x0E] ++ M.leb(n) ++ M.repeated([0], n) ++ [0]
            let count = n / 16
            return body(
                values: count,
                [0x02, 1] ++ M.repeated(Op.get(0), count + 1) ++ table ++ Op.end ++ M.repeated(Op.drop, count))
        },
        GrowthRow(.lower, "br_table to n blocks", 16_000, most: 65_000) { n in
            let table = Op.zero ++ [0x0E] ++ M.leb(n - 1) ++ (0..<n).flatMap { M.leb($0) }
            return body(Op.around(n, Op.block, table, Op.end))
        },
        GrowthRow(.lower, "br_if to the outermost of n blocks", 28_000, most: 1_000_000) { n in
            body(Op.around(n, Op.block, M.repeated(Op.get(0) ++ [0x0D] ++ M.leb(n - 1), n), Op.end))
        },
        GrowthRow(.lower, "br_if forwards to one label", 100_000) { n in
            body(Op.block ++ M.repeated(Op.get(0) ++ [0x0D, 0], n) ++ Op.end)
        },
        GrowthRow(.lower, "br_if backwards to one label", 100_000) { n in
            body([0x03, 0x40] ++ M.repeated(Op.get(0) ++ [0x0D, 0], n) ++ Op.end)
        },
        GrowthRow(.lower, "br_if to a label with 8 values", 47_000) { n in
            let values = M.repeated(Op.zero, 8)
            return body(
                values: 8,
                [0x02, 1] ++ Op.zero ++ values ++ M.repeated(Op.get(0) ++ [0x0D, 0], n) ++ [0x0C, 0] ++ Op.end
                    ++ M.repeated(Op.drop, 8))
        },
        GrowthRow(.lower, "16n br_if to a label with n values", 45, most: 180) { n in
            let values = M.repeated(Op.zero, n)
            return body(
                values: n,
                [0x02, 1] ++ Op.zero ++ values ++ M.repeated(Op.get(0) ++ [0x0D, 0], 16 * n) ++ [0x0C, 0] ++ Op.end
                    ++ M.repeated(Op.drop, n))
        },
        GrowthRow(.lower, "16n returns of n values", 45, most: 180) { n in
            var module = M()
            module.types.add([0x60, 0] ++ M.leb(n) ++ M.repeated([i32], n))
            let values = M.repeated(Op.zero, n + 1)
            module.addFunction(type: 1, values ++ M.repeated(Op.zero ++ [0x0D, 0], 16 * n) ++ [0x0F])
            module.addStart(Op.call(0) ++ M.repeated(Op.drop, n))
            return module.bytes
        },
        GrowthRow(.lower, "br_on_null", 47_000) { n in
            body(Op.block ++ M.repeated([0xD0, 0x6F, 0xD5, 0] ++ Op.drop, n) ++ Op.end)
        },
        GrowthRow(.lower, "br_on_cast", 32_000) { n in
            body(
                [0x02, 0x6E, 0xD0, 0x6E] ++ M.repeated([0xFB, 0x18, 3, 0, 0x6E, 0x6C], n) ++ Op.end ++ Op.drop)
        },
    ]

    private static let exceptions: [GrowthRow] = [
        GrowthRow(.lower, "try_tables inside one another", 25_000, most: 1_000_000) { n in
            body(values: 1, Op.block ++ Op.around(n, [0x1F, 0x40, 1, 2, 0], Op.end) ++ Op.end)
        },
        GrowthRow(.lower, "try_tables inside of blocks inside of try_tables", 17_000, most: 500_000) { n in
            body(values: 1, Op.block ++ Op.around(n, Op.block ++ [0x1F, 0x40, 1, 2, 0], Op.end ++ Op.end) ++ Op.end)
        },
        GrowthRow(.lower, "n try_tables one after another in n blocks", 16_000, most: 1_000_000) { n in
            body(values: 1, Op.around(n, Op.block, M.repeated([0x1F, 0x40, 1, 2, 0] ++ Op.end, n), Op.end))
        },
        GrowthRow(.lower, "n try_tables with labels at n levels", 18_000, most: 1_000_000) { n in
            body(
                values: 1,
                Op.around(n, Op.block, (0..<n).flatMap { [0x1F, 0x40, 1, 2] ++ M.leb($0) ++ Op.end }, Op.end))
        },
        GrowthRow(.lower, "a try_table with n clauses", 2_500, most: 10_000) { n in
            body(values: 1, Op.block ++ [0x1F, 0x40] ++ M.leb(n) ++ M.repeated([0, 0, 0], n) ++ Op.end ++ Op.end)
        },
        GrowthRow(.lower, "try_tables with 100 clauses", 1_300) { n in
            body(
                values: 1,
                Op.block ++ M.repeated([0x1F, 0x40] ++ M.leb(100) ++ M.repeated([0, 0, 0], 100) ++ Op.end, n) ++ Op.end)
        },
        legacy("trys inside one another", 25_000, most: 1_000_000) { n in
            Op.around(n, [0x06, 0x40], [0x07, 0] ++ Op.end)
        },
        legacy("trys inside of catches", 9_000, most: 60_000) { n in
            Op.around(n, [0x06, 0x40, 0x07, 0], Op.end)
        },
        legacy("catches of one try", 74_000) { n in [0x06, 0x40] ++ M.repeated([0x07, 0], n) ++ Op.end },
        legacy("trys that delegate to the next, inside one another", 37_000, most: 1_000_000) { n in
            Op.around(n, [0x06, 0x40], [0x18, 0])
        },
        legacy("n trys one after another that delegate out of n blocks", 24_000, most: 1_000_000) { n in
            Op.around(n, Op.block, M.repeated([0x06, 0x40, 0x18] ++ M.leb(n - 1), n), Op.end)
        },
        legacy("n trys inside one another that delegate out of n blocks", 19_000, most: 500_000) { n in
            Op.around(n, Op.block, Op.around(n, [0x06, 0x40], [0x18] ++ M.leb(n - 1)), Op.end)
        },
        legacy("rethrows in n catches", 8_300, most: 60_000) { n in
            Op.around(
                n, [0x06, 0x40, 0x07, 0],
                M.repeated(Op.block ++ Op.get(0) ++ [0x45, 0x0D, 0, 0x09] ++ M.leb(n) ++ Op.end, n),
                Op.end)
        },
        legacy("trys one after another in n blocks", 18_000, most: 1_000_000) { n in
            Op.around(n, Op.block, M.repeated([0x06, 0x40, 0x19] ++ Op.end, n), Op.end)
        },
    ]

    private static func legacy(
        _ name: String, _ base: Int, most: Int = .max, _ instructions: @escaping @Sendable (Int) -> [UInt8]
    ) -> GrowthRow {
        GrowthRow(.lower, name, base, most: most, ["run", "--features", "legacy-exceptions", "MODULE"]) { n in
            body(values: 1, instructions(n))
        }
    }

    private static let stacks: [GrowthRow] = [
        GrowthRow(.lower, "an operand stack of n constants", 10_000, most: 60_000) { n in
            body(Op.around(n, Op.zero, Op.drop))
        },
        GrowthRow(.lower, "n operands that are a local, which is set n times", 10_000, most: 60_000) { n in
            body(M.repeated(Op.get(0), n) ++ M.repeated(Op.zero ++ Op.set(0), n) ++ M.repeated(Op.drop, n))
        },
        GrowthRow(.lower, "n operands that are a local, and then others that are set", 10_000, most: 60_000) { n in
            body(
                M.repeated(Op.get(0), n) ++ M.repeated(Op.get(1) ++ Op.zero ++ Op.set(1) ++ Op.drop, n)
                    ++ M.repeated(Op.drop, n))
        },
        GrowthRow(.lower, "n locals on the stack, then set", 4_000, most: 30_000) { n in
            M.start(
                locals: M.locals((n, i32)),
                (0..<n).flatMap { Op.get($0) } ++ (0..<n).flatMap { Op.zero ++ Op.set($0) } ++ M.repeated(Op.drop, n))
        },
        GrowthRow(.lower, "n operands, and n blocks behind", 15_000, most: 60_000) { n in
            body(M.repeated(Op.get(0), n) ++ M.repeated(Op.block ++ Op.end, n) ++ M.repeated(Op.drop, n))
        },
        GrowthRow(.lower, "n operands, and n calls behind", 15_000, most: 60_000) { n in
            var module = M()
            module.addFunction([])
            module.addStart(
                locals: M.locals((2, i32)),
                M.repeated(Op.get(0), n) ++ M.repeated(Op.call(0), n) ++ M.repeated(Op.drop, n))
            return module.bytes
        },
        GrowthRow(.lower, "branches that carry 1,000 operands", 4_000) { n in
            body(
                values: 1_000,
                [0x02, 1] ++ M.repeated(Op.zero, 1_000) ++ M.repeated(Op.get(0) ++ [0x0D, 0], n) ++ Op.end
                    ++ M.repeated(Op.drop, 1_000))
        },
        GrowthRow(.load, "calls that take and leave 1,000 operands", 4_000) { n in
            body(values: 1_000, [0x00] ++ M.repeated([0x02, 2] ++ Op.end, n) ++ [0x00])
        },
        GrowthRow(.lower, "sums one after another", 85_000) { n in
            body(Op.get(0) ++ M.repeated(Op.get(1) ++ [0x6A], n) ++ Op.drop)
        },
        GrowthRow(.lower, "a sum of n operands", 10_000, most: 60_000) { n in
            body(M.repeated(Op.get(0), n) ++ M.repeated([0x6A], n - 1) ++ Op.drop)
        },
        GrowthRow(.lower, "selects one after another", 64_000) { n in
            body(Op.get(0) ++ M.repeated(Op.get(1) ++ Op.get(0) ++ [0x1B], n) ++ Op.drop)
        },
        GrowthRow(.lower, "selects of n operands", 7_500, most: 30_000) { n in
            body(M.repeated(Op.get(0), 2 * n + 1) ++ M.repeated([0x1B], n) ++ Op.drop)
        },
        GrowthRow(.lower, "selects with types", 61_000) { n in
            body(Op.get(0) ++ M.repeated(Op.get(1) ++ Op.get(0) ++ [0x1C, 1, i32], n) ++ Op.drop)
        },
        GrowthRow(.lower, "tees one after another", 270_000) { n in
            body(Op.get(0) ++ M.repeated([0x22, 1], n) ++ Op.drop)
        },
        GrowthRow(.lower, "conditions one after another", 190_000) { n in
            body(Op.get(0) ++ M.repeated([0x45], n) ++ Op.drop)
        },
        GrowthRow(.lower, "ref.func", 55_000) { n in
            var module = M()
            module.addFunction([])
            module.elements.add([3, 0, 1, 0])
            module.addStart(M.repeated([0xD2, 0, 0x1A], n))
            return module.bytes
        },
        GrowthRow(.lower, "vector constants", 60_000, most: 400_000) { n in
            body(M.repeated([0xFD, 0x0C] ++ M.repeated([3], 16) ++ Op.drop, n))
        },
        GrowthRow(.lower, "shuffles one after another", 31_000, most: 200_000) { n in
            let constant = [0xFD, 0x0C] ++ M.repeated([3], 16)
            return body(constant ++ M.repeated(constant ++ [0xFD, 0x0D] ++ M.repeated([1], 16), n) ++ Op.drop)
        },
        GrowthRow(.lower, "structs of 1,000 fields made", 19_000) { n in
            var module = M()
            module.types.add([0x5F] ++ M.leb(1000) ++ M.repeated([i32, 1], 1000))
            module.addStart(M.repeated([0xFB, 1, 1] ++ Op.drop, n))
            return module.bytes
        },
        GrowthRow(.lower, "arrays of n operands", 2_500, most: 10_000) { n in
            var module = M()
            module.types.add([0x5E, i32, 1])
            module.addStart(M.repeated(M.repeated(Op.zero, n) ++ [0xFB, 8, 1] ++ M.leb(n) ++ Op.drop, 10))
            return module.bytes
        },
    ]

    private static let functions: [GrowthRow] = [
        GrowthRow(.lower, "functions, each called once by one", 13_000, most: 900_000) { n in
            var module = M()
            module.addFunction([], times: n)
            module.addStart((0..<n).flatMap { Op.call($0) })
            return module.bytes
        },
        GrowthRow(.lower, "calls of one function", 46_000) { n in
            var module = M()
            module.addFunction([])
            module.addStart(M.repeated(Op.call(0), n))
            return module.bytes
        },
        GrowthRow(.lower, "functions that call the next", 2_000, most: 9_000) { n in
            var module = M()
            module.addFunction([])
            for index in 0..<n { module.addFunction(Op.call(index)) }
            module.addStart(Op.call(n))
            return module.bytes
        },
        GrowthRow(.lower, "functions that call the next in their place", 14_000, most: 900_000) { n in
            var module = M()
            module.addFunction([])
            for index in 0..<n { module.addFunction([0x12] ++ M.leb(index)) }
            module.addStart(Op.call(n))
            return module.bytes
        },
        GrowthRow(.lower, "functions, each called through a table", 12_000, most: 900_000) { n in
            var module = M()
            module.tables.add([0x70, 0] ++ M.leb(n))
            module.addFunction([], times: n)
            module.elements.add([0] ++ M.i32(0) ++ Op.end ++ M.leb(n) ++ (0..<n).flatMap { M.leb($0) })
            module.addStart((0..<n).flatMap { M.i32($0) ++ [0x11, 0, 0] })
            return module.bytes
        },
        GrowthRow(.lower, "call_indirect with n types", 4_400, most: 900_000) { n in
            var module = M()
            module.tables.add([0x70, 0, 1])
            for index in 0..<n {
                module.types.add([0x60, 20] ++ (0..<20).map { index >> $0 & 1 == 0 ? 0x7F : 0x7E } ++ [0])
            }
            // The function is lowered, but returns before the first call.
            let calls = (0..<n).flatMap { Op.callIndirect($0) }
            module.addStart(locals: M.locals((1, i32)), Op.get(0) ++ [0x45, 0x0D, 0] ++ calls)
            return module.bytes
        },
        GrowthRow(.lower, "calls with n parameters", 250, most: 1_000) { n in
            var module = M()
            module.types.add([0x60] ++ M.leb(n) ++ M.repeated([i32], n) ++ [0])
            module.addFunction(type: 1, [])
            module.addStart(
                locals: M.locals((1, i32)), M.repeated(M.repeated(Op.get(0), n) ++ Op.call(0), 20))
            return module.bytes
        },
        GrowthRow(.lower, "bodies with n instructions", 390_000) { n in body(M.repeated([0x01], n)) },
    ]
}
