import WasmSyntax
import WasmValidation

// The parts of a store that a debugger shows besides frames.

extension Store {
    /// The instances that guests have here, with their modules.
    package var debuggedInstances: [(instance: InstanceAddress, module: Module)] {
        state.instances.enumerated().compactMap { index, instance in
            instance.code.map { (InstanceAddress(index: index), $0.module) }
        }
    }

    /// The module of an instance; `nil` if there is no such instance.
    package func debuggedModule(of instance: InstanceAddress) -> Module? {
        guard state.instances.indices.contains(instance.index) else { return nil }
        return state.instances[instance.index].code?.module
    }

    /// The first memory of an instance; `nil` if it has none.
    package func debuggedMemory(of instance: InstanceAddress) -> GuestMemory? {
        guard debuggedModule(of: instance) != nil, let first = state.instances[instance.index].memories.first else {
            return nil
        }
        return GuestMemory(store: self, address: first, owner: state.identity(of: instance))
    }

    /// The values of an instance's globals, by index.
    package func globals(of instance: InstanceAddress) -> [FrameValue] {
        guard let module = debuggedModule(of: instance)?.validated else { return [] }
        let count = module.importCounts.globals &+ module.module.globals.count
        return (0..<count).compactMap { index in
            let address = state.instances[instance.index].globalAddress(UInt32(truncatingIfNeeded: index))
            guard state.globals.indices.contains(address), state.globalTypes.indices.contains(address) else {
                return nil
            }
            let upperHalf = state.globalUpperHalves.indices.contains(address) ? state.globalUpperHalves[address] : 0
            return FrameValue(state.globals[address], upperHalf: upperHalf, state.globalTypes[address].value)
        }
    }

    /// Returns the offset of the instruction at which a guest can stop for an offset of a module: the first one of a
    /// function for an offset in the list of its locals, which comes before. `nil` if the offset is in no function.
    package func instruction(at offset: Int, in instance: InstanceAddress) -> Int? {
        guard let bodies = debuggedModule(of: instance)?.validated.module.bodies,
            let index = bodies.firstIndex(where: { offset < $0.code.upperBound })
        else { return nil }
        let first = index > 0 ? bodies[index - 1].code.upperBound : bodies[index].code.lowerBound &- Store.longestHeader
        return offset >= first ? max(offset, bodies[index].code.lowerBound) : nil
    }

    /// The bytes that may lie between the beginning of the first function and its first instruction: a number of 32 bits and
    /// some groups of locals.
    private static let longestHeader = 64

    /// Sets or removes a breakpoint before the instruction at a byte offset of an instance's module, for all instances of
    /// the module. A call that can be suspended stops there (``Suspension/yielded``); others do not.
    ///
    /// - Returns: Whether the offset is in the body of a function.
    package func setBreakpoint(_ isSet: Bool, at offset: Int, in instance: InstanceAddress) -> Bool {
        guard isDebuggable, let module = debuggedModule(of: instance),
            self.instruction(at: offset, in: instance) == offset
        else { return false }
        setBreakpoint(isSet, at: offset, in: module)
        return true
    }
}

extension Module {
    /// Bytes of the module, in the binary format if it was loaded from that.
    package var bytes: [UInt8] { validated.module.bytes }
}
