import WasmSyntax
import WasmValidation

/// The address of an instance in its store.
package struct InstanceAddress: Hashable, Sendable {
    package var index: Int
    package init(index: Int) { self.index = index }
}

/// The state that guests run on: their instances, memories, tables and globals, the value stack and the budget.
/// A guest cannot reach anything of another store (specification: *Execution / Runtime Structure / Store*).
///
/// A store belongs to one thread at a time. Other threads may use only its ``interruption``.
public final class Store {
    /// The limits that the store's instances share.
    public let limits: StoreLimits
    /// The object that execution polls to find out whether the guest must stop; `nil` if nothing stops it.
    public var interruption: (any Interruption)? {
        get { machine.interruption is Uninterrupted ? nil : machine.interruption }
        set {
            // As for the observer.
            let old = machine.interruption
            machine.interruption = newValue ?? (options.instruments.contains(.debugging) ? Uninterrupted() : nil)
            withExtendedLifetime(old) {}
        }
    }
    /// The budget of all calls together; see ``Budget``.
    public var budget: Budget {
        get { machine.budget }
        set { machine.budget = newValue }
    }

    let options: LoweringOptions
    /// The host memory that the store occupies.
    package let hostMemory: HostMemoryAccount

    package var state: StoreState
    package var machine = Machine()
    /// Exceptions that have left WebAssembly code, by the number that stands for each: see ``WasmException``.
    var escaped = EscapedExceptions()
    /// The code of each module that has an instance here.
    var codeObjects: [ObjectIdentifier: CodeObject] = [:]

    /// Those in which functions were lowered since other stores got the code.
    var changedCode: [CodeObject] = []

    /// The memory in which the next function is decoded.
    var scratch = DecodedCode()

    /// Bytes of the internal code of all modules, without what other stores have lowered.
    var codeBytes: UInt64 = 0

    /// The names under which the exports of instances were defined for others, by the instances' numbers.
    var instanceNames: [Int: Name] = [:]

    /// The number of times that each limit was met.
    public internal(set) var refusals = LimitRefusals()
    /// Receives each refusal because of a limit. It must not call the guest.
    package var limitObserver: ((Store, LimitRefusals.Limit) -> Void)?

    /// The stamp of the value stack that the store gave back last.
    var lastStackStamp: UInt64 = 0
    /// The permission to keep the value stack when nothing runs.
    var stackTicket: StackTicket?

    /// Nested operations in the middle of which nothing may be discarded, although the embedder's code may run.
    var operations = 0
    /// Whether host functions are linked for a snapshot, which must be the first state of the store.
    var isRestoring = false
    /// Whether the interruption is being polled.
    var isPolling: Bool {
        get { machine.isPolling }
        set { machine.isPolling = newValue }
    }
    /// Whether the interruption is not polled: see `performPending`.
    var ignoresInterruption = false
    /// The rest of the call to the host function that is suspending its caller.
    var suspendedHost = SuspendedHost()
    /// How far an interrupted bulk operation has come.
    var bulkProgress = BulkProgress()
    /// The instructions before which guests stop, in a store that can be debugged.
    var breakpoints = Breakpoints()
    /// Whether there was a breakpoint where the last guest stopped.
    package var isAtBreakpoint = false
    /// Whether the frames of the next trap are kept, and those of the last one.
    package var keepsTrapFrames = false
    package var trapFrames: CapturedStack?
    /// Takes samples of stacks; `nil` if no profile is made.
    var sampler: Sampler?
    /// Whether the `struct.new` that leaves the loop is paid for.
    var structureIsPaid = false
    /// The units that the current step was counted to have cost beside its instruction.
    var stepCharges = 0
    /// What was counted when the profile was begun.
    var countsBefore: ExecutionCounts.Values?
    /// The budget spent when the profile was begun.
    var profileStart: UInt64 = 0
    /// Whether the frames of guests that fail are kept, with their values, for a core dump: see `writeCoreDump`. What that
    /// takes is paid for by the failure: up to ``StoreLimits/stackSlots`` slots are copied, and kept until another guest
    /// fails, this is set to `false`, or the store is reset.
    public var capturesCoreDumps = false {
        didSet { if !capturesCoreDumps { failedStack = nil } }
    }
    /// The frames of the guest that has failed last, for a core dump.
    package internal(set) var failedStack: CapturedStack?
    /// Records the host calls of guests; `nil` if they are not recorded.
    package var recorder: Recorder? {
        didSet {
            machine.isRecorded = recorder != nil
            state.isRecorded = recorder != nil
        }
    }

    /// The closure that is told what happens here; `nil` for none.
    public var observer: StoreObserver? {
        get { currentObserver }
        set {
            // Freed after the access: the closure may be the last owner of an object whose `deinit` uses the store.
            let old = currentObserver
            currentObserver = newValue
            machine.isObserved = newValue?.events.contains(.hostCalls) ?? false
            machine.observesExceptions = newValue?.events.contains(.exceptions) ?? false
            withExtendedLifetime(old) {}
        }
    }
    private var currentObserver: StoreObserver?

