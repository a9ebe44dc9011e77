/// A fault that makes a module malformed in the binary format, and its place (specification: *Binary Format*).
public struct DecodeError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Hashable, Sendable {
        /// The bytes end within a value, a section or a function body.
        case unexpectedEnd
        /// The module does not begin with `\0asm`.
        case magicNotDetected
        /// The version is not 1.
        case unknownVersion
        /// The module is a component, which has another format with the same magic number.
        case component
        /// A LEB128 integer exceeds the range of its type.
        case integerTooLarge
        /// A LEB128 integer has more bytes than its type allows.
        case integerTooLong
        /// A name is not valid UTF-8.
        case malformedUTF8
        /// No section has this identifier.
        case malformedSectionID(UInt8)
        /// The section with this identifier comes too late, or a second time.
        case sectionOutOfOrder(UInt8)
        /// The content of a section does not end at the end of the section.
        case sectionSizeMismatch
        /// A function body does not end at the end that its size gives.
        case bodySizeMismatch
        /// A length or a count exceeds the bytes that are left.
        case lengthOutOfBounds
        /// The function section and the code section have different numbers of functions.
        case functionAndCodeDiffer
        /// The data count section and the data section have different numbers of segments.
        case dataCountDiffers
        /// An instruction refers to a data segment, but there is no data count section.
        case dataCountRequired
        /// No instruction has this opcode; the prefix is 0 if there is none.
        case illegalOpcode(prefix: UInt8, code: UInt32)
        /// An `else` that belongs to no `if`.
        case unexpectedElse
        /// A `catch`, `catch_all` or `delegate` that belongs to no `try`.
        case unexpectedCatch
        /// A byte where a value type should begin, but which begins none.
        case malformedValueType
        /// A heap type that does not exist.
        case malformedHeapType
        /// A byte where a reference type should begin, but which begins none.
        case malformedReferenceType
        /// A type definition of an unknown form.
        case malformedTypeForm
        /// An import of an unknown kind.
        case malformedImportKind
        /// An export of an unknown kind.
        case malformedExportKind
        /// A mutability that is neither 0 nor 1.
        case malformedMutability
        /// Unknown flags of the limits of a table or a memory.
        case malformedLimitsFlags
        /// Unknown flags of the alignment of a load or a store.
        case malformedMemoryFlags
        /// Unknown flags of an element segment.
        case malformedElementFlags
        /// Unknown flags of a data segment.
        case malformedDataFlags
        /// An element kind other than 0, which stands for functions.
        case malformedElementKind
        /// A tag attribute other than 0, which stands for exceptions.
        case malformedTagAttribute
        /// A catch clause of an unknown kind.
        case malformedCatchKind
        /// Unknown flags of `br_on_cast` or `br_on_cast_fail`.
        case malformedCastFlags
        /// A table with an initial value whose second byte is not 0.
        case malformedTableInitializer
        /// A page size whose exponent is 64 or more.
        case malformedPageSize
        /// A byte that is reserved is not 0.
        case zeroByteExpected
        /// A function declares 2³² or more locals.
        case tooManyLocals
        /// A limit of the implementation is exceeded; the text says of what.
        case limitExceeded(String)
        /// Decoding was stopped from outside; no fault was found. A caller that loads a module gets ``Interrupted``
        /// instead.
        case interrupted(InterruptReason)
    }

    /// The kind of the fault.
    public var kind: Kind
    /// Bytes from the start of the module.
    public var offset: Int

    @usableFromInline package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension DecodeError: LoadingError {
    package var reasonToStop: InterruptReason? { if case .interrupted(let reason) = kind { reason } else { nil } }
}

extension DecodeError: CustomStringConvertible {
    public var description: String {
        kind == .component ? "\(kind)" : "malformed module at byte \(offset): \(kind)"
    }
}

extension DecodeError.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedEnd: "unexpected end"
        case .magicNotDetected: "magic header not detected"
        case .unknownVersion: "unknown binary version"
        case .component: ComponentAdvice.text
        case .integerTooLarge: "integer too large"
        case .integerTooLong: "integer representation too long"
        case .malformedUTF8: "malformed UTF-8 encoding"
        case .malformedSectionID(let id): "malformed section id \(id)"
        case .sectionOutOfOrder(let id): "section \(id) is out of order or occurs twice"
        case .sectionSizeMismatch: "section size mismatch"
        case .bodySizeMismatch: "a function body does not end where its size says"
        case .lengthOutOfBounds: "length out of bounds"
        case .functionAndCodeDiffer: "function and code section have inconsistent lengths"
        case .dataCountDiffers: "data count and data section have inconsistent lengths"
        case .dataCountRequired: "data count section required"
        case .illegalOpcode(let prefix, let code):
            prefix == 0
                ? "illegal opcode 0x\(String(code, radix: 16))"
                : "illegal opcode 0x\(String(prefix, radix: 16)) 0x\(String(code, radix: 16))"
        case .unexpectedElse: "else without if"
        case .unexpectedCatch: "catch, catch_all or delegate that belongs to no try"
        case .malformedValueType: "malformed value type"
        case .malformedHeapType: "malformed heap type"
        case .malformedReferenceType: "malformed reference type"
        case .malformedTypeForm: "malformed type definition"
        case .malformedImportKind: "malformed import kind"
        case .malformedExportKind: "malformed export kind"
        case .malformedMutability: "malformed mutability"
        case .malformedLimitsFlags: "malformed limits flags"
        case .malformedMemoryFlags: "malformed memop flags"
        case .malformedElementFlags: "malformed elements segment kind"
        case .malformedDataFlags: "malformed data segment kind"
        case .malformedElementKind: "malformed element kind"
        case .malformedTagAttribute: "malformed tag attribute"
        case .malformedCatchKind: "malformed catch clause"
        case .malformedCastFlags: "malformed br_on_cast flags"
        case .malformedTableInitializer: "malformed table"
        case .malformedPageSize: "invalid custom page size"
        case .zeroByteExpected: "zero byte expected"
        case .tooManyLocals: "too many locals"
        case .limitExceeded(let what): "implementation limit exceeded: \(what)"
        case .interrupted(.deadlineExceeded): "deadline exceeded"
        case .interrupted(.cancelled): "cancelled"
        }
    }
}

/// The words of the decoder and the text parser about components.
package enum ComponentAdvice {
    /// An explanation of components, and of the ways to a module that can run.
    package static let text =
        "a component, not a module: Nestbox runs core modules. Build the program for WASI preview 1 (wasm32-wasip1), "
        + "or take out its modules with `wasm-tools component unbundle`"
}
