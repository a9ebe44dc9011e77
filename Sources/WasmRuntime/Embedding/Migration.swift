import WasmSyntax

/// The reason why the state of an instance cannot be taken over by another one.
public enum MigrationError: Error, Hashable, Sendable {
    /// The instances are not of the same store, or not of the session's.
    case otherStore
    /// The new instance has no export of this name and kind.
    case noExport(String)
    /// The new instance exports something of another type under this name.
    case otherType(String)
    /// The new instance exports one memory or global under this name and another one, and the old instance exports two:
    /// one would overwrite the other.
    case ambiguous(String)
    /// The new memory of this name cannot grow to the size of the old one.
    case noRoom(String)
    /// The host is using the bytes of a memory, or the store's calls are being recorded.
    case inUse
}

extension MigrationError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .otherStore: "the instance belongs to another store"
        case .noExport(let name): "the new module exports no \"\(Name(name))\""
        case .otherType(let name): "the new module's export \"\(Name(name))\" has another type"
        case .ambiguous(let name):
            "the new module's export \"\(Name(name))\" stands for several memories or globals of the old one"
        case .noRoom(let name): "the new memory \"\(Name(name))\" cannot grow to the old one's size"
        case .inUse: "a memory's bytes are in use, or the store's calls are being recorded"
        }
    }
}

extension Instance {
    /// Gives the contents of this instance's exported memories and mutable exported globals to another instance, which has
    /// exports of the same names and types.
    ///
    /// It suits a new version of a module that keeps everything in memory where the old one keeps it: a change of code
    /// alone. The whole memory becomes that of this instance, and zero beyond its size, so that constants which the new
    /// module has in data segments are overwritten too. Function references are left out, because they refer to
    /// functions of this instance.
    ///
    /// The bytes of a memory are not copied until one of the instances writes to it.
    ///
    /// - Throws: ``MigrationError`` or ``CallError/instanceDiscarded``; then nothing was given, but memories of the new
    ///   instance may have grown. Growing costs the guest nothing, and is never interrupted.
    public func copyState(to new: Instance) throws {
        guard store === new.store else { throw MigrationError.otherStore }
        guard !isDiscarded, !new.isDiscarded else { throw CallError.instanceDiscarded }
        guard store.recorder == nil, !store.isPolling else { throw MigrationError.inUse }
        var memories: [(old: Int, new: Int, name: String)] = []
        var globals: [(old: Int, new: Int)] = []
        // The memories and globals of this instance, by those of the new one.
        var (givenMemories, givenGlobals): ([Int: Int], [Int: Int]) = ([:], [:])
        for (name, external) in exports {
            switch external {
            case .memory(let old):
                guard case .memory(let counterpart)? = new[name] else { throw MigrationError.noExport(name.text) }
                try check(old.address, counterpart.address, name)
                guard givenMemories.updateValue(old.address, forKey: counterpart.address) ?? old.address == old.address
                else { throw MigrationError.ambiguous(name.text) }
                if old.address != counterpart.address { memories.append((old.address, counterpart.address, name.text)) }
            case .global(let old):
                let type = store.state.globalTypes[old.address]
                guard type.isMutable, !store.state.isFunctionReference(type.value) else { continue }
                guard case .global(let counterpart)? = new[name] else { throw MigrationError.noExport(name.text) }
                guard store.state.globalTypes[counterpart.address] == type else {
                    throw MigrationError.otherType(name.text)
                }
                guard givenGlobals.updateValue(old.address, forKey: counterpart.address) ?? old.address == old.address
                else { throw MigrationError.ambiguous(name.text) }
                globals.append((old.address, counterpart.address))
            case .function, .table, .tag: continue
            }
        }
        for memory in memories {
            let type = store.state.memories[memory.new].type
            let wanted = store.state.memories[memory.old].size
            let missing = UInt64(max(0, wanted &- store.state.memories[memory.new].size))
            guard try missing == 0 || store.growMemory(memory.new, by: type.pages(ofBytes: missing), pay: {}) != nil
            else { throw MigrationError.noRoom(memory.name) }
        }
        for memory in memories { store.state.memories[memory.new].bytes = store.state.memories[memory.old].bytes }
        for global in globals {
            store.state.globals[global.new] = store.state.globals[global.old]
            store.state.globalUpperHalves[global.new] = store.state.globalUpperHalves[global.old]
        }
    }

    /// Compares the kinds of two memories.
    private func check(_ old: Int, _ new: Int, _ name: Name) throws(MigrationError) {
        guard !store.state.memories[old].isLent, !store.state.memories[new].isLent else { throw .inUse }
        var (oldType, newType) = (store.state.memories[old].type, store.state.memories[new].type)
        (oldType.limits, newType.limits) = (SizeLimits(minimum: 0), SizeLimits(minimum: 0))
        guard oldType == newType else { throw .otherType(name.text) }
    }
}
