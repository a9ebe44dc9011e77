import WasmRuntime
import WasmSyntax

/// An ``Auditor`` that writes a line of JSON to a stream when a call has ended.
///
///     {"n": 3, "call": "wasi_snapshot_preview1.fd_write", "arguments": {"fd": 1, "data": {"buffers": 1, "bytes": 6}},
///      "result": "ESUCCESS", "values": {"size": 6}, "function": {"index": 7, "name": "main"}, "spent": 1234}
///
/// (On one line.) Text from the guest is cut and escaped, so that it can neither forge a line nor control a terminal.
public final class AuditLog: Auditor {
    private let stream: any WASIOutputStream
    private let maximumBytes: UInt64
    private let decision: (AuditedCall) throws -> AuditDecision
    private var written: UInt64 = 0

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
        let line = Array((AuditLog.line(call, outcome) + "\n").utf8)
        guard UInt64(line.count) <= maximumBytes &- written else { throw AuditLogError.full(maximumBytes) }
        written &+= UInt64(line.count)
        do {
            try write(line)
        } catch let error as Errno {
            throw AuditLogError.failed(error)
        }
    }

    /// Writes a line, and waits some seconds for a slow reader. It does not wait longer, because the guest cannot be
    /// stopped meanwhile.
    private func write(_ line: [UInt8]) throws {
        var done = 0
        var waits = 0
        while done < line.count {
            guard stream.readiness(waitingAtMost: WASILimits.waitingSlice) != nil else {
                waits &+= 1
                guard waits < WASILimits.auditWaits else { throw Errno.again }
                continue
            }
            do {
                let count = try stream.write(line.span.extracting(done..<line.count))
                guard count > 0 else { throw Errno.io }
                done &+= count
            } catch Errno.again {
                waits &+= 1
                guard waits < WASILimits.auditWaits else { throw Errno.again }
            }
        }
    }

    /// Returns the line of JSON for a call.
    package static func line(_ call: AuditedCall, _ outcome: AuditOutcome) -> String {
        var members = [
            JSONMember("n", JSONNode(.number(call.number))), JSONMember("call", .word("\(call.module).\(call.name)")),
            JSONMember("arguments", json(call.arguments)),
        ]
        switch outcome.result {
        case .code(let code): members.append(JSONMember("result", .word(code.name)))
        case .returned: members.append(JSONMember("result", .word("returned")))
        case .exit(let code): members.append(JSONMember("exit", JSONNode(.number(UInt64(code)))))
        case .trap(let reason): members.append(JSONMember("trap", .word(reason)))
        case .refused(let error): members.append(JSONMember("refused", .word(error.name)))
        }
        if !outcome.values.isEmpty { members.append(JSONMember("values", json(outcome.values))) }
        if let function = call.function {
            var names = [JSONMember("index", JSONNode(.number(UInt64(function.index))))]
            if let name = function.name { names.append(JSONMember("name", .word(name))) }
            members.append(JSONMember("function", JSONNode(.object(names))))
        }
        members.append(JSONMember("spent", JSONNode(.number(call.spent))))
        return JSONNode(.object(members)).compactText
    }

    private static func json(_ values: [AuditedValue]) -> JSONNode {
        JSONNode(.object(values.map { JSONMember($0.name, json($0.content)) }))
    }

    private static func json(_ content: AuditedValue.Content) -> JSONNode {
        switch content {
        case .number(let number): return JSONNode(.number(number))
        case .signedNumber(let number): return JSONNode(.signedNumber(number))
        case .float(let number): return .word("\(number)")
        case .text(let text, let byteCount):
            guard byteCount > AuditedValue.maximumTextBytes else { return .word(text) }
            return JSONNode(
                .object([JSONMember("begins", .word(text)), JSONMember("bytes", JSONNode(.number(byteCount)))]))
        case .words(let words): return JSONNode(.array(words.map { JSONNode.word($0) }))
        case .buffers(let count, let bytes):
            return JSONNode(
                .object([
                    JSONMember("buffers", JSONNode(.number(count))), JSONMember("bytes", JSONNode(.number(bytes))),
                ]))
        case .outsideOfMemory: return .choice("problem", .word("outside of memory"))
        case .opaque: return JSONNode(.null)
        }
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
