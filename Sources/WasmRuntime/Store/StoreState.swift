import WasmSyntax

/// The functions, memories, tables, globals, tags, instances and objects of a store, as plain values (specification:
/// *Execution / Runtime Structure / Store*).
///
/// The loop, and the operations that are performed without leaving ``runLoop``, get this structure as a parameter. Swift then
/// checks the access to the store's property once, at the beginning; with a property for each part it would check every
/// access to every part, which took longer than most of these operations.
package struct StoreState {
    /// Structs, arrays and exceptions, and the defined types of the whole store.
    var heap: Heap
    var functions: [FunctionRecord] = []
    var hostFunctions: [HostFunctionRecord] = []
    /// All memories. The first is empty: it stands in for the memory of instances that have none.
    package var memories: [MemoryInstance]
    /// All tables. The first is empty: it stands in for the table of instances that have none.
    var tables: [TableInstance]
    /// Bytes of all memories, committed or not.
    var totalMemoryBytes: UInt64 = 0
    /// Elements of all tables.
    var totalTableElements: UInt64 = 0
    var globals: [UInt64] = []
    /// The upper halves of those globals that are vectors.
    var globalUpperHalves: [UInt64] = []
    var globalTypes: [GlobalType] = []
    /// The type number of each tag.
    var tags: [UInt32] = []
    var instances: [ModuleInstance] = []

    init(heap: Heap) {
        self.heap = heap
        let nothing = SizeLimits(minimum: 0, maximum: 0)
        memories = [MemoryInstance(type: MemoryType(limits: nothing), size: 0)]
        tables = [TableInstance(type: TableType(limits: nothing, element: .funcref), elements: [])]
    }
}

/// The value stack, and what is in use of it.
package struct Machine {
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

    /// Sets what an execution that waits for a host function has in use, and returns what was in use before.
    mutating func waitForHost(stackTop: Int, depth: Int) -> (stackTop: Int, depth: Int) {
        let before = (self.stackTop, self.depth)
        (self.stackTop, self.depth) = (stackTop, depth)
        return before
    }

    /// Ends the waiting.
    mutating func goOn(_ before: (stackTop: Int, depth: Int)) { (stackTop, depth) = before }
}
