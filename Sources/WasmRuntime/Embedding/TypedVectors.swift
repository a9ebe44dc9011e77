import WasmSyntax

// Swift's vectors of 16 bytes as `v128`, lane 0 in the lowest bytes (specification: *Structure / Types / Vector Types*).

/// A lane of a vector in typed functions.
public protocol WasmLane: SendableMetatype {
    /// The lane's bits, zero-extended.
    var laneBits: UInt64 { get }
    /// The lane with these bits; higher ones are ignored.
    init(laneBits: UInt64)
}

/// A lane of 8 bits, of which `SIMD16` has a `v128` full.
public protocol WasmLane8: WasmLane {}
/// A lane of 16 bits, of which `SIMD8` has a `v128` full.
public protocol WasmLane16: WasmLane {}
/// A lane of 32 bits, of which `SIMD4` has a `v128` full.
public protocol WasmLane32: WasmLane {}
/// A lane of 64 bits, of which `SIMD2` has a `v128` full.
public protocol WasmLane64: WasmLane {}

extension WasmLane where Self: FixedWidthInteger {
    public var laneBits: UInt64 { UInt64(truncatingIfNeeded: self) & (UInt64.max >> UInt64(64 &- Self.bitWidth)) }
    public init(laneBits: UInt64) { self.init(truncatingIfNeeded: laneBits) }
}

extension Int8: WasmLane8 {}
extension UInt8: WasmLane8 {}
extension Int16: WasmLane16 {}
extension UInt16: WasmLane16 {}
extension Int32: WasmLane32 {}
extension UInt32: WasmLane32 {}
extension Int64: WasmLane64 {}
extension UInt64: WasmLane64 {}

extension Float: WasmLane32 {
    public var laneBits: UInt64 { UInt64(bitPattern) }
    public init(laneBits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: laneBits)) }
}

extension Double: WasmLane64 {
    public var laneBits: UInt64 { bitPattern }
    public init(laneBits: UInt64) { self.init(bitPattern: laneBits) }
}

extension SIMD where Scalar: WasmLane {
    /// The lanes as the bytes 0 to 7 and 8 to 15 of a `v128`.
    fileprivate var halves: (low: UInt64, high: UInt64) {
        let perHalf = scalarCount / 2
        var halves: (low: UInt64, high: UInt64) = (0, 0)
        for lane in 0..<perHalf {
            let shift = UInt64(lane &* 64 / perHalf)
            halves.low |= self[lane].laneBits << shift
            halves.high |= self[lane &+ perHalf].laneBits << shift
        }
        return halves
    }

    fileprivate init(low: UInt64, high: UInt64) {
        self.init()
        let perHalf = scalarCount / 2
        for lane in 0..<perHalf {
            let shift = UInt64(lane &* 64 / perHalf)
            self[lane] = Scalar(laneBits: low >> shift)
            self[lane &+ perHalf] = Scalar(laneBits: high >> shift)
        }
    }

    fileprivate func writeVector(to values: inout CallValues) {
        let (low, high) = halves
        values.append(.v128(low: low, high: high))
    }

    fileprivate init(nextOf values: inout CallValues) throws {
        guard case .v128(let low, let high)? = values.next() else { throw TransferError(expected: Self.self) }
        self.init(low: low, high: high)
    }
}

extension SIMD16: WasmTransferable where Scalar: WasmLane8 {
    public static var wasmTypes: [ValueType] { [.v128] }
    public func write(to values: inout CallValues) { writeVector(to: &values) }
    public init(from values: inout CallValues) throws { try self.init(nextOf: &values) }
}

extension SIMD8: WasmTransferable where Scalar: WasmLane16 {
    public static var wasmTypes: [ValueType] { [.v128] }
    public func write(to values: inout CallValues) { writeVector(to: &values) }
    public init(from values: inout CallValues) throws { try self.init(nextOf: &values) }
}

extension SIMD4: WasmTransferable where Scalar: WasmLane32 {
    public static var wasmTypes: [ValueType] { [.v128] }
    public func write(to values: inout CallValues) { writeVector(to: &values) }
    public init(from values: inout CallValues) throws { try self.init(nextOf: &values) }
}

extension SIMD2: WasmTransferable where Scalar: WasmLane64 {
    public static var wasmTypes: [ValueType] { [.v128] }
    public func write(to values: inout CallValues) { writeVector(to: &values) }
    public init(from values: inout CallValues) throws { try self.init(nextOf: &values) }
}
