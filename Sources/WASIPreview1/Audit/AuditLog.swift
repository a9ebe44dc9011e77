import WasmRuntime
import WasmSyntax

/// An ``Auditor`` that writes a line of JSON to a stream when a call has ended, or a limit was met.
///
///     {"n": 3, "call": "wasi_snapshot_preview1.fd_write", "arguments": {"fd": 1, "data": {"buffers": 1, "bytes": 6}},
///      "result": "ESUCCESS", "values": {"size": 6}, "function": {"index": 7, "name": "main"}, "spent": 1234}
///
/// (On one line.) A limit that the guest has met has a line, too:
///
///     {"n": 4, "limit": "memoryPages", "maximum": 64, "count": 1, "spent": 2000}
///
/// Text from the guest is cut and escaped, so that it can neither forge a line nor control a terminal.
public final class AuditLog: Auditor {
    private let stream: any WASIOutputStream
    private let maximumBytes: UInt64
    private let decision: (AuditedCall) throws -> AuditDecision
    private var written: UInt64 = 0
    /// The last line, for its memory.
    private var line = AuditLine()

    /// - Parameters:
    ///   - stream: The stream for the lines, each of which is written at once.
    ///   - maximumBytes: The maximum size of the log. A guest that would make it larger is stopped.
    ///   - decision: Decides about each call. By default, all are allowed.
    public init(
        to stream: any WASIOutputStream, maximumBytes: UInt64 = 1 << 30,
        deciding decision: @escaping (AuditedCall) throws -> AuditDecision = { _ in .allow }
    ) {
        self.stream = stream
        self.maximumBytes = maximumBytes
        self.decision = decision
    }

    public func decide(_ call: AuditedCall) throws -> AuditDecision { try decision(call) }

    public func record(_ call: AuditedCall, _ outcome: AuditOutcome) throws {
        try write { $0.write(call, outcome) }
    }

    public func limitMet(_ limit: AuditedLimit) throws {
        try write { $0.write(limit) }
    }

    /// Writes a line.
    private func write(_ compose: (inout AuditLine) -> Void) throws {
        // Not in place: a stream of the embedder may call the guest, and so this log.
        var line = AuditLine()
        swap(&line, &self.line)
        line.begin()
        compose(&line)
        guard UInt64(line.bytes.count) <= maximumBytes &- written else { throw AuditLogError.full(maximumBytes) }
        written &+= UInt64(line.bytes.count)
        do {
            try write(line.bytes)
        } catch let error as Errno {
            throw AuditLogError.failed(error)
        }
        self.line = line
    }

    /// Writes a line, and waits some seconds for a slow reader. It does not wait longer, because the guest cannot be
    /// stopped meanwhile.
    private func write(_ line: [UInt8]) throws {
        var done = 0
        var waits = 0
        // Asking whether a file is ready takes as long as writing to it.
        var asks = !stream.refusesWhenNotReady
        while done < line.count {
            guard !asks || stream.readiness(waitingAtMost: WASILimits.waitingSlice) != nil else {
                waits &+= 1
                guard waits < WASILimits.auditWaits else { throw Errno.again }
                continue
            }
            do {
                let count = try stream.write(line.span.extracting(done..<line.count))
                guard count > 0 else { throw Errno.io }
                done &+= count
            } catch Errno.again {
                asks = true
                waits &+= 1
                guard waits < WASILimits.auditWaits else { throw Errno.again }
            }
        }
    }

    /// Returns the line of JSON for a call.
    package static func line(_ call: AuditedCall, _ outcome: AuditOutcome) -> String {
        var line = AuditLine()
        line.write(call, outcome)
        return String(decoding: line.bytes.dropLast(), as: UTF8.self)
    }

    /// Returns the line of JSON for a limit.
    package static func line(_ limit: AuditedLimit) -> String {
        var line = AuditLine()
        line.write(limit)
        return String(decoding: line.bytes.dropLast(), as: UTF8.self)
    }
}

/// Why an ``AuditLog`` stops the guest.
public enum AuditLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log has reached its maximum size, in bytes.
    case full(UInt64)
    /// Writing to the log's stream failed.
    case failed(Errno)

    public var description: String {
        switch self {
        case .full(let maximum): "the audit log is full: \(maximum) bytes"
        case .failed(let error): "the audit log cannot be written: \(error.name)"
        }
    }
}
