import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The format of core dumps: https://github.com/WebAssembly/tool-conventions/blob/main/Coredump.md
///
/// Nestbox adds a custom section, `nestbox-core`, with what that format cannot express: docs/core-dumps.md.
enum CoreDumpFormat {
    static let core = Name("core")
    static let modules = Name("coremodules")
    static let instances = Name("coreinstances")
    static let stack = Name("corestack")
    static let additions = Name("nestbox-core")

    /// The version of the additions.
    static let additionsVersion: UInt8 = 1
    /// The byte with which the parts of the other sections begin.
    static let part: UInt8 = 0

    /// The most instances, threads, and frames and values of all threads together, of a dump that is read. A value takes a
    /// byte of the file, and 24 of memory.
    static let mostInstances = 100_000
    static let mostStacks = 10_000
    static let mostFrames = 1_000_000
    static let mostValues = 10_000_000

    /// The most data segments of a dump that is written. Tools accept 100,000.
    static let mostSegments = 90_000
    /// The smallest block of zeros that a dump leaves out.
    static let smallestBlock = 1 << 10
    /// Bytes of a piece of the output.
    static let pieceBytes = 1 << 20
    /// Bytes of a name that is written.
    static let nameBytes = 1_000
    /// Bytes of a reason.
    static let reasonBytes = 1_000

    /// The codes of values.
    enum ValueCode {
        static let missing: UInt8 = 0x01
        static let i32: UInt8 = 0x7F
        static let i64: UInt8 = 0x7E
        static let f32: UInt8 = 0x7D
        static let f64: UInt8 = 0x7C
        static let v128: UInt8 = 0x7B
        static let null: UInt8 = 0x63
        static let reference: UInt8 = 0x64
    }
}

extension FrameValue {
    /// Whether only Nestbox's own section can express the value.
    var isAddition: Bool {
        switch self {
        case .i32, .i64, .f32, .f64: false
        case .v128, .reference: true
        }
    }
}

extension ByteWriter {
    /// Appends the value of a local or an operand, as missing if the format cannot express it.
    mutating func dumpedValue(_ value: FrameValue?) {
        switch value {
        case .i32(let bits):
            byte(CoreDumpFormat.ValueCode.i32)
            signed(Int64(Int32(bitPattern: bits)))
        case .i64(let bits):
            byte(CoreDumpFormat.ValueCode.i64)
            signed(Int64(bitPattern: bits))
        case .f32(let bits):
            byte(CoreDumpFormat.ValueCode.f32)
            fixed(bits)
        case .f64(let bits):
            byte(CoreDumpFormat.ValueCode.f64)
            fixed(bits)
        case .v128, .reference, nil: byte(CoreDumpFormat.ValueCode.missing)
        }
    }

    /// Appends a value that only Nestbox's own section has.
    mutating func addedValue(_ value: FrameValue) {
        switch value {
        case .v128(let low, let high):
            byte(CoreDumpFormat.ValueCode.v128)
            fixed(low)
            fixed(high)
        case .reference(let isNull):
            byte(isNull ? CoreDumpFormat.ValueCode.null : CoreDumpFormat.ValueCode.reference)
        case .i32, .i64, .f32, .f64: dumpedValue(value)
        }
    }

    /// Appends a constant expression with the value of a global. A reference becomes null.
    mutating func constant(_ value: FrameValue, _ type: ValueType) {
        switch value {
        case .i32(let bits):
            opcode(.i32Const)
            signed(Int64(Int32(bitPattern: bits)))
        case .i64(let bits):
            opcode(.i64Const)
            signed(Int64(bitPattern: bits))
        case .f32(let bits):
            opcode(.f32Const)
            fixed(bits)
        case .f64(let bits):
            opcode(.f64Const)
            fixed(bits)
        case .v128(let low, let high):
            opcode(.v128Const)
            fixed(low)
            fixed(high)
        case .reference:
            opcode(.refNull)
            heapType(type.heapType)
        }
        opcode(.end)
    }
}

extension ByteCursor {
    /// Reads the value of a local or an operand; `nil` if it is missing.
    mutating func dumpedValue() throws -> FrameValue? {
        let start = position
        switch try byte() {
        case CoreDumpFormat.ValueCode.missing: return nil
        case CoreDumpFormat.ValueCode.i32: return .i32(UInt32(bitPattern: try s32()))
        case CoreDumpFormat.ValueCode.i64: return .i64(UInt64(bitPattern: try s64()))
        case CoreDumpFormat.ValueCode.f32: return .f32(try fixed32())
        case CoreDumpFormat.ValueCode.f64: return .f64(try fixed64())
        default: throw CoreDumpError.malformed("a value of an unknown type", at: start)
        }
    }

    /// Reads a value of Nestbox's own section.
    mutating func addedValue() throws -> FrameValue {
        let start = position
        switch try byte() {
        case CoreDumpFormat.ValueCode.v128: return .v128(low: try fixed64(), high: try fixed64())
        case CoreDumpFormat.ValueCode.null: return .reference(isNull: true)
        case CoreDumpFormat.ValueCode.reference: return .reference(isNull: false)
        default: throw CoreDumpError.malformed("an added value of an unknown type", at: start)
        }
    }

    /// Reads the byte that a part of a section begins with.
    mutating func partMark() throws {
        let start = position
        guard try byte() == CoreDumpFormat.part else {
            throw CoreDumpError.malformed("a part of an unknown kind", at: start)
        }
    }
}
