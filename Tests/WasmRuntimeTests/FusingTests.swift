import Testing
import WasmRuntime
import WasmSyntax

/// Instructions with a constant on either side, which are lowered in many ways: as a value, inverted, and as the
/// condition of a branch that is taken if it holds or if it does not.
struct FusingTests {
    static let numbers: [String: [Int64]] = [
        "i32": [0, 1, -1, 5, 32767, 32768, -32768, -32769, 0x7FFF_FFFF, -0x8000_0000],
        "i64": [
            0, 1, -1, 32768, -32769, 0x7FFF_FFFF, 0x8000_0000, -0x8000_0000, -0x8000_0001, 0xFFFF_FFFF, .max, .min,
        ],
    ]

    static let arithmetic = [
        "add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "or", "xor", "shl", "shr_s", "shr_u", "rotl",
        "rotr",
    ]

    static let comparisons: [String: @Sendable (Int64, Int64) -> Bool] = [
        "eq": { $0 == $1 }, "ne": { $0 != $1 }, "lt_s": { $0 < $1 }, "gt_s": { $0 > $1 }, "le_s": { $0 <= $1 },
        "ge_s": { $0 >= $1 },
        // These work for both widths, because sign extension keeps the order of unsigned numbers.
        "lt_u": { UInt64(bitPattern: $0) < UInt64(bitPattern: $1) },
        "gt_u": { UInt64(bitPattern: $0) > UInt64(bitPattern: $1) },
        "le_u": { UInt64(bitPattern: $0) <= UInt64(bitPattern: $1) },
        "ge_u": { UInt64(bitPattern: $0) >= UInt64(bitPattern: $1) },
    ]

    static func expression(_ type: String, _ operation: String, _ constant: Int64, isLeft: Bool) -> String {
        let (variable, constant) = ("(local.get 0)", "(\(type).const \(constant))")
        return "(\(type).\(operation) \(isLeft ? constant : variable) \(isLeft ? variable : constant))"
    }

    static func value(_ type: String, _ number: Int64) -> Value {
        type == "i32" ? .i32(Int32(truncatingIfNeeded: number)) : .i64(number)
    }

    /// Constants that a loop needs occupy slots of the frame with and without fusing: otherwise a recursion would be
    /// deeper in one of them.
    @Test func recursionEndsAtTheSameDepthWhateverIsFused() throws {
        let module = try Guest.module(
            """
            (func $f (export "f") (param f64) (result f64) (local $i i32)
              (loop $l
                (local.set 0 (f64.mul (f64.add (local.get 0) (f64.const 1.5)) (f64.const 0.75)))
                (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 2))))
              (f64.sub (call $f (local.get 0)) (f64.const 2.5)))
            """)
        var ends: Set<UInt64> = []
        for lowering in Guest.lowerings {
            var limits = StoreLimits()
            limits.stackSlots = 4_096
            let store = Store(limits: limits, options: lowering)
            let instance = try store.instantiate(module)
            #expect(try Ending.of { try instance.call("f", [.f64(1)]) } == .trapped(.callStackExhausted))
            ends.insert(store.budget.spent)
        }
        #expect(ends.count == 1)
    }

    /// Constant addresses and offsets: mostly those of static variables, whose address operand is 0.
    static let places: [(address: UInt64, offset: UInt64)] = [
        (0, 0), (0, 16), (16, 0), (65_532, 0), (0, 65_532), (65_000, 532), (65_533, 0), (0, 65_533), (65_000, 533),
        (1, 0xFFFF_FFFF), (0xFFFF_FFFF, 1), (0xFFFF_FFF0, 0xFFFF_FFF0), (0x1_0000_0000, 0), (1 << 63, 8),
    ]

    @Test(arguments: ["i32", "i64"])
    func constantsAreAddressesInEveryForm(_ type: String) throws {
        for place in FusingTests.places where type == "i64" || place.address >> 32 == 0 {
            let at = "offset=\(place.offset) (\(type).const \(place.address))"
            // With locals that can receive the value of the address, and inside a loop.
            let module = try Guest.module(
                """
                (memory \(type) 1)
                (func (export "f") (result i32) (local i32 i32 i32)
                  (loop $l
                    (i32.store \(at) (i32.const 7))
                    (local.set 0 (i32.load \(at)))
                    (i32.store \(at) (i32.add (local.get 0) (i32.load8_u \(at))))
                    (br_if $l (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 2))))
                  (i32.load \(at)))
                (func (export "g") (result i32)
                  (i32.store \(at) (i32.const 3))
                  (i32.load \(at)))
                """)
            let isInside = place.address <= 65_536 && place.offset <= 65_536 && place.address + place.offset <= 65_532
            for (function, result) in [("f", 14), ("g", 3)] as [(String, UInt64)] {
                var ends: Set<UInt64> = []
                for lowering in Guest.lowerings {
                    let store = Store(limits: StoreLimits(), options: lowering)
                    let instance = try store.instantiate(module)
                    let ending = try Ending.of { try instance.call(Name(function)) }
                    #expect(ending == (isInside ? .returned([result]) : .trapped(.outOfBoundsMemoryAccess)))
                    ends.insert(store.budget.spent)
                }
                #expect(ends.count == 1, "\(function) at \(place)")
            }
        }
    }

