import WasmSyntax

/// The figures of what ran in a store for a while: ``Store/summarize(_:)``.
public struct CallSummary: Hashable, Sendable {
    /// The calls of one host function.
    public struct HostCalls: Hashable, Sendable {
        /// The name of the module that the function was imported from.
        public let module: Name
        /// The function's name.
        public let name: Name
        /// The number of calls.
        public var count: UInt64 = 0
        /// The calls that ended with an error.
        public var failures: UInt64 = 0
        /// The units of budget that the calls have spent.
        public var units: UInt64 = 0
        /// The nanoseconds that the calls took, waiting included; `nil` where the platform has no clock for it.
        public var nanoseconds: UInt64?
    }

    /// The units of budget spent.
    public var units: UInt64 = 0
    /// The nanoseconds that passed; `nil` where the platform has no clock for it (macOS before 13).
    public var nanoseconds: UInt64?
    /// The bytes of host memory that the store occupies at the end: see ``Store/hostBytes``.
    public var hostBytes: UInt64 = 0
    /// The bytes of host memory by which the store has grown; negative if it has shrunk.
    public var grownBytes: Int64 = 0
    /// The number of times that a memory has grown.
    public var memoryGrowths: UInt64 = 0
    /// The number of collections.
    public var collections: UInt64 = 0
    /// The calls of host functions, in the order of their first calls. Functions beyond the first thousand are missing.
    public private(set) var hostCalls: [HostCalls] = []

    /// The time that passed; `nil` as ``nanoseconds``.
    @available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
    public var duration: Duration? { nanoseconds.map { .nanoseconds(Int64(clamping: $0)) } }

    /// The most host functions that are counted: a guest can import very many.
    private static let mostFunctions = 1_000

    fileprivate mutating func note(_ call: ObservedHostCall, _ places: inout Places) {
        guard let place = place(of: call, &places) else { return }
        hostCalls[place].count &+= 1
        hostCalls[place].failures &+= call.error == nil ? 0 : 1
        hostCalls[place].units &+= call.units
        hostCalls[place].nanoseconds = call.nanoseconds.map { $0 &+ (hostCalls[place].nanoseconds ?? 0) }
    }

    /// Returns where the calls of a function are counted; `nil` if nowhere.
    private mutating func place(of call: ObservedHostCall, _ places: inout Places) -> Int? {
        // Names may be long, and calls many. Those of the same function have the same storage, which is compared first.
        if let place = places.byFunction[call.function], hostCalls[place].name == call.name,
            hostCalls[place].module == call.module
        {
            return place
        }
        let key = [call.module, call.name]
        let place = places.byName[key] ?? hostCalls.count
        if place == hostCalls.count {
            guard place < CallSummary.mostFunctions else { return nil }
            hostCalls.append(HostCalls(module: call.module, name: call.name))
            places.byName[key] = place
        }
        places.byFunction[call.function] = place
        return place
    }

    /// Where the calls of each function are counted.
    fileprivate struct Places {
        var byName: [[Name]: Int] = [:]
        var byFunction: [ObjectIdentifier: Int] = [:]
    }
}

extension CallSummary: CustomStringConvertible {
    /// A line with the totals, and one for each host function.
    public var description: String {
        let time = nanoseconds.map { ", \($0 / 1_000) µs" } ?? ""
        let total = "\(units) units\(time), \(hostBytes) bytes (\(grownBytes < 0 ? "" : "+")\(grownBytes))"
        let calls = hostCalls.map { call in
            let failed = call.failures > 0 ? ", \(call.failures) failed" : ""
            return "\n  \(call.module).\(call.name): \(call.count) calls\(failed), \(call.units) units"
        }
        return total + calls.joined()
    }
}

extension Store {
    /// Runs a closure that calls guests, and returns its result with the figures of what has run.
    ///
    /// The ``observer`` goes on to get its events.
    public func summarize<Success>(_ body: () throws -> Success) -> (
        result: Result<Success, any Error>, summary: CallSummary
    ) {
        let (outer, collector) = (observer, Collector())
        let (spent, held, start) = (budget.spent, hostBytes, ObserverClock.nanoseconds)
        let counted: StoreObserver.Events = [.hostCalls, .memoryGrowth, .collections]
        observer = StoreObserver(counted.union(outer?.events ?? [])) { event in
            collector.note(event)
            if let outer, outer.events.contains(event.kind) { outer.receive(event) }
        }
        observer?.collector = collector
        // An observer that was set inside stays.
        defer { if observer?.collector === collector { observer = outer } }
        let result = Result { try body() }
        var summary = collector.summary
        summary.units = budget.spent &- min(budget.spent, spent)
        summary.nanoseconds = start.flatMap { start in ObserverClock.nanoseconds.map { $0 &- min($0, start) } }
        summary.hostBytes = hostBytes
        summary.grownBytes = Int64(clamping: summary.hostBytes) &- Int64(clamping: held)
        return (result, summary)
    }

    private final class Collector {
        var summary = CallSummary()
        private var places = CallSummary.Places()

        func note(_ event: StoreEvent) {
            switch event {
            case .hostCall(let call): summary.note(call, &places)
            case .memoryGrew: summary.memoryGrowths &+= 1
            case .collected: summary.collections &+= 1
            case .entered, .left, .threw, .caught: break
            }
        }
    }
}

extension StoreEvent {
    /// The kind of event.
    public var kind: StoreObserver.Events {
        switch self {
        case .hostCall: .hostCalls
        case .entered, .left: .functions
        case .memoryGrew: .memoryGrowth
        case .collected: .collections
        case .threw, .caught: .exceptions
        }
    }
}
