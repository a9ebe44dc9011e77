import WasmSyntax

/// A fault of a module's debug information, or of a source map, and its place.
public struct DebugInformationError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Hashable, Sendable {
        /// The bytes end within a value.
        case unexpectedEnd
        /// A value that the format does not allow; the text says which.
        case malformed(String)
        /// A version or an encoding that is not read; the text says which.
        case unsupported(String)
        /// Reading would take more time or memory than a constant times the size of the sections.
        case limitExceeded(String)
        /// Reading was stopped from outside. Callers get ``Interrupted`` instead.
        case interrupted(InterruptReason)
    }

    /// The kind of the fault.
    public var kind: Kind
    /// The name of the custom section; `source map` for a source map.
    public var section: String
    /// Bytes from the start of the section's contents, or of the source map.
    public var offset: Int

    /// The fault of debug information that was not read for a backtrace. Methods of ``DebugInformation`` read it.
    static let tooLargeForFrames = DebugInformationError(
        .limitExceeded("work for backtraces; ask the module for its sources"), in: DebugSection.info.rawValue, at: 0)

    package init(_ kind: Kind, in section: String, at offset: Int) {
        (self.kind, self.section, self.offset) = (kind, section, offset)
    }
}

extension DebugInformationError: LoadingError {
    package var reasonToStop: InterruptReason? { if case .interrupted(let reason) = kind { reason } else { nil } }
}

extension DebugInformationError: NestboxError, CustomStringConvertible {
    public var description: String { "\(section) at byte \(offset): \(kind)" }
}

extension DebugInformationError.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedEnd: "unexpected end"
        case .malformed(let what): "malformed \(what)"
        case .unsupported(let what): "unsupported \(what)"
        case .limitExceeded(let what): "implementation limit exceeded: \(what)"
        case .interrupted(let reason): reason.description
        }
    }
}
