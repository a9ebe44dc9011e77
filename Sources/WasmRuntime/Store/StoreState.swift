import WasmSyntax

/// The functions, memories, tables, globals, tags, instances and objects of a store, as plain values (specification:
/// *Execution / Runtime Structure / Store*).
///
/// The loop, and the operations that are performed without leaving ``runLoop``, get this structure as a parameter. Swift
/// then checks the access to the store's property once, at the beginning; with a property for each part it would check every
/// access to every part, which took longer than most of these operations.
package struct StoreState {
    /// Structs, arrays and exceptions, and the defined types of the whole store.
    var heap: Heap
    var functions: [FunctionRecord] = []
    var hostFunctions: [HostFunctionRecord] = []
    /// For each of them, the instance that imports it; `nil` if that was discarded.
    var hostFunctionOwners: [InstanceIdentity?] = []
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
    /// The items of the arrays above that discarded instances have left.
    var free = FreeItems()
    /// The serial number that an instance got last.
    var lastSerial: UInt32 = 1
    /// The serial number of what the embedder makes; another one after each reset.
    var hostSerial: UInt32 = 1
    /// Whether the store has a recorder.
    var isRecorded = false
    /// What is counted of the store's guests; `nil` if blocks are not counted.
    var counts: ExecutionCounts?
    /// The places of the frames that the current search for a handler has come to, innermost first, where blocks are counted.
    /// Not in ``counts``: each use of an object's property is checked while the program runs.
    var searched: [Int] = []
    /// The slots of suspended executions; `nil` at places that are free.
    var parked: [ParkedSlots?] = []
    /// The free places in ``parked``.
    var freeParked: [Int] = []

    init(heap: Heap) {
        self.heap = heap
        let nothing = SizeLimits(minimum: 0, maximum: 0)
        // An array without room is not unique, and makes a new one each time the loop is entered.
        globals.reserveCapacity(1)
        memories = [MemoryInstance(type: MemoryType(limits: nothing), size: 0)]
        tables = [TableInstance(type: TableType(limits: nothing, element: .funcref), elements: [])]
    }
}

/// The code of an instance, and the addresses of its first memory and table.
struct CurrentInstance {
    let code: CodeObject
    /// The address of the first memory.
    let memory: Int
    /// The address of the first table.
    let table: Int
    /// Pages of 64 KiB of the first memory.
    let memoryPages: UInt32
}

extension StoreState {
    /// Returns the code and the first memory and table of an instance; `nil` if the instance has no code.
    mutating func current(_ instance: UInt32) -> CurrentInstance? {
        let instance = Int(instance)
        guard let code = instances[instance].code else { return nil }
        let memory = instances[instance].memories.first ?? 0
        return CurrentInstance(
            code: code, memory: memory, table: instances[instance].tables.first ?? 0,
            memoryPages: UInt32(truncatingIfNeeded: memories[memory].accessibleSize &>> 16))
    }

    /// Returns the record of a host function, given by its address as a function; `nil` if the function is not of the host.
    mutating func hostFunction(at address: Int) -> HostFunctionRecord? {
        let record = functions[address]
        return record.instance == FunctionRecord.host ? hostFunction(record.index) : nil
    }
}
