import WasmRuntime
import WasmSyntax

/// An observer that is told of every system call and every call of a registered host function, and may refuse the call
/// or stop the guest.
///
/// It is called on the guest's thread, and must neither block nor call the guest. Any error that it throws ends the
/// guest with a trap: a guest whose log cannot be written does not run on unobserved.
public protocol Auditor: AnyObject {
    /// Decides about a call before any of its work is done.
    ///
    /// - Throws: Any error, which ends the guest with a trap before the call is performed.
    func decide(_ call: AuditedCall) throws -> AuditDecision

    /// Receives the outcome of a call.
    ///
    /// - Throws: Any error, which ends the guest with a trap.
    func record(_ call: AuditedCall, _ outcome: AuditOutcome) throws

    /// Receives a limit that the guest has met, in the middle of a call or without one. The first, second, fourth, eighth,
    /// … time of each limit is told.
    ///
    /// - Throws: Any error, which ends the guest with a trap: in the call, or else before its next one is performed.
    func limitMet(_ limit: AuditedLimit) throws
}

extension Auditor {
    public func decide(_ call: AuditedCall) throws -> AuditDecision { .allow }
    public func limitMet(_ limit: AuditedLimit) throws {}
}

/// The decision of an ``Auditor`` about a call.
public enum AuditDecision: Hashable, Sendable {
    /// The call is performed.
    case allow
    /// The call is not performed. A system call returns this error; a host function, or a call without a result, ends
    /// the guest with a trap.
    case refuse(Errno)
    /// The guest ends with a trap with this message.
    case stop(String)
}

/// A call before it is performed.
public struct AuditedCall: Hashable, Sendable {
    /// 1 for the first call or ``AuditedLimit`` of the guest, and so on.
    public var number: UInt64
    /// The import's module.
    public var module: Name
    /// The import's name.
    public var name: Name
    /// The decoded arguments.
    public var arguments: [AuditedValue]
    /// The guest's function that makes the call; `nil` if the embedder makes it.
    public var function: GuestFunction?
    /// Units of budget spent so far.
    public var spent: UInt64
}

/// A limit that a guest has met. What it asked for was refused, or the guest has ended.
public struct AuditedLimit: Hashable, Sendable {
    /// 1 for the first ``AuditedCall`` or limit of the guest, and so on.
    public var number: UInt64
    /// The limit: the name of a ``LimitRefusals/Limit``, or one of `folderBytes`, `folderFiles`, `folderDescriptors`
    /// and `folderDepth` (``FolderQuota``), `fileBytes`, `descriptors` and `outputBytes` (``Policy/Output/maximumBytes``).
    public var name: String
    /// The number that the limit allows; `nil` if it is not known, or if the deadline was that of a host function.
    public var maximum: UInt64?
    /// The number of times that the guest has met the limit so far.
    public var count: UInt64
    /// Units of budget spent up to the last call, trap or return.
    public var spent: UInt64
}

/// The outcome of a call.
public struct AuditOutcome: Hashable, Sendable {
    /// How a call ended.
    public enum Result: Hashable, Sendable {
        /// A system call returned this code.
        case code(Errno)
        /// A host function returned.
        case returned
        /// The call ended the guest with this exit code.
        case exit(UInt32)
        /// The call ended the guest with a trap with this message.
        case trap(String)
        /// The auditor refused the call with this error, so that it was not performed.
        case refused(Errno)
    }

    /// How the call ended.
    public var result: Result
    /// The results of a successful call, without its error code.
    public var values: [AuditedValue]

    /// Creates an outcome.
    public init(result: Result, values: [AuditedValue]) {
        self.result = result
        self.values = values
    }
}

/// A decoded argument or result. A guest can pass any arguments: the function has not checked them yet.
public struct AuditedValue: Hashable, Sendable {
    /// A decoded value.
    public enum Content: Hashable, Sendable {
        /// An unsigned integer.
        case number(UInt64)
        /// A signed integer.
        case signedNumber(Int64)
        /// A floating-point number.
        case float(Double)
        /// A text, cut after ``AuditedValue/maximumTextBytes``, and its full length in bytes. Invalid UTF-8 is replaced
        /// by U+FFFD.
        case text(String, byteCount: UInt64)
        /// The names of flags, or the name of one choice. Values without a name are numbers.
        case words([String])
        /// A list of buffers: their number, and their bytes together.
        case buffers(count: UInt64, bytes: UInt64)
        /// The argument refers to bytes outside of the guest's memory.
        case outsideOfMemory
        /// A vector or a reference.
        case opaque
    }

    /// The name of the parameter, or the number of an argument or result without one.
    public var name: String
    /// The decoded value.
    public var content: Content

    /// Creates a value with a name.
    public init(name: String, content: Content) {
        self.name = name
        self.content = content
    }

    /// The bytes of a text that are kept at most, so that a guest cannot fill a log with one call.
    public static let maximumTextBytes: UInt64 = 1024
}
