/// A fault that makes a module malformed in the binary format, and its place (specification: *Binary Format*).
public struct DecodeError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Hashable, Sendable {
        case unexpectedEnd
        case magicNotDetected
        case unknownVersion
        /// The module is a component, which has another format with the same magic number.
        case component
        case integerTooLarge
        case integerTooLong
        case malformedUTF8
        case malformedSectionID(UInt8)
        case sectionOutOfOrder(UInt8)
        case sectionSizeMismatch
        case bodySizeMismatch
        case lengthOutOfBounds
        case functionAndCodeDiffer
        case dataCountDiffers
        case dataCountRequired
        case illegalOpcode(prefix: UInt8, code: UInt32)
        case unexpectedElse
        /// A `catch`, `catch_all` or `delegate` that belongs to no `try`.
        case unexpectedCatch
        case malformedValueType
        case malformedHeapType
        case malformedReferenceType
        case malformedTypeForm
        case malformedImportKind
        case malformedExportKind
        case malformedMutability
        case malformedLimitsFlags
        case malformedMemoryFlags
        case malformedElementFlags
        case malformedDataFlags
        case malformedElementKind
        case malformedTagAttribute
        case malformedCatchKind
        case malformedCastFlags
        case malformedTableInitializer
        case malformedPageSize
        case zeroByteExpected
        case tooManyLocals
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
    /// What a component is, and the ways to a module that can run.
    package static let text =
        "a component, not a module: Nestbox runs core modules. Build the program for WASI preview 1 (wasm32-wasip1), "
        + "or take out its modules with `wasm-tools component unbundle`"
}