    #if NESTBOX_PROFILE
        /// Counts of what has been executed so far.
        package let executionProfile = ExecutionProfile()
    #endif

    /// An empty store.
    ///
    /// - Parameters:
    ///   - limits: The limits that the store's instances share.
    ///   - profile: Whether the bits of NaNs are the same on every machine.
    ///   - budgetUnit: What ``budget`` counts.
    ///   - instruments: What guests' code is prepared for besides running.
    public convenience init(
        limits: StoreLimits = StoreLimits(), profile: Profile = .full, budgetUnit: BudgetUnit = .instruction,
        instruments: Instruments = []
    ) {
        var options = LoweringOptions(profile: profile, budgetUnit: budgetUnit)
        options.instruments = instruments
        self.init(limits: limits, options: options)
    }

    package init(limits: StoreLimits, options: LoweringOptions) {
        self.limits = limits
        self.options = options
        hostMemory = HostMemoryAccount(limit: limits.hostBytes)
        state = StoreState(heap: Heap(limit: limits.heapBytes, options))
        if options.instruments.contains(.debugging) { machine.interruption = Uninterrupted() }
        guard options.instruments.contains(.blockCounts) else { return }
        state.counts = ExecutionCounts()
        machine.isCounting = true
        setNextCheck()
    }

    /// Goes on with the budget of a snapshot: what was spent there counts as spent, and the limit rises by as much, so that
    /// the budget in the end is that of a run in one go.
    public func continueBudget(of snapshot: Snapshot) {
        let left = budget.remaining
        moveProfile(from: budget.spent, to: snapshot.spent)
        machine.budget.spent = snapshot.spent
        if let left { budget.allow(left) }
    }

    /// Returns the function type with this number.
    func functionType(_ number: UInt32) -> FunctionType { state.heap.types.functionType(number) }

    /// Pages of 64 KiB of all linear memories together, rounded up.
    public var memoryPages: UInt64 { (state.totalMemoryBytes &+ 0xFFFF) >> 16 }

    /// Bytes of host memory that the store occupies now, as ``StoreLimits/hostBytes`` counts them.
    public var hostBytes: UInt64 { hostMemory.held }

    /// The most bytes of host memory that the store has occupied at once, since it was made or reset.
    public var hostBytesPeak: UInt64 { hostMemory.peak }

    /// The bytes of host memory that the store occupies now, by kind. Their sum is ``hostBytes``.
    public var hostUsage: HostUsage { hostMemory.usage }

    /// The first memory of an instance; `nil` if it has none or was discarded.
    func firstMemory(of instance: InstanceIdentity) -> Int? { state.firstMemory(of: instance) }

    /// Calls a host function as from an instance that has only a memory. For tests of host functions.
    package func callForTest(
        _ function: HostFunction, arguments: [UInt64], memory: [UInt8]
    ) throws -> (results: [UInt64], memory: [UInt8]) {
        state.memories = [MemoryInstance(type: MemoryType(limits: SizeLimits(minimum: 0)), size: memory.count)]
        state.memories[0].bytes = memory
        state.instances = [ModuleInstance(memories: [0])]
        machine.stack = arguments + [UInt64](repeating: 0, count: 16)
        var call = HostCall(
            store: self, caller: state.identity(of: InstanceAddress(index: 0)), base: 0)
        try function.body(&call)
        return (Array(machine.stack[..<function.type.results.count]), state.memories[0].bytes)
    }
}

/// The cost of execution so far and its limit, in units: one for most instructions (see `BudgetCosts` and the
/// instruction table), or about one for a nanosecond (``BudgetUnit/time``).
public struct Budget: Sendable {
    /// Units spent so far, exact at every host call, trap and return.
    public internal(set) var spent: UInt64 = 0
    /// The total that may be spent; `nil` for no limit. When more is spent, execution stops with
    /// ``Trap/Kind/budgetExhausted``, at the latest at the next backward branch, call or return. A bulk operation that would
    /// spend more does not begin.
    public var limit: UInt64?

    /// The units left until the limit; `nil` without one.
    public var remaining: UInt64? { limit.map { $0 > spent ? $0 - spent : 0 } }

    /// Sets the limit so that so many units may be spent from now on.
    public mutating func allow(_ units: UInt64) {
        let (sum, overflow) = spent.addingReportingOverflow(units)
        limit = overflow ? .max : sum
    }

    /// The limit as the interpreter's `Int`.
    var limitAsInt: Int { limit.map { Int(clamping: $0) } ?? .max }
    var spentAsInt: Int { Int(clamping: spent) }

    /// Returns by how much the limit is too low for spending so many units after others.
    func missing(for units: Int, after spent: Int) -> UInt64 {
        let (sum, overflow) = UInt64(clamping: spent).addingReportingOverflow(UInt64(clamping: units))
        guard let limit, overflow || sum > limit else { return 0 }
        return overflow ? .max : sum &- limit
    }
}
