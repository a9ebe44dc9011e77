import WasmSyntax

/// A module instance (specification: *Execution / Runtime Structure / Module Instances*). Its arrays map the module's
/// indices to addresses in the store.
struct ModuleInstance {
    /// The instance's code; `nil` if it was discarded.
    var code: CodeObject?
    /// See ``InstanceIdentity``.
    var serial: UInt32 = 0
    /// The instances whose exports this one imports, each once.
    var providers: [Int] = []
    /// The number of instances that import this one's exports.
    var importers = 0
    /// The number of frames, of suspended calls, that this instance runs in.
    var suspendedFrames = 0
    var importedFunctions: [Int] = []
    /// Bytes of host memory that count for the records of the host functions that this instance imports.
    var hostFunctionBytes: UInt64 = 0
    /// The address of the first function that the module defines; the others follow.
    var firstFunction = 0
    var tables: [Int] = []
    var memories: [Int] = []
    var tags: [Int] = []
    var importedGlobals: [Int] = []
    /// The address of the first global that the module defines; the others follow.
    var firstGlobal = 0
    /// Values of the element segments, as in slots; empty once dropped, as active ones are after they are written.
    var elements: [[UInt64]] = []
    /// The element segments of expressions whose values the collector follows. Only these are listed, as a module may have a
    /// million others, which would make each collection slower.
    var managedSegments: [Int] = []
    /// The data segments, as ranges of the module's bytes; empty once dropped, as active ones are after they are written.
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
