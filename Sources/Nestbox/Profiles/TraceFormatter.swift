import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Writes the events of a store as text, for a trace of what its guests do.
///
///     var formatter = TraceFormatter(.text)
///     store.observer = StoreObserver { event in
///         if let line = formatter.line(of: event, at: 0) { print(line, terminator: "") }
///     }
///
/// Names are escaped: a guest can neither break a line nor write to a terminal.
public struct TraceFormatter: Sendable {
    /// The formats of a trace.
    public enum Format: String, CaseIterable, Hashable, Sendable {
        /// A line for each event, indented by the number of functions around it.
        case text
        /// A line of JSON for each event.
        case json
        /// Trace events of Chrome, as an array: for `chrome://tracing` and https://ui.perfetto.dev.
        case chrome
    }

    /// The format.
    public let format: Format
    private let filter: NamePattern?
    /// The functions that have begun and not ended, with whether they were written.
    private var open: [(name: String, isWritten: Bool)] = []
    private var hasEvents = false

    /// A formatter that has got no events yet.
    ///
    /// - Parameters:
    ///   - format: The format.
    ///   - filter: A pattern for the names of the functions and imports whose events are written, in which `*` stands for any
    ///     characters and `?` for one; an import's name is `module.name`. Other events are always written.
    public init(_ format: Format, filter: String? = nil) {
        self.format = format
        self.filter = filter.map(NamePattern.init)
    }

    /// The text before the first event.
    public var beginning: String { format == .chrome ? "[\n" : "" }

    /// The text after the last event.
    ///
    /// - Parameter nanoseconds: The time, as for ``line(of:at:)``: functions that have not ended end then.
    public mutating func end(at nanoseconds: UInt64) -> String {
        let text = close(downTo: 0, at: nanoseconds)
        return format == .chrome ? text + "\n]\n" : ""
    }

    /// Returns the text of an event, with a line feed; `nil` for an event that the filter leaves out.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - nanoseconds: The time of the event, since any moment.
    public mutating func line(of event: StoreEvent, at nanoseconds: UInt64) -> String? {
        // Functions that a trap or an exception has ended have no event for that.
        var text = close(downTo: depth(of: event), at: nanoseconds)
        switch event {
        case .entered(let function, _):
            let name = function.label
            let isWritten = filter?.matches(name) ?? true
            if isWritten { text += write("entered", "→ ", name, phase: "B", [], at: nanoseconds) }
            open.append((name, isWritten))
        case .left:
            guard let last = open.popLast() else { break }
            if last.isWritten { text += write("left", "← ", last.name, phase: "E", [], at: nanoseconds) }
        case .hostCall(let call): text += line(of: call, at: nanoseconds)
        case .memoryGrew(let from, let to):
            let fields = [("from", "\(from)"), ("to", "\(to)")]
            text += write("memoryGrew", "memory grows", "", phase: "i", fields, at: nanoseconds)
        case .collected(let from, let to):
            let fields = [("from", "\(from)"), ("to", "\(to)")]
            text += write("collected", "objects collected", "", phase: "i", fields, at: nanoseconds)
        case .threw(let function, _, let type):
            guard filter?.matches(function.label) ?? true else { break }
            let fields = [("type", TraceFormatter.quoted(type))]
            text += write("threw", "throws in ", function.label, phase: "i", fields, at: nanoseconds)
        case .caught(let function, _):
            guard filter?.matches(function.label) ?? true else { break }
            text += write("caught", "catches in ", function.label, phase: "i", [], at: nanoseconds)
        }
        return text.isEmpty ? nil : text
    }

    private mutating func line(of call: ObservedHostCall, at nanoseconds: UInt64) -> String {
        let name = "\(call.module).\(call.name)"
        guard filter?.matches(name) ?? true else { return "" }
        var fields = [("units", "\(call.units)")]
        if let time = call.nanoseconds { fields.append(("nanoseconds", "\(time)")) }
        if let error = call.error { fields.append(("error", TraceFormatter.quoted(error))) }
        return write("hostCall", "host ", name, phase: "X", fields, at: nanoseconds, duration: call.nanoseconds ?? 0)
    }

    /// The number of functions around an event; `nil` if the event does not say.
    private func depth(of event: StoreEvent) -> Int? {
        switch event {
        case .entered(_, let depth): depth
        case .left(_, let depth): depth &+ 1
        case .threw(_, let depth, _), .caught(_, let depth): open.isEmpty ? nil : depth &+ 1
        case .hostCall, .memoryGrew, .collected: nil
        }
    }

    private mutating func close(downTo depth: Int?, at nanoseconds: UInt64) -> String {
        guard let depth else { return "" }
        var text = ""
        while open.count > depth, let last = open.popLast() {
            // Text and JSON show the same by their depths.
            if last.isWritten, format == .chrome {
                text += write("left", "", last.name, phase: "E", [], at: nanoseconds)
            }
        }
        return text
    }

    // MARK: Writing

    private mutating func write(
        _ kind: String, _ words: String, _ name: String, phase: String, _ fields: [(name: String, value: String)],
        at nanoseconds: UInt64, duration: UInt64 = 0
    ) -> String {
        defer { hasEvents = true }
        switch format {
        case .text:
            let details = fields.map { " \($0.name)=\($0.value)" }.joined()
            return String(repeating: "  ", count: min(open.count, 100)) + words + name + details + "\n"
        case .json:
            var line = "{\"event\":\"\(kind)\",\"nanoseconds\":\(nanoseconds),\"depth\":\(open.count)"
            if !name.isEmpty { line += ",\"name\":\(TraceFormatter.quoted(name))" }
            for field in fields {
                line += ",\"\(field.name == "nanoseconds" ? "duration" : field.name)\":\(field.value)"
            }
            return line + "}\n"
        case .chrome:
            // A host call is told at its end.
            let start = phase == "X" ? nanoseconds &- min(duration, nanoseconds) : nanoseconds
            var line = hasEvents ? ",\n" : ""
            line +=
                "{\"name\":\(TraceFormatter.quoted(name.isEmpty ? kind : name)),\"cat\":\"\(kind)\",\"ph\":\"\(phase)\""
            line += ",\"ts\":\(TraceFormatter.microseconds(start)),\"pid\":1,\"tid\":1"
            if phase == "X" { line += ",\"dur\":\(TraceFormatter.microseconds(duration))" }
            if phase == "i" { line += ",\"s\":\"t\"" }
            let arguments = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            return line + (fields.isEmpty ? "}" : ",\"args\":{\(arguments)}}")
        }
    }

    private static func microseconds(_ nanoseconds: UInt64) -> String {
        let fraction = String(nanoseconds % 1_000)
        return "\(nanoseconds / 1_000)." + String(repeating: "0", count: 3 &- fraction.utf8.count) + fraction
    }

    private static func quoted(_ value: String) -> String {
        var text = ""
        JSONNode.quote(value, to: &text)
        return text
    }
}

extension GuestFunction {
    fileprivate var label: String { name ?? "function \(index)" }
}

/// A pattern for names, in which `*` stands for any characters and `?` for one.
struct NamePattern: Hashable, Sendable {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    /// Whether the pattern stands for a name. The work is at most the product of both lengths, and names are cut.
    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while position < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, position)
                place &+= 1
            } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == name[position] {
                place &+= 1
                position &+= 1
            } else if let last = star {
                star = (last.place, last.position &+ 1)
                (place, position) = (last.place &+ 1, last.position &+ 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
