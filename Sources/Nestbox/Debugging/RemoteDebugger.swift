import WasmRuntime

/// A guest under a debugger that speaks the GDB remote protocol, with LLDB's packets for WebAssembly (`process connect
/// --plugin wasm`).
///
/// The object works on bytes, and opens no connection; ``serve(_:)`` connects it to a port of this computer. Whoever is at
/// the other end can read and write all that the guest has, and sees its module.
///
///     let store = Store(instruments: .debugging)
///     let instance = try store.instantiate(module)
///     guard let function = instance.function(named: "run") else { return }
///     let debugger = try RemoteDebugger([function.begin()])
///     try debugger.serve(HostDebugPort(1234))
///
/// While the guest is stopped, its deadline goes on. Calls that host functions make with `Function.call(_:)` run without
/// stops, as they cannot be suspended.
public final class RemoteDebugger {
    /// How the last call has ended; `nil` before.
    public var ending: Result<[Value], any Error>? { target.ending }
    /// Whether the guest runs: ``run(atMost:)`` has to be called again and again then.
    public var isRunning: Bool { going != nil }
    /// Whether the debugger has left, or was sent the guest's end.
    public private(set) var isFinished = false

    let target: any DebugTarget
    private var packets = RemotePackets()
    private var acknowledges = true
    private var lastAnswer: [UInt8] = []
    /// The way in which the guest goes on, while it does.
    private var going: Going?
    /// The thread that other packets are about.
    var thread = 1
    /// The last reason to stop, as a packet.
    private var stopReply = "S05"
    /// Frames of the threads, as long as nothing runs.
    private var stacks: [Int: CapturedStack] = [:]
    /// The names of modules, by the numbers of their instances.
    let moduleNames: [Int: String]

    enum Going: Equatable {
        case step(thread: Int)
        case run
        case back(byStep: Bool)
    }

    /// A debugger of suspended calls, or calls that have not begun, of one store; these are stopped at their first
    /// instructions.
    ///
    /// A call that was restored from a snapshot of a store that could not be debugged stops everywhere, too. Only where the
    /// store's limits leave no room to prepare its frames, these stop no more than at branches backwards, calls and returns,
    /// until they return.
    ///
    /// - Throws: ``DebuggerError`` if the store has no ``Instruments/debugging``, or a call is another store's.
    public convenience init(_ calls: [GuestCall]) throws(DebuggerError) {
        guard let store = calls.first?.function.store, store.isDebuggable else { throw .notDebuggable }
        guard calls.allSatisfy({ $0.function.store === store }) else { throw .otherStore }
        self.init(LiveTarget(store, calls))
    }

    init(_ target: any DebugTarget, moduleNames: [Int: String] = [:]) {
        self.target = target
        self.moduleNames = moduleNames
        for thread in target.threads where target.stack(of: thread) == nil { note(target.step(thread)) }
        thread = target.threads.first ?? 1
    }

    // MARK: Bytes

    /// Takes what the debugger has sent; returns what to answer.
    public func receive(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        packets.append(bytes)
        if packets.isOverfull { isFinished = true }
        var answers: [UInt8] = []
        for packet in packets.take() where !isFinished {
            switch packet {
            case .interrupt:
                if going != nil { answers += stop(note(.stepped(thread: thread), signal: 2)) }
            case .sendAgain: answers += lastAnswer
            case .damaged: answers.append(UInt8(ascii: "-"))
            case .command(let command):
                if acknowledges { answers.append(UInt8(ascii: "+")) }
                if let answer = perform(command) { answers += send(answer) }
            }
        }
        return answers
    }

    /// Runs the guest for a while, if it is to run.
    ///
    /// - Parameter units: The most units of the budget that each call spends.
    /// - Returns: What to send to the debugger, if the guest has stopped; and for how many nanoseconds at most there is
    ///   nothing to do, because the guest waits.
    public func run(atMost units: UInt64 = 1_000_000) -> (answer: [UInt8], wait: UInt64) {
        guard let going else { return ([], 0) }
        stacks = [:]
        let reason =
            switch going {
            case .step(let thread): target.step(thread)
            case .run: target.run(units: units)
            case .back(let byStep): target.goBack(byStep: byStep)
            }
        switch reason {
        case .units: return ([], 0)
        case .waiting(let nanoseconds): return ([], nanoseconds)
        default: return (stop(note(reason)), 0)
        }
    }

    /// Lets the guest stand still, for a debugger that comes anew.
    func pause() {
        if going != nil { note(.stepped(thread: thread)) }
        going = nil
        (packets, acknowledges) = (RemotePackets(), true)
    }

    private func send(_ answer: String) -> [UInt8] {
        lastAnswer = RemotePackets.packet(answer)
        return lastAnswer
    }

    /// Sends a reason to stop.
    private func stop(_ reply: String) -> [UInt8] {
        going = nil
        return send(reply)
    }

    /// Notes why the guest has stopped; returns the packet that says so.
    @discardableResult
    private func note(_ stop: DebugStop, signal: UInt8 = 5) -> String {
        stacks = [:]
        func reply(_ thread: Int, _ details: String, signal: UInt8 = signal) -> String {
            self.thread = thread
            return
                "T\(RemotePackets.hexadecimal([signal]))thread:\(String(thread, radix: 16));00:\(programCounter);\(details)"
        }
        switch stop {
        case .stepped(let thread): stopReply = reply(thread, "")
        case .breakpoint(let thread): stopReply = reply(thread, "swbreak:;")
        case .trapped(let thread, let text):
            stopReply = reply(
                thread, "reason:exception;description:\(RemotePackets.hexadecimal("trap: \(text)".utf8));", signal: 11)
        case .historyEnd(let thread, let isBeginning):
            stopReply = reply(thread, "replaylog:\(isBeginning ? "begin" : "end");")
        case .ended(let code):
            stopReply = "W\(RemotePackets.hexadecimal([code]))"
            isFinished = true
        case .units, .waiting: break
        }
        return stopReply
    }

