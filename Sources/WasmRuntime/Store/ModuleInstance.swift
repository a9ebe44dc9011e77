import WasmSyntax

/// A module instance (specification: *Execution / Runtime Structure / Module Instances*). All indices are the module's,
/// all values addresses in the store.
struct ModuleInstance {
    var code: CodeObject?
    var importedFunctions: [Int] = []
    /// The module's own functions follow one another.
    var firstFunction = 0
    var tables: [Int] = []
    var memories: [Int] = []
    var tags: [Int] = []
    var importedGlobals: [Int] = []
    /// The module's own globals follow one another.
    var firstGlobal = 0
    /// Values of the passive element segments; empty once dropped.
    var elements: [[UInt64]] = []
    /// Those element segments that are passive and hold references that the collector follows. A million others would make
    /// each collection take as long as if they did.
    var managedSegments: [Int] = []
    /// Bytes of the data segments as ranges of the module's; empty once dropped.
    var data: [Range<Int>] = []

    init(memories: [Int] = []) { self.memories = memories }

    func functionAddress(_ index: UInt32) -> Int {
        let index = Int(index)
        return index < importedFunctions.count
            ? importedFunctions[index] : firstFunction &+ index &- importedFunctions.count
    }

    func globalAddress(_ index: UInt32) -> Int {
        let index = Int(index)
        return index < importedGlobals.count
            ? importedGlobals[index] : firstGlobal &+ index &- importedGlobals.count
    }
}
