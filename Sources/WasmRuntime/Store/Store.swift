import WasmSyntax
import WasmValidation

/// Where an instance is in its store.
package struct InstanceAddress: Hashable, Sendable {
    package var index: Int
    package init(index: Int) { self.index = index }
}

/// Everything that guests run on: their instances, memories, tables and globals, the value stack and the budget.
/// Nothing of one store can be reached from another (specification: *Execution / Runtime Structure / Store*).
///
/// A store belongs to one thread at a time. Only its ``interruption`` may be used from others.
public final class Store {
    /// What the store's instances may use together.
    public let limits: StoreLimits
    /// Asked at intervals whether the guest must stop.
    public var interruption: (any Interruption)?
    /// The budget of all calls together; see ``Budget``.
    public var budget = Budget()

    let options: LoweringOptions
    /// What the store makes the host hold.
    package let hostMemory: HostMemoryAccount

    /// Structs, arrays and exceptions, and the types of all there is.
    var heap: Heap
    var functions: [FunctionRecord] = []
    var hostFunctions: [HostFunction] = []
    /// At 0 an empty memory, for instances that have none.
    package var memories: [MemoryInstance]
    /// At 0 an empty table, for instances that have none.
    var tables: [TableInstance]
    /// Bytes of all memories, committed or not, and elements of all tables.
    var totalMemoryBytes: UInt64 = 0
    var totalTableElements: UInt64 = 0
    var globals: [UInt64] = []
    /// The upper halves of those globals that are vectors.
    var globalUpperHalves: [UInt64] = []
    var globalTypes: [GlobalType] = []
    /// The types' numbers.
    var tags: [UInt32] = []
    var instances: [ModuleInstance] = []
    /// Exceptions that have left WebAssembly code, by the number that stands for each: see ``WasmException``.
    var escaped = EscapedExceptions()
    /// The code of each module that has an instance here.
    var codeObjects: [ObjectIdentifier: CodeObject] = [:]

    /// Bytes of internal code, of all modules.
    var codeBytes: UInt64 = 0

    /// The value stack; empty until something runs.
    package var stack: [UInt64] = []
    /// 16 bytes for each slot of the value stack, or empty while no code with vectors has run.
    var vectorStack: [UInt8] = []
    /// Slots in use by the executions that wait for a host function.
    var stackTop = 0
    /// Calls inside one another of all executions.
    var depth = 0
    /// Executions inside one another: a host function may call back.
    var nesting = 0
    /// Whether the interruption is being asked.
    var isAsking = false
    /// Set when a host function found that the guest must stop, but could not say so: see `commitForHost`.
    var interruptedInHostFunction: Interrupted?

    #if NESTBOX_PROFILE
        /// What has been executed so far.
        package let profile = ExecutionProfile()
    #endif

    /// An empty store.
    ///
    /// - Parameter budgetUnit: What ``budget`` counts.
    public convenience init(
        limits: StoreLimits = StoreLimits(), profile: Profile = .full, budgetUnit: BudgetUnit = .instruction
    ) {
        self.init(limits: limits, options: LoweringOptions(profile: profile, budgetUnit: budgetUnit))
    }

    package init(limits: StoreLimits, options: LoweringOptions) {
        self.limits = limits
        self.options = options
        hostMemory = HostMemoryAccount(limit: limits.hostBytes)
        heap = Heap(limit: limits.heapBytes, collectsAlways: options.collectsAlways)
        let nothing = SizeLimits(minimum: 0, maximum: 0)
        memories = [MemoryInstance(type: MemoryType(limits: nothing), size: 0)]
        tables = [TableInstance(type: TableType(limits: nothing, element: .funcref), elements: [])]
    }

    /// The function type with this number.
    func functionType(_ number: UInt32) -> FunctionType { heap.types.functionType(number) }

    /// Pages of 64 KiB of all linear memories together, rounded up.
    public var memoryPages: UInt64 { (totalMemoryBytes &+ 0xFFFF) >> 16 }

    /// Bytes that the store makes the host hold now, as ``StoreLimits/hostBytes`` counts them.
    public var hostBytes: UInt64 { hostMemory.held }

    package func firstMemory(of instance: InstanceAddress) -> Int? {
        instance.index < instances.count ? instances[instance.index].memories.first : nil
    }

    /// For tests of host functions: calls one with these arguments as from an instance that has only a memory.
    package func callForTest(
        _ function: HostFunction, arguments: [UInt64], memory: [UInt8]
    ) throws -> (results: [UInt64], memory: [UInt8]) {
        memories = [MemoryInstance(type: MemoryType(limits: SizeLimits(minimum: 0)), size: memory.count)]
        memories[0].bytes = memory
        instances = [ModuleInstance(memories: [0])]
        stack = arguments + [UInt64](repeating: 0, count: 16)
        var call = HostCall(store: self, caller: InstanceAddress(index: 0), base: 0)
        try function.body(&call)
        return (Array(stack[..<function.type.results.count]), memories[0].bytes)
    }
}

/// What execution has cost and may cost, in units of budget: one for most instructions (see `BudgetCosts` and the
/// instruction table), or by time (``BudgetUnit``).
public struct Budget: Sendable {
    /// Units spent so far, exact at every host call, trap and return.
    public internal(set) var spent: UInt64 = 0
    /// The total that may be spent; `nil` for no limit. Execution stops with ``Trap/Kind/budgetExhausted`` at the latest
    /// at the next backward branch, call or return when more is spent, and before a bulk operation that would spend more.
    public var limit: UInt64?

    /// What is left; `nil` without a limit.
    public var remaining: UInt64? { limit.map { $0 > spent ? $0 - spent : 0 } }

    /// Allows so many units from now on.
    public mutating func allow(_ units: UInt64) {
        let (sum, overflow) = spent.addingReportingOverflow(units)
        limit = overflow ? .max : sum
    }

    /// The limit as the machine counts.
    var limitAsInt: Int { limit.map { Int(clamping: $0) } ?? .max }
    var spentAsInt: Int { Int(clamping: spent) }
}
