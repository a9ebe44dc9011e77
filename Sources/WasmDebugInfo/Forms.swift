// Specification: DWARF 5, section 7.5.6 (Form Encodings); the forms of earlier versions and of GNU.

/// The encoding of an attribute's value.
struct Form: Hashable, Sendable {
    let code: UInt16

    static let address = Form(code: 0x01)
    static let string = Form(code: 0x08)
    static let indirect = Form(code: 0x16)
    static let implicitConstant = Form(code: 0x21)

    /// The ways in which forms are stored.
    enum Storage {
        case bytes(Int)
        case leb
        /// Bytes behind their number, which has so many bytes itself.
        case block(Int)
        /// Bytes behind their number as LEB128.
        case lebBlock
        case string
        /// The number of a form and a value of it.
        case indirect
    }

    /// The storage in a unit of a format; `nil` for an unknown form.
    func storage(_ format: UnitFormat) -> Storage? {
        switch code {
        case 0x01: .bytes(Int(format.addressSize))
        case 0x19, 0x21: .bytes(0)  // flag_present, implicit_const
        case 0x0B, 0x0C, 0x11, 0x25, 0x29: .bytes(1)  // data1, flag, ref1, strx1, addrx1
        case 0x05, 0x12, 0x26, 0x2A: .bytes(2)
        case 0x27, 0x2B: .bytes(3)
        case 0x06, 0x13, 0x1C, 0x28, 0x2C: .bytes(4)
        case 0x07, 0x14, 0x20, 0x24: .bytes(8)
        case 0x1E: .bytes(16)
        case 0x0D, 0x0F, 0x15, 0x1A, 0x1B, 0x22, 0x23, 0x1F01, 0x1F02: .leb
        case 0x0E, 0x17, 0x1D, 0x1F, 0x1F20, 0x1F21: .bytes(Int(format.offsetSize))
        case 0x10: .bytes(Int(format.version <= 2 ? format.addressSize : format.offsetSize))  // ref_addr
        case 0x0A: .block(1)
        case 0x03: .block(2)
        case 0x04: .block(4)
        case 0x09, 0x18: .lebBlock
        case 0x08: .string
        case 0x16: .indirect
        default: nil
        }
    }
}

/// What the encoding of a unit depends on.
struct UnitFormat: Hashable, Sendable {
    let version: UInt16
    let addressSize: UInt8
    let offsetSize: UInt8
}

/// A value of an attribute that a lookup needs.
enum AttributeValue: Sendable {
    case number(UInt64)
    case address(UInt64)
    /// An index in the addresses of the unit.
    case addressIndex(UInt64)
    /// A string at an offset of a section.
    case string(DebugSection, UInt64)
    /// An index in the string offsets of the unit.
    case stringIndex(UInt64)
    /// The offset of an entry in the section.
    case reference(UInt64)
    case sectionOffset(UInt64)
    /// An index in the range lists of the unit.
    case listIndex(UInt64)
    case other
}

extension DebugCursor {
    /// Skips a value.
    mutating func skip(_ form: Form, _ format: UnitFormat) throws(DebugInformationError) {
        switch form.storage(format) {
        case .bytes(let count)?: try skip(UInt64(truncatingIfNeeded: count))
        case .leb?: _ = try unsigned()
        case .block(let size)?: try skip(fixed(size))
        case .lebBlock?: try skip(unsigned())
        case .string?: try skipString()
        case .indirect?: try skip(actualForm(), format)
        case nil: throw error(.unsupported("form \(form.code)"))
        }
    }

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - constant: The value of an implicit constant.
    ///   - unit: The offset of the unit that the value belongs to.
    mutating func value(
        _ form: Form, constant: Int64 = 0, _ format: UnitFormat, unit: Int = 0
    ) throws(DebugInformationError) -> AttributeValue {
        let start = offset
        guard let storage = form.storage(format) else { throw error(.unsupported("form \(form.code)")) }
        let number: UInt64
        switch storage {
        case .bytes(let count) where count <= 8: number = try fixed(count)
        case .leb: number = form.code == 0x0D ? UInt64(bitPattern: try signed()) : try unsigned()
        case .indirect: return try value(actualForm(), format, unit: unit)
        default:
            try skip(form, format)
            guard form == .string else { return .other }
            return .string(section, UInt64(truncatingIfNeeded: start))
        }
        switch form.code {
        case 0x01: return .address(number)
        case 0x1B, 0x29, 0x2A, 0x2B, 0x2C, 0x1F01: return .addressIndex(number)
        case 0x0E: return .string(.strings, number)
        case 0x1F: return .string(.lineStrings, number)
        case 0x1A, 0x25, 0x26, 0x27, 0x28, 0x1F02: return .stringIndex(number)
        case 0x11, 0x12, 0x13, 0x14, 0x15: return .reference(number &+ UInt64(truncatingIfNeeded: unit))
        case 0x10: return .reference(number)
        case 0x17: return .sectionOffset(number)
        case 0x23: return .listIndex(number)
        case 0x19: return .number(1)
        case 0x21: return .number(UInt64(bitPattern: constant))
        case 0x05...0x07, 0x0B...0x0D, 0x0F: return .number(number)
        default: return .other
        }
    }

    /// Reads the form of a value whose form stands beside it.
    private mutating func actualForm() throws(DebugInformationError) -> Form {
        let code = try unsigned()
        let form = Form(code: UInt16(clamping: code))
        // An indirect form that leads to another would be a cycle.
        guard form != .indirect, form != .implicitConstant else { throw error(.malformed("indirect form")) }
        return form
    }
}