    @Test(arguments: ["i32", "i64"], comparisons.keys.sorted())
    func comparisonsHoldInEveryForm(_ type: String, _ operation: String) throws {
        let numbers = FusingTests.numbers[type] ?? []
        let holds = try #require(FusingTests.comparisons[operation])
        var text = ""
        for (index, constant) in numbers.enumerated() {
            for isLeft in [false, true] {
                let e = FusingTests.expression(type, operation, constant, isLeft: isLeft)
                // Each form sets one bit of the result.
                text += """
                    (func (export "\(index) \(isLeft)") (param \(type)) (result i32) (local $r i32)
                      (local.set $r \(e))
                      (if (i32.eqz (i32.eqz \(e))) (then (local.set $r (i32.add (local.get $r) (i32.const 2)))))
                      (if \(e) (then (local.set $r (i32.add (local.get $r) (i32.const 4)))))
                      (block (br_if 0 (i32.eqz \(e))) (local.set $r (i32.add (local.get $r) (i32.const 8))))
                      (block (block (br_if 0 \(e)) (br 1)) (local.set $r (i32.add (local.get $r) (i32.const 16))))
                      (local.get $r))
                    """
            }
        }
        let module = try Guest.module(text)
        for lowering in Guest.lowerings {
            let instance = try Store(limits: StoreLimits(), options: lowering).instantiate(module)
            for (index, constant) in numbers.enumerated() {
                for number in numbers {
                    for isLeft in [false, true] {
                        let result = try Ending.of {
                            try instance.call(Name("\(index) \(isLeft)"), [FusingTests.value(type, number)])
                        }
                        let expected = isLeft ? holds(constant, number) : holds(number, constant)
                        #expect(
                            result == .returned([expected ? 31 : 0]),
                            "\(number) with \(constant), left: \(isLeft), fusing: \(lowering.fusing)")
                    }
                }
            }
        }
    }

    /// Arithmetic has the same result or trap, and the same cost, with and without fusing.
    @Test(arguments: ["i32", "i64"], arithmetic)
    func arithmeticIsTheSameFusedOrNot(_ type: String, _ operation: String) throws {
        let numbers = FusingTests.numbers[type] ?? []
        var text = ""
        for (index, constant) in numbers.enumerated() {
            for isLeft in [false, true] {
                let e = FusingTests.expression(type, operation, constant, isLeft: isLeft)
                text += """
                    (func (export "\(index) \(isLeft)") (param \(type)) (result \(type)) (local \(type))
                      (local.set 1 \(e)) (\(type).add (local.get 1) \(e)))
                    """
            }
        }
        // Here the operands are parameters, so that there is nothing to fuse.
        text += """
            (func (export "plain") (param \(type) \(type)) (result \(type)) (local \(type))
              (local.set 2 (\(type).\(operation) (local.get 0) (local.get 1)))
              (\(type).add (local.get 2) (\(type).\(operation) (local.get 0) (local.get 1))))
            """
        let module = try Guest.module(text)
        var costs: [UInt64] = [0, 0]
        let stores = Guest.lowerings.map { Store(limits: StoreLimits(), options: $0) }
        let instances = try stores.map { try $0.instantiate(module) }
        for (index, constant) in numbers.enumerated() {
            for number in numbers {
                for isLeft in [false, true] {
                    let (constant, number) = (FusingTests.value(type, constant), FusingTests.value(type, number))
                    let plain = try Ending.of {
                        try instances[1].call("plain", isLeft ? [constant, number] : [number, constant])
                    }
                    for (position, instance) in instances.enumerated() {
                        let before = stores[position].budget.spent
                        defer { costs[position] += stores[position].budget.spent - before }
                        let found = try Ending.of { try instance.call(Name("\(index) \(isLeft)"), [number]) }
                        #expect(found == plain, "\(operation) of \(number) and \(constant), left: \(isLeft)")
                    }
                }
            }
        }
        #expect(costs[0] == costs[1])
    }
}
