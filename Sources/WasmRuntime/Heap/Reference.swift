// The representation of references in slots, globals, tables and the heap: always numbers, never native references.

/// The forms of a reference of the `any`, `extern` and `exn` hierarchies, which the lowest two bits distinguish. Null is 0
/// in all hierarchies. A function reference has no such form: it is the function's address in the store, plus 1.
///
/// `any.convert_extern` and `extern.convert_any` do nothing, as both hierarchies have the same forms.
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

    /// Returns a reference to the object that begins at a word of the heap.
    @inline(__always) static func object(_ index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: index) &<< tagBits | Tag.object
    }

    /// Returns a reference to an object of the host, given its index in `Heap.externals`.
    @inline(__always) static func external(_ index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: index) &<< tagBits | Tag.external
    }

    /// Returns an i31 reference with the low 31 bits of a number.
    @inline(__always) static func i31(_ value: UInt32) -> UInt64 { UInt64(value & 0x7FFF_FFFF) &<< tagBits | Tag.i31 }

    /// Returns the index in the heap's words or externals that an object or external reference refers to.
    @inline(__always) static func index(_ bits: UInt64) -> Int { Int(truncatingIfNeeded: bits &>> tagBits) }

    /// Returns the number that an i31 reference holds, as an `i32`.
    static func i31Value(_ bits: UInt64, signed: Bool) -> UInt32 {
        let value = UInt32(truncatingIfNeeded: bits &>> tagBits)
        return signed ? UInt32(bitPattern: Int32(bitPattern: value &<< 1) &>> 1) : value
    }
}
