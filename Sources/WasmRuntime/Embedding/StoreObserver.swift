import WasmSyntax

/// A closure that is told what happens in a store: ``Store/observer``.
///
///     store.observer = StoreObserver(.hostCalls) { event in
///         if case .hostCall(let call) = event { print(call.name, call.nanoseconds ?? 0, call.units) }
///     }
///
/// Nothing is slower for guests if nobody observes them. While the closure runs, calls of the store's guests throw
/// ``CallError/calledByInterruption``, and the interruption is not polled: the closure should be short. A budget or an
/// interruption that it sets is heeded after a host call, and otherwise when the guest looks at its limits next; if it had
/// none before, that is at its next host call. A closure that keeps the store makes a cycle of references, which setting the
/// property to `nil` breaks.
public struct StoreObserver {
    /// Kinds of events.
    public struct Events: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The ends of calls of host functions by guests.
        public static let hostCalls = Events(rawValue: 1 << 0)
        /// The beginnings and ends of guests' functions, in a store with ``Instruments/functionEvents``.
        public static let functions = Events(rawValue: 1 << 1)
        /// The growth of memories.
        public static let memoryGrowth = Events(rawValue: 1 << 2)
        /// The collections of objects that nothing refers to.
        public static let collections = Events(rawValue: 1 << 3)
        /// The exceptions that are thrown, and those that a guest catches.
        public static let exceptions = Events(rawValue: 1 << 4)
        /// All events.
        public static let all: Events = [.hostCalls, .functions, .memoryGrowth, .collections, .exceptions]
    }

    /// The events that the closure is told.
    public let events: Events
    let receive: (StoreEvent) -> Void
    /// The collector of a summary, if the observer is one: see ``Store/summarize(_:)``.
    var collector: AnyObject?

    /// An observer of some events.
    public init(_ events: Events = .all, receive: @escaping (StoreEvent) -> Void) {
        (self.events, self.receive) = (events, receive)
    }
}

/// An event in a store, as a ``StoreObserver`` gets it.
public enum StoreEvent: Hashable, Sendable {
    /// A guest's call of a host function has ended.
    case hostCall(ObservedHostCall)
    /// A guest's function has begun, with so many functions around it.
    case entered(GuestFunction, depth: Int)
    /// A guest's function is about to return, or to be replaced by a tail call. A trap or an exception ends functions
    /// without this event: the next event has a smaller depth then.
    case left(GuestFunction, depth: Int)
    /// A guest's memory has grown, given in pages of the memory's size.
    case memoryGrew(from: UInt64, to: UInt64)
    /// The heap was searched for objects that nothing refers to; bytes before and after.
    case collected(from: UInt64, to: UInt64)
    /// A guest's function, or a host function that it has called, has thrown an exception with a tag of this type.
    case threw(GuestFunction, depth: Int, type: String)
    /// A guest's function goes on in a handler of the exception that was thrown last.
    case caught(GuestFunction, depth: Int)
}

/// A call of a host function that has ended.
public struct ObservedHostCall: Hashable, Sendable {
    /// The name of the module that the function was imported from.
    public let module: Name
    /// The function's name.
    public let name: Name
    /// The time that the call took, waiting included; `nil` where the platform has no clock for it (macOS before 13).
    public let nanoseconds: UInt64?
    /// The units of budget that the call has spent, those of guests that it called included.
    public let units: UInt64
    /// The text of the error that ended the call, escaped and cut as a ``Name``; `nil` if it returned, or if the guest
    /// ended itself (`proc_exit`).
    public let error: String?
    /// The function among those of its store.
    let function: ObjectIdentifier

    /// The time that the call took; `nil` as ``nanoseconds``.
    @available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
    public var duration: Duration? { nanoseconds.map { .nanoseconds(Int64(clamping: $0)) } }
}

/// The time and the budget at which a host function was called.
struct HostCallStart {
    let time: UInt64?
    let spent: UInt64
}

/// The nanoseconds of a clock that never goes back.
enum ObserverClock {
    static var nanoseconds: UInt64? {
        guard #available(macOS 13, iOS 16, tvOS 16, watchOS 9, *) else { return nil }
        let (seconds, attoseconds) = ObserverClock.start.duration(to: .now).components
        return UInt64(clamping: seconds) &* 1_000_000_000 &+ UInt64(clamping: attoseconds) / 1_000_000_000
    }

    @available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
    private static let start = ContinuousClock.now
}

extension Store {
    /// Whether the observer wants events of a kind.
    func observes(_ events: StoreObserver.Events) -> Bool { observer?.events.contains(events) ?? false }

    /// Tells the observer an event of a kind that it wants.
    func tell(_ event: StoreEvent) {
        guard let observer, !isPolling else { return }
        refusingCalls { observer.receive(event) }
    }

    /// Runs code of the embedder where a guest may be running, whose frames calls would overwrite: they are refused, as
    /// those of an interruption are.
    @inline(never)
    func refusingCalls(_ body: () -> Void) {
        let wasPolling = isPolling
        isPolling = true
        body()
        isPolling = wasPolling
    }

    /// Notes the beginning of a host function's call; `nil` if nobody observes it.
    func noteHostCallStart() -> HostCallStart? {
        guard machine.isObserved else { return nil }
        return HostCallStart(time: ObserverClock.nanoseconds, spent: budget.spent)
    }

    /// Tells the observer the end of a host function's call.
    func tell(_ record: HostFunctionRecord, since start: HostCallStart?, _ error: (any Error)? = nil) {
        guard let start, observes(.hostCalls) else { return }
        let end = ObserverClock.nanoseconds
        tell(
            .hostCall(
                ObservedHostCall(
                    module: record.module, name: record.name,
                    nanoseconds: start.time.flatMap { time in end.map { $0 &- min($0, time) } },
                    units: budget.spent &- min(budget.spent, start.spent),
                    error: error.map { Name("\($0)").description },
                    function: ObjectIdentifier(record))))
    }

    /// Tells the observer that an exception was thrown at the current place.
    func tellThrown(_ exception: UInt64, _ execution: Execution) {
        let type = "\(functionType(state.tags[tag(of: exception)]))"
        guard let (function, depth) = observedFunction(execution) else { return }
        tell(.threw(function, depth: depth, type: Name(type).description))
    }

    /// Tells the observer that an exception was caught, where the execution goes on.
    func tellCaught(_ execution: Execution) {
        var place = execution
        place.registers.pc &+= 1
        guard let (function, depth) = observedFunction(place) else { return }
        tell(.caught(function, depth: depth))
    }

    /// Returns the function whose frame is the current one, and the number of functions around it. The program counter must
    /// be behind the current instruction.
    private func observedFunction(_ execution: Execution) -> (GuestFunction, depth: Int)? {
        let place = execution.registers.pc &- 1
        guard let code = state.instances[Int(execution.registers.instance)].code,
            let function = code.function(containing: place)
        else { return nil }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function)
        return (
            GuestFunction(index: index, name: code.names.functionName(index)?.description),
            execution.depthLimit &- execution.registers.depthLeft &- 1
        )
    }

    /// Tells the observer that a guest's function begins or ends, for which the loop was left.
    func tell(_ operation: StoreOperation, function: Int, _ code: CodeObject, _ execution: Execution) {
        guard observes(.functions) else { return }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function)
        let guest = GuestFunction(index: index, name: code.names.functionName(index)?.description)
        let depth = execution.depthLimit &- execution.registers.depthLeft &- 1
        tell(operation == .functionEntered ? .entered(guest, depth: depth) : .left(guest, depth: depth))
    }
}
