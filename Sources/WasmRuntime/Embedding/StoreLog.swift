import WasmSyntax

// Events as lines of a log, in the shape of swift-log's `Logger.log(level:_:metadata:)`, which is no dependency.

/// The level of a line in a log, named as those of swift-log.
public enum LogLevel: String, CaseIterable, Hashable, Sendable {
    /// Beginnings and ends of guests' functions, and exceptions.
    case trace
    /// Calls of host functions, and collections.
    case debug
    /// The growth of memories.
    case info
    /// Calls of host functions that ended with an error.
    case warning
}

extension StoreObserver {
    /// An observer that writes a line for each event, to a closure such as
    /// `{ level, message, metadata in logger.log(level: .init(rawValue: level.rawValue) ?? .debug, "\(message)", metadata: …
    /// ) }`.
    ///
    /// A guest's names are escaped and cut.
    public init(
        _ events: Events = [.hostCalls, .memoryGrowth, .collections],
        log: @escaping (_ level: LogLevel, _ message: String, _ metadata: [String: String]) -> Void
    ) {
        self.init(events) { event in
            let line = event.logLine
            log(line.level, line.message, line.metadata)
        }
    }
}

extension StoreEvent {
    fileprivate var logLine: (level: LogLevel, message: String, metadata: [String: String]) {
        switch self {
        case .hostCall(let call):
            var metadata = ["import": "\(call.module).\(call.name)", "units": "\(call.units)"]
            metadata["nanoseconds"] = call.nanoseconds.map { "\($0)" }
            metadata["error"] = call.error
            return call.error == nil
                ? (.debug, "host call", metadata) : (.warning, "host call failed", metadata)
        case .entered(let function, let depth): return (.trace, "function entered", function.metadata(depth))
        case .left(let function, let depth): return (.trace, "function left", function.metadata(depth))
        case .memoryGrew(let old, let new):
            return (.info, "memory grew", ["from": "\(old)", "to": "\(new)"])
        case .collected(let old, let new):
            return (.debug, "objects collected", ["from": "\(old)", "to": "\(new)"])
        case .threw(let function, let depth, let type):
            var metadata = function.metadata(depth)
            metadata["type"] = type
            return (.trace, "exception thrown", metadata)
        case .caught(let function, let depth): return (.trace, "exception caught", function.metadata(depth))
        }
    }
}

extension GuestFunction {
    fileprivate func metadata(_ depth: Int) -> [String: String] {
        ["function": name ?? "\(index)", "depth": "\(depth)"]
    }
}