    // MARK: Commands

    /// Performs a command; returns the answer, or `nil` if it comes when the guest stops.
    private func perform(_ command: String) -> String? {
        switch command.first {
        case "?": return stopReply
        case "k":
            target.kill()
            isFinished = true
            return nil
        case "D":
            removeBreakpoints()
            isFinished = true
            return "OK"
        case "c": return go(.run)
        case "s": return go(.step(thread: thread))
        case "b" where target.canGoBack && (command == "bs" || command == "bc"):
            return go(.back(byStep: command == "bs"))
        case "v": return resume(command)
        case "H": return chooseThread(command.dropFirst(2))
        case "T": return target.threads.contains(number(command.dropFirst())) ? "OK" : "E01"
        case "p": return command.dropFirst().hasPrefix("0") ? programCounter : "E01"
        case "m": return read(command.dropFirst())
        case "M": return write(command.dropFirst())
        case "Z", "z": return setBreakpoint(command.hasPrefix("Z"), command.dropFirst())
        case "Q":
            guard command == "QStartNoAckMode" else { return "" }
            acknowledges = false
            return "OK"
        case "q": return answer(command)
        default: return ""
        }
    }

    private func go(_ way: Going) -> String? {
        going = way
        return nil
    }

    private func resume(_ command: String) -> String? {
        if command == "vCont?" { return "vCont;c;C;s;S" }
        guard command.hasPrefix("vCont;") else { return "" }
        // The first action of a thread holds; one that steps goes alone.
        for action in command.dropFirst("vCont;".count).split(separator: ";")
        where action.first == "s" || action.first == "S" {
            let parts = action.split(separator: ":")
            let named = parts.count > 1 ? number(parts[1]) : thread
            // 0 and -1 stand for any thread.
            return go(.step(thread: target.threads.contains(named) ? named : thread))
        }
        return go(.run)
    }

    private func chooseThread(_ text: Substring) -> String {
        let chosen = number(text)
        if target.threads.contains(chosen) { thread = chosen }
        return "OK"
    }

    /// A number in hexadecimal digits; 0 for any text that is none, or with a sign.
    func number(_ text: some StringProtocol) -> Int { max(0, Int(text, radix: 16) ?? 0) }

    /// The frames of a thread.
    func stack(of thread: Int) -> CapturedStack? {
        if let known = stacks[thread] { return known }
        let stack = target.stack(of: thread)
        stacks[thread] = stack
        return stack
    }

    private var programCounter: String {
        guard let frame = stack(of: thread)?.frames.first else { return "E01" }
        return address(of: frame, isInnermost: true).littleEndian
    }

    /// Where a frame is: at the instruction that is executed next, or behind the call that has not returned.
    func address(of frame: CapturedStack.Frame, isInnermost: Bool) -> DebugAddress {
        let address = DebugAddress(.module, frame.instance.index, isInnermost ? frame.offset : frame.offsetBehind)
        return isInnermost ? breakpoints[address] ?? address : address
    }

    // MARK: Breakpoints

    /// The addresses that debuggers have given, by those of the instructions. A function begins for them with the list of
    /// its locals; stopped at its first instruction, the guest is where they have set a breakpoint.
    private var breakpoints: [DebugAddress: DebugAddress] = [:]

    private func setBreakpoint(_ isSet: Bool, _ text: Substring) -> String {
        let parts = text.split(separator: ",")
        // Software and hardware breakpoints are the same here; there are no watchpoints.
        guard parts.count >= 2, parts[0] == "0" || parts[0] == "1" else { return "" }
        guard let bits = UInt64(parts[1], radix: 16), let asked = DebugAddress(bits: bits), asked.space == .module,
            let offset = target.store.instruction(at: asked.offset, in: InstanceAddress(index: asked.instance))
        else { return "E02" }
        let address = DebugAddress(.module, asked.instance, offset)
        guard target.setBreakpoint(isSet, address) else { return "E02" }
        breakpoints[address] = isSet ? asked : nil
        return "OK"
    }

    private func removeBreakpoints() {
        for address in breakpoints.keys { _ = target.setBreakpoint(false, address) }
        breakpoints = [:]
    }
}

/// The reason why calls cannot be debugged.
public enum DebuggerError: Error, Hashable, Sendable {
    /// There is no call, or its store has no ``Instruments/debugging``.
    case notDebuggable
    /// The calls belong to several stores.
    case otherStore
}

extension DebuggerError: CustomStringConvertible {
    /// A text for messages.
    public var description: String {
        switch self {
        case .notDebuggable: "a debugger needs a call in a store made with instruments: .debugging"
        case .otherStore: "a debugger has calls of one store"
        }
    }
}

extension GuestCall {
    /// A note for the user of a debugger about frames that do not stop everywhere; `nil` if there are none.
    package var noteForDebugger: String? {
        let frames = capturedStack(atMost: CapturedStack.mostFrames)?.framesWithoutStops ?? []
        guard let (number, function) = frames.first else { return nil }
        let first = "frame \(number) (function \(function.name ?? "\(function.index)"))"
        let places = "only at branches backwards, calls and returns"
        guard frames.count > 1 else { return "\(first) stops \(places) until it returns" }
        return "\(frames.count) frames, the innermost \(first), stop \(places) until they return"
    }
}
