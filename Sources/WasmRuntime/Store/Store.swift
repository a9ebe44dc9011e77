import WasmSyntax

/// Where an instance is in its store.
package struct InstanceAddress: Hashable, Sendable {
    package var index: Int
    package init(index: Int) { self.index = index }
}

/// Everything that guests run on: their instances, memories, tables and globals, and the machine that executes them.
/// Nothing of one store can be reached from another (specification: *Execution / Runtime Structure / Store*).
///
/// A store belongs to one thread at a time. Only its ``interruption`` may be used from others.
public final class Store {
    package var memories: [MemoryInstance] = []
    package var stack: [UInt64] = []
    /// Asked at intervals whether the guest must stop.
    public var interruption: (any Interruption)?
    package var firstMemories: [Int?] = []

    /// An empty store.
    public init() {}

    package func firstMemory(of instance: InstanceAddress) -> Int? {
        instance.index < firstMemories.count ? firstMemories[instance.index] : nil
    }

    /// For tests of host functions: a call of `function` with these arguments on a caller that has only a memory.
    package func callForTest(
        _ function: HostFunction, arguments: [UInt64], memory: [UInt8]
    ) throws -> (results: [UInt64], memory: [UInt8]) {
        memories = [MemoryInstance(type: MemoryType(limits: SizeLimits(minimum: 0)), bytes: memory)]
        firstMemories = [0]
        stack = arguments + [UInt64](repeating: 0, count: 16)
        var call = HostCall(store: self, caller: InstanceAddress(index: 0), base: 0)
        try function.body(&call)
        return (Array(stack[..<function.type.results.count]), memories[0].bytes)
    }
}
