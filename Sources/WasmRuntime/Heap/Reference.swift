// How references stand in slots, globals, tables and the heap: never as native references, always as numbers.

/// The forms of a reference of the `any`, `extern` and `exn` hierarchies, told apart by the lowest two bits. Null is 0
/// everywhere. A function reference is another matter: the function's address in the store, plus 1.
///
/// `any.convert_extern` and `extern.convert_any` have nothing to do, as both hierarchies have the same forms.
enum Reference {
    static let null: UInt64 = 0

    private static let tagBits: UInt64 = 2
    private static let tagMask: UInt64 = 3

    enum Tag {
        static let i31: UInt64 = 1
        static let object: UInt64 = 2
        static let external: UInt64 = 3
    }

    @inline(__always) static func tag(_ bits: UInt64) -> UInt64 { bits & tagMask }

    /// A reference to the object that begins at a word of the heap.
    @inline(__always) static func object(_ index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: index) &<< tagBits | Tag.object
    }

    /// A reference to one of the host's objects that the store knows.
    @inline(__always) static func external(_ index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: index) &<< tagBits | Tag.external
    }

    /// The 31 low bits of a number.
    @inline(__always) static func i31(_ value: UInt32) -> UInt64 { UInt64(value & 0x7FFF_FFFF) &<< tagBits | Tag.i31 }

    /// What an object or external reference refers to.
    @inline(__always) static func index(_ bits: UInt64) -> Int { Int(truncatingIfNeeded: bits &>> tagBits) }

    /// The number that an i31 reference holds, as an `i32`.
    static func i31Value(_ bits: UInt64, signed: Bool) -> UInt32 {
        let value = UInt32(truncatingIfNeeded: bits &>> tagBits)
        return signed ? UInt32(bitPattern: Int32(bitPattern: value &<< 1) &>> 1) : value
    }
}
