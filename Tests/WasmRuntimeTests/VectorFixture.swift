import WasmSyntax

@testable import WasmRuntime

/// A v128 given by its lanes.
struct Vector: Equatable, CustomStringConvertible {
    var bytes: [UInt8]

    /// Makes a vector; missing lanes are zero.
    init<Lane: FixedWidthInteger>(_ lanes: [Lane]) {
        bytes = lanes.flatMap { lane in
            (0..<Lane.bitWidth / 8).map { UInt8(truncatingIfNeeded: lane >> Lane($0 * 8)) }
        }
        bytes += [UInt8](repeating: 0, count: max(0, 16 - bytes.count))
    }

    init(i8 lanes: Int...) { self.init(lanes.map { UInt8(truncatingIfNeeded: $0) }) }
    init(i16 lanes: Int...) { self.init(lanes.map { UInt16(truncatingIfNeeded: $0) }) }
    init(i32 lanes: Int...) { self.init(lanes.map { UInt32(truncatingIfNeeded: $0) }) }
    init(i64 lanes: Int...) { self.init(lanes.map { UInt64(truncatingIfNeeded: $0) }) }
    init(f32 lanes: Float...) { self.init(lanes.map(\.bitPattern)) }
    init(f64 lanes: Double...) { self.init(lanes.map(\.bitPattern)) }

    func lanes<Lane: FixedWidthInteger>(_ type: Lane.Type) -> [Lane] {
        let width = Lane.bitWidth / 8
        return (0..<16 / width).map { lane in
            (0..<width).reduce(0) { $0 | Lane(truncatingIfNeeded: bytes[lane * width + $1]) << Lane($1 * 8) }
        }
    }

    var description: String { "\(bytes)" }
}

/// Runs instructions on a window of vectors, with the operands in fixed slots.
struct VectorMachine {
    var window = [SIMD4<UInt32>](repeating: SIMD4(), count: frameWindow)

    subscript(_ slot: UInt16) -> Vector {
        get { Vector((0..<4).map { window[Int(slot)][$0] }) }
        set {
            let lanes = newValue.lanes(UInt32.self)
            window[Int(slot)] = SIMD4(lanes[0], lanes[1], lanes[2], lanes[3])
        }
    }

    /// Runs an instruction with a separate slot for its result, then with that of each operand: the results must agree.
    mutating func run(
        _ opcode: Opcode, _ b: Vector = Vector(i8: 0), _ c: Vector = Vector(i8: 0), _ d: Vector = Vector(i8: 0),
        lane: Int = 0, scalar: UInt64 = 0
    ) -> (vector: Vector, scalar: UInt64) {
        let slots: (a: UInt16, b: UInt16, c: UInt16, d: UInt16) = (0, 65_535, 2, 300)
        (self[slots.b], self[slots.c], self[slots.d]) = (b, c, d)
        var span = window.mutableSpan
        let result = executeVector(
            opcode, &span, a: slots.a, b: slots.b, c: slots.c, d: slots.d, lane: lane, scalar: scalar)
        let vector = self[slots.a]
        for alias in [slots.c, slots.d, slots.b] {
            (self[slots.b], self[slots.c], self[slots.d]) = (b, c, d)
            var span = window.mutableSpan
            let same = executeVector(
                opcode, &span, a: alias, b: slots.b, c: slots.c, d: slots.d, lane: lane, scalar: scalar)
            let isVector = self[alias] == vector || InstructionTable.signatures[Int(opcode.rawValue)]?.result != .v128
            if same != result || !isVector { return (Vector(i8: 0xBA, 0xD0), 0xBAD) }
        }
        return (vector, result)
    }
}
