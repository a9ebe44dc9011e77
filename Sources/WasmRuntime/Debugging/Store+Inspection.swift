import WasmSyntax
import WasmValidation

// What a debugger sees of a store besides frames.

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

    /// Sets or removes a breakpoint before the instruction at a byte offset of an instance's module, for all instances of the
    /// module. A call that can be suspended stops there (``Suspension/yielded``); others do not.
    ///
    /// - Returns: Whether the offset is in the body of a function.
    package func setBreakpoint(_ isSet: Bool, at offset: Int, in instance: InstanceAddress) -> Bool {
        guard isDebuggable, let module = debuggedModule(of: instance) else { return false }
        guard module.validated.module.bodies.contains(where: { $0.code.contains(offset) }) else { return false }
        setBreakpoint(isSet, at: offset, in: module)
        return true
    }
}

extension Module {
    /// Bytes of the module, in the binary format if it was loaded from that.
    package var bytes: [UInt8] { validated.module.bytes }
}
