import WasmRuntime

/// A guest that a debugger stops and looks at: calls that run, or a replay.
protocol DebugTarget: AnyObject {
    /// The store of the guest; another one after some ways back.
    var store: Store { get }
    /// The numbers of the calls that have not ended, from 1 on. Debuggers call them threads.
    var threads: [Int] { get }
    /// Whether the guest can go back.
    var canGoBack: Bool { get }

    /// A copy of the frames of a call; `nil` if there are none.
    func stack(of thread: Int) -> CapturedStack?
    /// Executes one instruction of a call.
    func step(_ thread: Int) -> DebugStop
    /// Runs all calls for so many units, or up to a breakpoint.
    func run(units: UInt64) -> DebugStop
    /// Goes back by an instruction, or to the last breakpoint before this moment.
    func goBack(byStep: Bool) -> DebugStop
    /// Sets or removes a breakpoint; returns false if no instruction can be at the address.
    func setBreakpoint(_ isSet: Bool, _ address: DebugAddress) -> Bool
    /// Ends the guest.
    func kill()
    /// How the last call has ended; `nil` before, and for a replay.
    var ending: Result<[Value], any Error>? { get }
}

extension DebugTarget {
    var ending: Result<[Value], any Error>? { nil }

    func setBreakpoint(_ isSet: Bool, _ address: DebugAddress) -> Bool {
        address.space == .module
            && store.setBreakpoint(isSet, at: address.offset, in: InstanceAddress(index: address.instance))
    }
}

/// The reason why a guest has stopped.
enum DebugStop {
    /// An instruction was executed.
    case stepped(thread: Int)
    /// A breakpoint, before the instruction.
    case breakpoint(thread: Int)
    /// The units are spent.
    case units
    /// The guest waits, for so long at most.
    case waiting(nanoseconds: UInt64)
    /// An instruction has trapped; the text says how.
    case trapped(thread: Int, String)
    /// The guest has ended with this exit code.
    case ended(code: UInt8)
    /// The beginning or the end of what can be replayed.
    case historyEnd(thread: Int, isBeginning: Bool)
}
