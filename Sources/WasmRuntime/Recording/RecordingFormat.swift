import WasmSyntax

// The format of a recording; docs/recording.md describes it. A recording is a magic number, a version and records. A record
// is the byte of its kind, the length of its contents (LEB128), and the contents.

/// The kinds of records, by their first byte.
enum RecordKind: UInt8 {
    case header = 1
    case module = 2
    /// The module and name of an import, which later records refer to by number: 0, 1, …
    case importName = 3
    /// A host call begins.
    case call = 4
    /// Ranges of memory that the host has read during the call.
    case reads = 5
    /// Bytes that the host has written during the call.
    case write = 6
    /// The host call has ended.
    case outcome = 7
    /// The run has ended.
    case end = 8
}

enum RecordingFormat {
    static let magic: [UInt8] = [0, 0x6E, 0x62, 0x72]
    static let version: UInt8 = 1
    /// The most bytes of a text; longer ones are cut when they are recorded.
    static let textBytes = 4_096
    /// The most bytes of a module's name or a function's.
    static let nameBytes = ImplementationLimits.nameLength
}

/// A fault that makes a recording malformed, or one that keeps it from being replayed.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The fault in words.
    public var reason: String
    /// Bytes from the start of the recording; `nil` if no place is at fault.
    public var offset: Int?

    package init(_ reason: String, at offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }

    init(_ error: DecodeError) { self.init("\(error.kind)", at: error.offset) }

    /// The reason and its place.
    public var description: String {
        offset.map { "malformed recording at byte \($0): \(reason)" } ?? "the recording \(reason)"
    }
}

extension RecordingError: NestboxError {}

/// The reason why a recording is not complete.
public struct RecordingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in words.
    public let reason: String

    /// The reason.
    public var description: String { reason }
}

extension RecordingFailure: NestboxError {}

extension Trap.Kind {
    /// The kinds without a value, by their number in a recording, from 1 on.
    static let recordedKinds: [Trap.Kind] = [
        .unreachable, .integerDivideByZero, .integerOverflow, .invalidConversionToInteger, .outOfBoundsMemoryAccess,
        .unalignedAtomic, .expectedSharedMemory, .waitsForever, .outOfBoundsTableAccess, .undefinedElement,
        .uninitializedElement, .indirectCallTypeMismatch, .nullReference, .nullFunctionReference,
        .nullStructureReference,
        .nullArrayReference, .nullI31Reference, .nullExceptionReference, .castFailure, .outOfBoundsArrayAccess,
        .heapExhausted, .hostMemoryExhausted, .callStackExhausted, .budgetExhausted, .interrupted(.deadlineExceeded),
        .interrupted(.cancelled),
    ]
}
