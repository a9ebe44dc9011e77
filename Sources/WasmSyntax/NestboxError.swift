/// An error that Nestbox itself throws. All of its public error types conform, so that an embedder can tell them from the
/// errors of its own host functions, streams and folders, which are passed on as they are.
public protocol NestboxError: Error {
    /// A text for a person. A guest's texts are quoted in it escaped and cut.
    var message: String { get }
}

extension NestboxError where Self: CustomStringConvertible {
    /// The description.
    public var message: String { description }
}

extension DecodeError: NestboxError {}

extension Interrupted: NestboxError, CustomStringConvertible {
    /// The reason.
    public var description: String { reason.description }
}

extension InterruptReason: CustomStringConvertible {
    /// A text for messages.
    public var description: String {
        switch self {
        case .deadlineExceeded: "deadline exceeded"
        case .cancelled: "cancelled"
        }
    }
}
