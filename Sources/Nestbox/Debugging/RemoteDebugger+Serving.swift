import WASIHost
import WasmRuntime

extension RemoteDebugger {
    /// Lets debuggers connect, one after another, and runs the guest as they say, until it has ended or one of them leaves.
    ///
    /// The guest does not run before a debugger has connected. When the connection breaks, the guest stands still until the
    /// next debugger comes.
    ///
    /// - Returns: Whether the guest has not ended, because a debugger has left it: the calls can go on without one.
    @discardableResult
    public func serve(_ port: HostDebugPort) -> Bool {
        while !isFinished {
            guard port.isConnected else {
                pause()
                port.accept(waitingAtMost: .max)
                continue
            }
            // While the guest runs, the debugger is looked at between two parts of the run.
            var wait = RemoteDebugger.longestWait
            if isRunning {
                let part = run()
                port.send(part.answer)
                if isRunning { wait = min(part.wait, RemoteDebugger.longestWait) }
            }
            guard !isFinished else { break }
            port.send(receive(port.receive(waitingAtMost: wait)))
        }
        port.disconnect()
        return !target.threads.isEmpty
    }

    /// In nanoseconds.
    private static let longestWait: UInt64 = 100_000_000
}

extension RemoteDebugger {
    /// A debugger of calls that are made one after another, the first of which is stopped at its first instruction.
    ///
    /// - Parameters:
    ///   - calls: Each begins a call, or returns `nil` if there is none to make.
    ///   - recorded: Returns the recording of the calls so far, with which the guest can go back.
    ///   - moduleNames: The files of modules, where LLDB looks for them before it asks for their bytes.
    package convenience init(
        _ store: Store, _ calls: [() throws -> GuestCall?], moduleNames: [(instance: Instance, file: String)],
        recorded: (() throws -> [UInt8])? = nil
    ) throws {
        var rest = calls[...]
        func next() throws -> GuestCall? {
            while let begin = rest.popFirst() { if let call = try begin() { return call } }
            return nil
        }
        let first = try next()
        let live = LiveTarget(store, first.map { [$0] } ?? [], next: next)
        self.init(
            recorded.map { RecordedTarget(live, recorded: $0) } ?? live,
            moduleNames: Dictionary(
                moduleNames.map { ($0.instance.address.index, $0.file) }, uniquingKeysWith: { $1 }))
    }

    /// A debugger of a replay, which can go back.
    package convenience init(_ replay: ReplaySession) { self.init(ReplayTarget(replay)) }

    /// Lets the guest run on to its end, when the debugger has left.
    ///
    /// - Parameter pause: Waits for so many nanoseconds.
    package func runToEnd(pausing pause: (UInt64) -> Void) {
        while !target.threads.isEmpty {
            switch target.run(units: 1_000_000) {
            case .waiting(let nanoseconds): pause(min(nanoseconds, RemoteDebugger.longestWait))
            case .ended: return
            default: continue
            }
        }
    }
}
