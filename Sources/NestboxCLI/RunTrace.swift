import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The trace that `--trace` asks for.
final class RunTrace {
    private let output: HostOutput
    private var formatter: TraceFormatter
    /// The text that is not written yet.
    private var text = ""
    private var failure: (any Error)?
    private let start = HostClocks.monotonicNanoseconds()
    /// Bytes of text that are collected before they are written. On standard error, events and what the guest writes itself
    /// come in their order.
    private let mostText: Int

    /// The kinds of events by their names on the command line.
    static let kinds: [(name: String, events: StoreObserver.Events)] = [
        ("calls", .functions), ("host", .hostCalls), ("memory-growth", .memoryGrowth), ("exceptions", .exceptions),
    ]

    /// Begins the trace, if the options ask for one.
    init?(_ options: CommandOptions, _ store: Store) throws {
        guard !options.traces.isEmpty else {
            guard options.traceFile == nil, options.traceFilter == nil, options.traceFormat == nil else {
                throw UsageError("--trace-to, --trace-filter and --trace-format need --trace")
            }
            return nil
        }
        output = try options.traceFile.map { try $0.openOutput() } ?? HostOutput.standardError()
        mostText = options.traceFile == nil ? 0 : 1 << 14
        formatter = TraceFormatter(options.traceFormat ?? .text, filter: options.traceFilter?.text)
        text = formatter.beginning
        store.observer = StoreObserver(options.traces) { [unowned self] event in receive(event) }
    }

    private func receive(_ event: StoreEvent) {
        guard failure == nil, let line = formatter.line(of: event, at: HostClocks.monotonicNanoseconds() &- start)
        else {
            return
        }
        text += line
        if text.utf8.count >= mostText { write() }
    }

    private func write() {
        do {
            try output.writeAll(Array(text.utf8).span)
        } catch {
            failure = error
        }
        text = ""
    }

    /// Writes the rest of the trace, and complains if anything could not be written.
    ///
    /// - Returns: Whether everything was written.
    func finish() -> Bool {
        text += formatter.end(at: HostClocks.monotonicNanoseconds() &- start)
        if failure == nil { write() }
        guard let failure else { return true }
        complain("the trace is not complete: \((failure as? Errno)?.name ?? "\(failure)")")
        return false
    }
}
