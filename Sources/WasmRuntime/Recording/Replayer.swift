import WasmSyntax

/// Answers the host calls of a guest as a recording has them.
package final class Replayer {
    package let recording: Recording
    /// How far the replay has come.
    package var state: State
    /// Called before each host call is replayed, once its arguments are known to be those of the recording.
    package var observer: ((HostCall, ReplayedCall) throws -> Void)?

    /// A place in a recording.
    package struct State {
        fileprivate var reader: RecordReader
        fileprivate var imports: [Import] = []
        fileprivate var callCount: UInt64 = 0
        fileprivate var difference: ReplayDifference?
        /// Bytes of host memory that calls have held and not released.
        fileprivate var held: UInt64 = 0

        fileprivate struct Import {
            let module, name: Name
        }
    }

    package init(_ recording: Recording) {
        self.recording = recording
        state = State(reader: RecordReader(recording.bytes, from: recording.firstRecord))
    }

    /// The number of host calls that have been replayed.
    package var callCount: UInt64 { state.callCount }
    /// The first difference from the recording.
    package var difference: ReplayDifference? { state.difference }

    private var reader: RecordReader {
        get { state.reader }
        set { state.reader = newValue }
    }
    private var imports: [State.Import] { state.imports }

    /// Adds a provider that links every function with a host function that replays its calls.
    package func provide(_ imports: inout Imports) {
        imports.addProvider { [self] module, name, type in
            .function(HostFunction(type: type) { call in try self.replay(&call, module, name, type) })
        }
    }

    // MARK: - Calls

    private func replay(_ call: inout HostCall, _ module: Name, _ name: Name, _ type: FunctionType) throws {
        if let difference { throw difference }
        do {
            let place = ReplayPlace(
                number: callCount &+ 1, import: "\(module).\(name)", spent: call.spent, function: call.callingFunction)
            try beginCall(call, module, name, type, place)
            if let observer {
                try observer(call, ReplayedCall(module: module, name: name, rest: reader))
            }
            let outcome = try effects(of: call, place)
            state.callCount &+= 1
            try end(&call, outcome, type, place)
        } catch let found as ReplayDifference {
            state.difference = found
            throw found
        }
    }

    private func beginCall(
        _ call: HostCall, _ module: Name, _ name: Name, _ type: FunctionType, _ place: ReplayPlace
    ) throws {
        let recorded: RecordedCall
        switch try nextCall() {
        case .call(let call): recorded = call
        case .end(let ending, let spent):
            throw place.difference("expected \(ending) after \(spent) units, found this call")
        case .cut(let offset): throw place.cut(at: offset)
        }
        let (known, digest) = (imports[Int(recorded.import)], call.argumentDigest(type))
        guard known.module == module, known.name == name else {
            throw place.difference("expected a call of \(known.module).\(known.name) after \(recorded.spent) units")
        }
        guard recorded.spent == call.spent else {
            throw place.difference("expected the call after \(recorded.spent) units")
        }
        guard recorded.digest == digest else {
            let arguments = type.parameters.indices.map { "\(call.value(at: $0, as: type.parameters[$0]))" }
            throw place.difference(
                "the arguments or the size of the memory differ: found (\(arguments.joined(separator: ", "))), and "
                    + "\(call.memory?.byteCount ?? 0) bytes; digest expected \(hex(recorded.digest)), found \(hex(digest))"
            )
        }
    }

    private enum Next {
        case call(RecordedCall)
        case end(RecordedEnding, spent: UInt64)
        case cut(Int)
    }

    /// Reads up to the beginning of the next call.
    private func nextCall() throws -> Next {
        try skipImports()
        if let cut = recording.cut, reader.position >= cut { return .cut(cut) }
        let before = reader
        switch try reader.next() {
        case .call(let call) where call.import < imports.count: return .call(call)
        case .end(let ending, let spent):
            reader = before
            return .end(ending, spent: spent)
        default: return .cut(before.position)
        }
    }

    /// Reads the imports before the next call.
    private func skipImports() throws {
        var rest = reader
        while case .importName(let module, let name)? = try rest.next() {
            state.imports.append(State.Import(module: module, name: name))
            reader = rest
        }
    }

    /// Whether the recording goes on with a host call.
    var isBeforeCall: Bool {
        guard (try? skipImports()) != nil else { return false }
        var rest = reader
        guard case .call? = try? rest.next() else { return false }
        return rest.position <= recording.cut ?? .max
    }

    /// Compares what the host has read, and repeats what it has written, up to the call's end.
    private func effects(of call: HostCall, _ place: ReplayPlace) throws -> RecordedOutcome {
        let store = call.store
        while let record = try reader.next() {
            switch record {
            case .reads(let reads, let digest): try compare(reads, digest, in: store, place)
            case .write(let write):
                let memory = GuestMemory(store: store, address: Int(write.memory), owner: store.state.hostIdentity)
                do {
                    try memory.write(reader.bytes[write.bytes], at: write.address)
                } catch {
                    throw place.difference("the host has written to memory \(write.memory): \(error)")
                }
            case .outcome(let effects, let outcome):
                guard store.machine.charge(effects.charged) else {
                    throw place.difference("the call has cost \(effects.charged) units, which are not left")
                }
                if let limit = effects.newLimit { store.budget.limit = limit }
                guard store.hostMemory.take(effects.held, .recorded) else {
                    throw place.difference(
                        "the host has held \(effects.held) bytes more, which the limit does not allow")
                }
                // Only what calls have held: a recording must not raise the limit.
                let (held, overflow) = state.held.addingReportingOverflow(effects.held)
                let released = min(effects.released, overflow ? .max : held)
                state.held = held &- released
                store.hostMemory.release(released, .recorded)
                return outcome
            default: break
            }
        }
        throw place.difference("the recording goes no further")
    }

    private func compare(
        _ reads: [RecordedRead], _ expected: UInt64, in store: Store, _ place: ReplayPlace
    ) throws {
        var digest = RollingDigest()
        for read in reads {
            let memory = GuestMemory(store: store, address: Int(read.memory), owner: store.state.hostIdentity)
            guard Int(read.memory) < store.state.memories.count,
                let range = range(read.address, read.count, in: Int(clamping: memory.byteCount))
            else { throw place.difference("the host has read \(read), which is outside of the memory") }
            try digest.add(store.state.memories[Int(read.memory)], range) {
                if let reason = store.interruption?.reasonToStop() { throw Interrupted(reason) }
            }
        }
        guard digest.value == expected else {
            let list = reads.prefix(4).map { "\($0)" }.joined(separator: ", ") + (reads.count > 4 ? ", …" : "")
            throw place.difference(
                "what the guest passes differs: \(list); digest expected \(hex(expected)), found \(hex(digest.value))")
        }
    }

    /// Ends a call as it has ended in the recording.
    private func end(
        _ call: inout HostCall, _ outcome: RecordedOutcome, _ type: FunctionType, _ place: ReplayPlace
    ) throws {
        switch outcome {
        case .trapped(let kind): throw Trap(kind)
        case .exited(let code): throw GuestExit(code: code)
        case .returned(let values):
            let slots = try slots(values, type.results, in: call.store, place)
            for (index, value) in slots.enumerated() {
                if type.results[index] == .v128 {
                    call.setResult(low: value.bits, high: value.upperHalf, at: index)
                } else {
                    call.setResult(bits: value.bits, at: index)
                }
            }
        case .threw(let tag, let values):
            let store = call.store
            let tags = call.caller.map { store.state.instances[Int($0.index)].tags } ?? []
            guard Int(tag) < tags.count else { throw place.difference("the module has no tag \(tag)") }
            let thrown = Tag(store: store, address: tags[Int(tag)])
            let types = thrown.parameters
            let slots = try slots(values, types, in: store, place)
            throw try WasmException(thrown, zip(slots, types).map { Value($0, type: $1, in: store) })
        }
    }

    private func slots(
        _ values: [RecordedValue], _ types: [ValueType], in store: Store, _ place: ReplayPlace
    ) throws -> [SlotValue] {
        let slots = zip(values, types).compactMap { store.slotValue(of: $0, $1) }
        guard values.count == types.count, slots.count == types.count else {
            throw place.difference("expected values that are not of the types \(types)")
        }
        return slots
    }

    // MARK: - The end

    /// Compares the end of the run with that of the recording.
    ///
    /// - Throws: ``ReplayDifference``.
    package func check(_ ending: RecordedEnding, spent: UInt64) throws {
        if let difference { throw difference }
        let place = ReplayPlace(number: nil, import: nil, spent: spent, function: nil)
        switch try nextCall() {
        case .cut(let offset): throw place.cut(at: offset, "the guest ends with \(ending), and ")
        case .call(let call):
            let name = imports[Int(call.import)]
            throw place.difference(
                "found \(ending), expected a call of \(name.module).\(name.name) after \(call.spent) units")
        case .end(let expected, let units):
            guard ending == expected, spent == units else {
                throw place.difference("expected \(expected) after \(units) units, found \(ending)")
            }
        }
    }
}

extension RecordedRead: CustomStringConvertible {
    var description: String { "\(count) bytes at \(address)" + (memory > 1 ? " of memory \(memory)" : "") }
}

private func hex(_ number: UInt64) -> String { String(number, radix: 16) }
