import WasmSyntax

/// The operations of the internal instruction `heap`, by which the loop accesses the heap.
///
/// Its word `x` is a field's offset in words, or the type for a test or a cast. `y` has the operation in its low 8 bits, and
/// above them a ``Packing`` or, for a test or a cast, whether null passes.
enum HeapOperation: UInt8 {
    /// `b` = object.
    case structureGet
    /// `b` = object, `c` = value.
    case structureSet
    /// `b` = array, `c` = index.
    case arrayGet
    /// `b` = array, `c` = index, `a` = value.
    case arraySet
    case arrayLength
    case i31GetSigned, i31GetUnsigned
    /// The result is 1 or 0.
    case referenceTest
    /// The result is the operand.
    case referenceCast
    case asNonNull
    case makeI31
}

/// The storage of a field or an element: the base-two logarithm of its bytes, and whether reading sign-extends it.
struct Packing {
    var shift: UInt8
    var isSigned = false

    init(_ storage: ValueType, isSigned: Bool) {
        shift = storage.sizeShift
        self.isSigned = isSigned
    }

    init(bits: UInt32) {
        shift = UInt8(truncatingIfNeeded: bits & 7)
        isSigned = bits & 8 != 0
    }

    var bits: UInt32 { UInt32(shift) | (isSigned ? 8 : 0) }

    /// Returns the value for bits read from storage; types smaller than an `i32` are extended to one.
    @inline(__always) func extend(_ bits: UInt64) -> UInt64 {
        switch shift {
        case 0:
            let byte = UInt8(truncatingIfNeeded: bits)
            return isSigned ? UInt64(UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) : UInt64(byte)
        case 1:
            let half = UInt16(truncatingIfNeeded: bits)
            return isSigned ? UInt64(UInt32(bitPattern: Int32(Int16(bitPattern: half)))) : UInt64(half)
        case 2: return bits & 0xFFFF_FFFF
        default: return bits
        }
    }
}

/// A heap operation's result, or the trap that prevents it.
struct HeapResult {
    var value: UInt64
    var trap: LoopTrap?

    @inline(__always) init(_ value: UInt64) {
        self.value = value
        trap = nil
    }

    @inline(__always) init(_ trap: LoopTrap) {
        value = 0
        self.trap = trap
    }
}

extension Heap {
    /// Executes an instruction `heap`, given the contents of the slots `b`, `c` and `a`. An operation without a result
    /// returns `a`, which the loop writes back unchanged.
    @inline(never)
    mutating func step(_ instruction: InternalInstruction, _ b: UInt64, _ c: UInt64, _ a: UInt64) -> HeapResult {
        guard let operation = HeapOperation(rawValue: UInt8(truncatingIfNeeded: instruction.y)) else {
            return HeapResult(.unreachable)
        }
        let detail = instruction.y &>> 8
        switch operation {
        case .structureGet:
            guard b != 0 else { return HeapResult(.nullStructureReference) }
            return HeapResult(Packing(bits: detail).extend(words[Reference.index(b) &+ Int(instruction.x)]))
        case .structureSet:
            guard b != 0 else { return HeapResult(.nullStructureReference) }
            words[Reference.index(b) &+ Int(instruction.x)] = c
            return HeapResult(a)
        case .arrayGet:
            guard b != 0 else { return HeapResult(.nullArrayReference) }
            let array = Reference.index(b)
            let index = Int(UInt32(truncatingIfNeeded: c))
            guard index < length(at: array) else { return HeapResult(.outOfBoundsArrayAccess) }
            return HeapResult(element(index, of: array, Packing(bits: detail)))
        case .arraySet:
            guard b != 0 else { return HeapResult(.nullArrayReference) }
            let array = Reference.index(b)
            let index = Int(UInt32(truncatingIfNeeded: c))
            guard index < length(at: array) else { return HeapResult(.outOfBoundsArrayAccess) }
            setElement(index, of: array, shift: Packing(bits: detail).shift, a)
            return HeapResult(a)
        case .arrayLength:
            guard b != 0 else { return HeapResult(.nullArrayReference) }
            return HeapResult(UInt64(truncatingIfNeeded: length(at: Reference.index(b))))
        case .i31GetSigned, .i31GetUnsigned:
            guard b != 0 else { return HeapResult(.nullI31Reference) }
            return HeapResult(UInt64(Reference.i31Value(b, signed: operation == .i31GetSigned)))
        // Most objects have exactly the type, of which an exception has none.
        case .referenceTest where isExact(b, instruction.x): return HeapResult(1)
        case .referenceCast where isExact(b, instruction.x): return HeapResult(b)
        case .referenceTest:
            return HeapResult(isInstance(b, HeapType(bits: instruction.x), nullPasses: detail != 0) ? 1 : 0)
        case .referenceCast:
            guard isInstance(b, HeapType(bits: instruction.x), nullPasses: detail != 0) else {
                return HeapResult(.castFailure)
            }
            return HeapResult(b)
        case .asNonNull: return b != 0 ? HeapResult(b) : HeapResult(.nullReference)
        case .makeI31: return HeapResult(Reference.i31(UInt32(truncatingIfNeeded: b)))
        }
    }

    /// Whether a reference is to an object of the type with this number. The bits of other heap types are no number.
    @inline(__always)
    private func isExact(_ bits: UInt64, _ type: UInt32) -> Bool {
        Reference.tag(bits) == Reference.Tag.object && typeNumber(at: Reference.index(bits)) == type
    }

    // MARK: Elements

    /// Returns an element of an array. The caller has compared the index with the length.
    @inline(__always)
    func element(_ index: Int, of array: Int, _ packing: Packing) -> UInt64 {
        let shift = Int(packing.shift)
        // Small elements share a word, the first in its lowest bits.
        let word = words[array &+ 1 &+ (index &<< shift) &>> 3]
        return packing.extend(word &>> UInt64(((index &<< shift) & 7) &<< 3))
    }

    @inline(__always)
    mutating func setElement(_ index: Int, of array: Int, shift: UInt8, _ value: UInt64) {
        let byte = index &<< Int(shift)
        let place = array &+ 1 &+ byte &>> 3
        guard shift < 3 else { return words[place] = value }
        let position = UInt64((byte & 7) &<< 3)
        let mask = (1 as UInt64 &<< (8 &<< UInt64(shift))) &- 1
        words[place] = words[place] & ~(mask &<< position) | (value & mask) &<< position
    }

    // MARK: Types

    /// Whether a reference of the `any`, `extern` or `exn` hierarchy matches a type of the same hierarchy (specification:
    /// *Execution / Instructions / Reference Instructions*, ref.test).
    mutating func isInstance(_ bits: UInt64, _ type: HeapType, nullPasses: Bool) -> Bool {
        if bits == 0 { return nullPasses }
        switch Reference.tag(bits) {
        case Reference.Tag.object:
            let number = typeNumber(at: Reference.index(bits))
            guard number & Heap.exceptionMark == 0 else { return type == .exception }
            if let wanted = type.typeIndex { return types.isSubtype(number, of: wanted) }
            switch type {
            case .any, .equality, .external: return true
            case .structure: return types.layouts[Int(number)].kind == .structure
            case .array: return types.layouts[Int(number)].kind == .array
            default: return false
            }
        case Reference.Tag.i31: return type == .i31 || type == .equality || type == .any || type == .external
        case Reference.Tag.external: return type == .any || type == .external
        default: return false
        }
    }
}
