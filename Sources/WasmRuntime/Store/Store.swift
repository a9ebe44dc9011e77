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
    public var interruption: (any Interruption)?
    /// The budget of all calls together; see ``Budget``.
    public var budget = Budget()

    let options: LoweringOptions
    /// The host memory that the store occupies.
    package let hostMemory: HostMemoryAccount

    /// Structs, arrays and exceptions, and the defined types of the whole store.
    var heap: Heap
    var functions: [FunctionRecord] = []
    var hostFunctions: [HostFunction] = []
    /// All memories. The first is empty: it stands in for the memory of instances that have none.
    package var memories: [MemoryInstance]
    /// All tables. The first is empty: it stands in for the table of instances that have none.
    var tables: [TableInstance]
    /// Bytes of all memories, committed or not, and elements of all tables.
    var totalMemoryBytes: UInt64 = 0
    var totalTableElements: UInt64 = 0
    var globals: [UInt64] = []
    /// The upper halves of those globals that are vectors.
    var globalUpperHalves: [UInt64] = []
    var globalTypes: [GlobalType] = []
    /// The type number of each tag.
    var tags: [UInt32] = []
    var instances: [ModuleInstance] = []
    /// Exceptions that have left WebAssembly code, by the number that stands for each: see ``WasmException``.
    var escaped = EscapedExceptions()
    /// The code of each module that has an instance here.
    var codeObjects: [ObjectIdentifier: CodeObject] = [:]

    /// Bytes of the internal code of all modules.
    var codeBytes: UInt64 = 0

    /// The value stack; empty until something runs.
    package var stack: [UInt64] = []
    /// 16 bytes for each slot of the value stack; empty until code with vectors runs.
    var vectorStack: [UInt8] = []
    /// Slots of the value stack in use by the executions that wait for a host function.
    var stackTop = 0
    /// Nested WebAssembly calls of the executions that wait for a host function.
    var depth = 0
    /// Nested executions: a host function may call back into a guest.
    var nesting = 0
    /// Whether the interruption is being polled.
    var isPolling = false
    /// The interruption that a memory access of a host function met, for the guest to stop when the function returns: see
    /// `commitForHost`.
    var interruptedInHostFunction: Interrupted?

    #if NESTBOX_PROFILE
        /// Counts of what has been executed so far.
        package let profile = ExecutionProfile()
    #endif

    /// An empty store.
    ///
    /// - Parameters:
    ///   - limits: The limits that the store's instances share.
    ///   - profile: Whether the bits of NaNs are the same on every machine.
    ///   - budgetUnit: What ``budget`` counts.
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

    /// Returns the function type with this number.
    func functionType(_ number: UInt32) -> FunctionType { heap.types.functionType(number) }

    /// Pages of 64 KiB of all linear memories together, rounded up.
    public var memoryPages: UInt64 { (totalMemoryBytes &+ 0xFFFF) >> 16 }

    /// Bytes of host memory that the store occupies now, as ``StoreLimits/hostBytes`` counts them.
    public var hostBytes: UInt64 { hostMemory.held }

    package func firstMemory(of instance: InstanceAddress) -> Int? {
        instance.index < instances.count ? instances[instance.index].memories.first : nil
    }

    /// Calls a host function as from an instance that has only a memory. For tests of host functions.
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
}
