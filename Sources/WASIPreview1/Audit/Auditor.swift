import WasmRuntime
import WasmSyntax

/// Is told of every system call and every call of a registered host function, and may refuse it or stop the guest.
///
/// It is called on the guest's thread, and must neither block nor call the guest. What it throws ends the guest with a
/// trap: so a log that cannot be written stops whom it was to watch.
public protocol Auditor: AnyObject {
    /// Decides about a call before anything of it is done.
    func decide(_ call: AuditedCall) throws -> AuditDecision

    /// Is told what became of a call.
    func record(_ call: AuditedCall, _ outcome: AuditOutcome) throws
}

extension Auditor {
    public func decide(_ call: AuditedCall) throws -> AuditDecision { .allow }
}

/// What an ``Auditor`` says about a call.
public enum AuditDecision: Hashable, Sendable {
    case allow
    /// It is not done. A system call returns this error; a host function, and a call that returns nothing, ends the
    /// guest.
    case refuse(Errno)
    /// The guest ends with a trap that says this.
    case stop(String)
}

/// A call, before it is done.
public struct AuditedCall: Hashable, Sendable {
    /// 1 for the guest's first call, and so on.
    public var number: UInt64
    /// The import's module and name.
    public var module: Name
    public var name: Name
    /// What it is called with, decoded.
    public var arguments: [AuditedValue]
    /// The guest's function that calls.
    public var function: GuestFunction?
    /// Units of budget spent so far.
    public var spent: UInt64
}

/// What became of a call.
public struct AuditOutcome: Hashable, Sendable {
    public enum Result: Hashable, Sendable {
        /// A system call returned this code.
        case code(Errno)
        /// A host function returned.
        case returned
        /// The call ended the guest with this exit code.
        case exit(UInt32)
        /// It ended the guest with a trap that says this.
        case trap(String)
        /// It was not done: the auditor had refused it.
        case refused(Errno)
    }

    public var result: Result
    /// What a call that succeeded gave beside its code.
    public var values: [AuditedValue]

    public init(result: Result, values: [AuditedValue]) {
        self.result = result
        self.values = values
    }
}

/// An argument or a result in the terms of the function. What a guest passes can be anything: nothing of it has been
/// checked by the function yet.
public struct AuditedValue: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case number(UInt64)
        case signedNumber(Int64)
        case float(Double)
        /// A text, cut after ``AuditedValue/maximumTextBytes``, and how many bytes it really has. What is not UTF-8 is
        /// replaced by U+FFFD.
        case text(String, byteCount: UInt64)
        /// Flags, or a word of an enumeration. What has no name is a number.
        case words([String])
        /// How many buffers, of how many bytes together.
        case buffers(count: UInt64, bytes: UInt64)
        /// It is said by memory that the guest does not have.
        case outsideOfMemory
        /// A vector or a reference.
        case opaque
    }

    public var name: String
    public var content: Content

    public init(name: String, content: Content) {
        self.name = name
        self.content = content
    }

    /// Bytes of a text that are kept: a guest must not fill a log with one call.
    public static let maximumTextBytes: UInt64 = 1024
}
