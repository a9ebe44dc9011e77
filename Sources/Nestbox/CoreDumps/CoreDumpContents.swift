import WasmRuntime
import WasmSyntax
import WasmValidation

/// The instances of a store that are part of a core dump, with the numbers of what they share.
struct CoreDumpContents {
    private(set) var modules: [(module: Module, name: Name?)] = []
    private(set) var instances: [CoreDump.LoadedInstance] = []
    /// The places in the store of memories and globals, by number.
    private(set) var memories: [Int] = []
    private(set) var globals: [Int] = []
    private(set) var omittedInstances = 0
    private var moduleNumbers: [ObjectIdentifier: Int] = [:]
    private var memoryNumbers: [Int: Int] = [:]
    private var globalNumbers: [Int: Int] = [:]
    /// The numbers of instances by their places in the store.
    private var instanceNumbers: [Int: Int] = [:]
    /// The numbers of instances that were discarded since, by their modules.
    private var discarded: [ObjectIdentifier: Int] = [:]

    /// Numbers the instances of a store. If they have more memories or globals than a module can have, those that have no
    /// frame are left out.
    init(_ store: Store, _ stack: CapturedStack?) {
        var withFrames: Set<Int> = []
        for frame in stack?.frames ?? [] where frame.isCurrent(in: store) { withFrames.insert(frame.instance.index) }
        let all = store.dumpedInstances
        var accepted: Set<Int> = []
        for instance in all where withFrames.contains(instance.address.index) {
            if number(instance) { accepted.insert(instance.address.index) }
        }
        for instance in all where !withFrames.contains(instance.address.index) {
            if number(instance) { accepted.insert(instance.address.index) }
        }
        for instance in all {
            let isAccepted = accepted.contains(instance.address.index)
            guard isAccepted || withFrames.contains(instance.address.index) else {
                omittedInstances &+= 1
                continue
            }
            instanceNumbers[instance.address.index] = instances.count
            instances.append(
                CoreDump.LoadedInstance(
                    module: number(of: instance.module, instance.name),
                    memories: isAccepted ? instance.memories.compactMap { memoryNumbers[$0] } : [],
                    globals: isAccepted ? instance.globals.compactMap { globalNumbers[$0] } : []))
        }
        for frame in stack?.frames ?? [] where !frame.isCurrent(in: store) {
            guard discarded[ObjectIdentifier(frame.module)] == nil else { continue }
            discarded[ObjectIdentifier(frame.module)] = instances.count
            instances.append(
                CoreDump.LoadedInstance(module: number(of: frame.module, nil), memories: [], globals: []))
        }
    }

    /// The number of the instance that a frame belongs to.
    func instance(of frame: CapturedStack.Frame, in store: Store) -> Int {
        let number =
            frame.isCurrent(in: store)
            ? instanceNumbers[frame.instance.index] : discarded[ObjectIdentifier(frame.module)]
        return number ?? 0
    }

    private mutating func number(of module: Module, _ name: Name?) -> Int {
        if let number = moduleNumbers[ObjectIdentifier(module)] { return number }
        moduleNumbers[ObjectIdentifier(module)] = modules.count
        modules.append((module, name))
        return modules.count &- 1
    }

    /// Gives numbers to the memories and globals of an instance; returns whether there is room for them.
    private mutating func number(_ instance: DumpedInstance) -> Bool {
        let newMemories = instance.memories.filter { memoryNumbers[$0] == nil }
        let newGlobals = instance.globals.filter { globalNumbers[$0] == nil }
        guard memories.count &+ newMemories.count <= ImplementationLimits.memories,
            globals.count &+ newGlobals.count <= ImplementationLimits.globals,
            instanceNumbers.count < CoreDumpFormat.mostInstances
        else { return false }
        for place in newMemories where memoryNumbers[place] == nil {
            memoryNumbers[place] = memories.count
            memories.append(place)
        }
        for place in newGlobals where globalNumbers[place] == nil {
            globalNumbers[place] = globals.count
            globals.append(place)
        }
        return true
    }
}
