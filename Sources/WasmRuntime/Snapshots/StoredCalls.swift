import WasmSyntax
import WasmValidation

// Suspended calls in stored snapshots. A frame is stored by its function and the place in the function's internal code,
// which is the same wherever the same version of Nestbox lowers the function. Its slots are stored as far as the map of the
// place knows them (`FrameMap`), so that what is read back is checked against the same map.

/// A frame of a suspended call.
private struct StoredFrame {
    var instance: Int
    var function: LoweredFunction
    /// The next internal instruction.
    var pc: Int
    /// The slot where the frame begins.
    var start: Int
    /// Whether the frame was entered from another instance or from outside.
    var isEntered: Bool
}

extension CodeObject {
    /// The call that returns to a place, and the slot of the caller's frame where the callee's frame begins.
    func call(returningTo pc: Int) -> (place: Int, frame: Int)? {
        guard pc > 1, pc <= code.count else { return nil }
        let last = code[pc &- 1]
        switch last.operation.first {
        case .call, .callUnresolved, .callImport, .callIndirect, .callReference: return (pc &- 1, Int(last.a))
        case .guardEntry:
            let first = code[pc &- 2]
            guard first.operation == .storeOperation, let operation = StoreOperation(rawValue: first.c) else {
                return nil
            }
            switch operation {
            case .callIndirectOther, .returnCallImport, .returnCallIndirect, .returnCallReference:
                return (pc &- 2, Int(first.a))
            default: return nil
            }
        default: return nil
        }
    }

    /// Whether the instruction before a place throws, or calls a function that may.
    fileprivate func mayThrow(before pc: Int) -> Bool {
        if call(returningTo: pc) != nil { return true }
        guard pc > 1, pc <= code.count, code[pc &- 1].operation == .storeOperation else { return false }
        let operation = StoreOperation(rawValue: code[pc &- 1].c)
        return operation == .throwTag || operation == .throwReference
    }

    /// Whether the instruction at a place is a bulk operation that goes on where it was interrupted.
    fileprivate func hasProgress(at place: Int) -> Bool {
        guard place < code.count else { return false }
        switch code[place].operation {
        case .memoryFill, .memoryCopy: return true
        case .storeOperation:
            switch StoreOperation(rawValue: code[place].c) {
            case .memoryFill, .memoryCopy, .memoryInit, .tableFill, .tableCopy, .tableInit, .arrayCopy: return true
            default: return false
            }
        default: return false
        }
    }

    /// The type of the function that the call at a place calls.
    fileprivate func typeOfCall(at place: Int, _ store: Store) throws -> FunctionType? {
        let module = self.module.validated
        let offset = Int(origins[place].offset)
        var cursor = ByteCursor(module.module.bytes, in: offset..<module.module.bytes.count)
        var decoded = DecodedCode()
        guard let encoding = try? InstructionDecoder.encoding(&cursor, InstructionDecoder.encodings),
            let instruction = try? InstructionDecoder.instruction(encoding, at: offset, &cursor, &decoded)
        else { return nil }
        switch instruction.opcode {
        case .call, .returnCall: return module.functionType(instruction.x)?.renumbered(types)
        case .callIndirect, .returnCallIndirect, .callRef, .returnCallRef:
            return module.module.functionType(at: instruction.x)?.renumbered(types)
        default: return nil
        }
    }
}

// MARK: Writing

struct SuspendedCallWriter {
    private let state: SnapshotState
    private let call: SuspendedCall
    private let store: Store
    private let codes: [CodeObject]

    init(_ state: SnapshotState, _ call: SuspendedCall, _ interruption: (any Interruption)?) {
        (self.state, self.call) = (state, call)
        // A store for decoding and for questions about types.
        store = Store(limits: StoreLimits(), options: state.options)
        store.state.heap = Heap(state.heap, like: store.state.heap, externals: state.objectNames.map { $0 })
        store.state.functions = state.functions
        store.interruption = interruption
        codes = state.codes.map { code in
            CodeObject(module: code.module, types: code.types, options: state.options, lowered: code.lowered)
        }
    }

    /// The units of budget spent when the step begins, if that is not what the snapshot says: that may include the step.
    var spent: UInt64? {
        switch call.step {
        case .none, .exit:
            guard let (_, place) = try? stepAndPlace() else { return nil }
            let code = codes[state.instances[Int(call.registers.instance)].code]
            guard place < code.origins.count else { return nil }
            return UInt64(clamping: call.registers.base &+ Int(code.origins[place].costBefore))
        case .search(_, let unwinding): return UInt64(clamping: unwinding.first.spent)
        case .hostCall, .results: return nil
        }
    }

    private func refuse(_ problem: String) -> SnapshotError {
        .malformed("\(problem); let the call go on a little, and store it then")
    }

    func write(to out: inout ByteWriter) throws {
        let (step, pc) = try stepAndPlace()
        let frames = try self.frames(pc)
        // Where it is read, its functions have the code of a store that can be debugged.
        guard frames.allSatisfy({ $0.function.entry >= code(of: $0).firstDebuggable }) else {
            throw SnapshotError.malformed("the call has frames of a snapshot that could not be debugged")
        }
        out.unsigned(UInt64(call.function))
        out.byte(step.rawValue)
        out.unsigned(UInt64(frames.count))
        for frame in frames {
            out.unsigned(UInt64(frame.instance))
            out.unsigned(UInt64(frame.function.function))
            out.unsigned(UInt64(frame.pc &- frame.function.entry))
            out.byte(frame.isEntered ? 1 : 0)
        }
        let places = try frames.enumerated().map { number, frame in
            try place(of: frame, isTop: number == frames.count &- 1, step)
        }
        let maps = try FrameMaps(
            zip(frames, places).map { .init(code: code(of: $0), function: $0.function, place: $1.place, end: $1.end) },
            store)
        for (number, (frame, place)) in zip(frames, places).enumerated() {
            guard let map = maps.map(code(of: frame), place: place.place) else {
                throw refuse("the call is suspended in the middle of an instruction")
            }
            writeSlots(frame, map, end: place.end, isTop: number == frames.count &- 1, to: &out)
        }
        try writeEnd(of: step, frames, to: &out)
    }

    private func code(of frame: StoredFrame) -> CodeObject { codes[state.instances[frame.instance].code] }

    /// The place at which a frame waits, or whose instruction is executed next, and the end of the slots that are its own.
    private func place(
        of frame: StoredFrame, isTop: Bool, _ step: SnapshotFormat.Step
    ) throws -> (place: Int, end: Int) {
        let code = code(of: frame)
        if !isTop || hostCall != nil {
            guard let found = code.call(returningTo: frame.pc) else {
                throw refuse("a frame waits in an unknown place")
            }
            return (found.place, found.frame)
        }
        guard step != .search else { return (frame.pc &- 1, frame.function.frameSize) }
        guard frame.pc == frame.function.entry || code.code[frame.pc].operation.first.maySuspend else {
            throw refuse("the call is suspended in the middle of an instruction")
        }
        return (frame.pc, frame.function.frameSize)
    }

    private var hostCall: SuspendedCall.HostCallState? {
        switch call.step {
        case .hostCall(let state, _), .results(let state): state
        default: nil
        }
    }

    /// The kind of the step, and the internal instruction that is executed next.
    private func stepAndPlace() throws -> (SnapshotFormat.Step, Int) {
        let pc = call.registers.pc
        switch call.step {
        case .none: return (.run, pc)
        case .exit(let exit, let progress):
            // Executed again, most instructions lead to the same exit again.
            if progress > 0 { return (.bulk, pc &- 1) }
            return (.run, exit.isAfterInstruction ? pc &- 1 : pc)
        case .search: return (.search, pc)
        case .hostCall: return (.hostCall, pc)
        case .results: return (.results, pc)
        }
    }

    /// The frames, the outermost first.
    private func frames(_ pc: Int) throws -> [StoredFrame] {
        var frames: [StoredFrame] = []
        var activations = call.activations
        var (instance, pc, start) = (Int(call.registers.instance), pc, call.registers.frame)
        // What has thrown may be the last instruction of its function.
        var isTop = if case .search = call.step { false } else { hostCall == nil }
        while true {
            let code = codes[state.instances[instance].code]
            guard let function = code.function(containing: isTop ? pc : pc &- 1),
                start &+ function.header < call.slots.count
            else { throw refuse("a frame is in an unknown place") }
            isTop = false
            let header = call.slots[start &+ function.header]
            let returnAddress = Int(UInt32(truncatingIfNeeded: header))
            let isEntered = returnAddress == CodeObject.exitAddress
            frames.append(
                StoredFrame(instance: instance, function: function, pc: pc, start: start, isEntered: isEntered))
            if isEntered {
                guard let caller = activations.popLast() else { break }
                (instance, pc, start) = (Int(caller.instance), caller.pc, caller.frame)
            } else {
                pc = returnAddress
                start &-= Int(truncatingIfNeeded: header &>> 32)
            }
        }
        return frames.reversed()
    }

    private func writeSlots(_ frame: StoredFrame, _ map: FrameMap, end: Int, isTop: Bool, to out: inout ByteWriter) {
        let count = max(0, min(end, map.kinds.count))
        out.unsigned(UInt64(count))
        for slot in 0..<count {
            let place = frame.start &+ slot
            let bits = place < call.slots.count ? call.slots[place] : 0
            switch map.kinds[slot] {
            case .bits64: out.unsigned(bits)
            case .bits32: out.unsigned(bits & 0xFFFF_FFFF)
            // A value that is not of the type is never used.
            case .reference(let type): out.unsigned(store.isValid(bits, type) ? bits : 0)
            case .constant: break
            case .unused: if isTop && map.readsBeyond { out.unsigned(bits) }
            }
        }
        let vectors = frame.start &* 16..<(frame.start &+ count) &* 16
        let hasVectors = call.vectors.count >= vectors.upperBound && call.vectors[vectors].contains { $0 != 0 }
        out.byte(hasVectors ? 1 : 0)
        if hasVectors { out.append(call.vectors[vectors]) }
    }

    private func writeEnd(of step: SnapshotFormat.Step, _ frames: [StoredFrame], to out: inout ByteWriter) throws {
        guard let top = frames.last else { return }
        switch call.step {
        case .none: break
        case .exit(_, let progress): if step == .bulk { out.unsigned(UInt64(progress)) }
        case .search(let exception, let unwinding):
            out.unsigned(exception)
            out.byte(unwinding.first.isOver ? 1 : 0)
        case .hostCall(let host, let isPaid):
            writeHostCall(host, top, to: &out)
            out.byte(isPaid ? 1 : 0)
        case .results(let host): writeHostCall(host, top, to: &out)
        }
    }

    private func writeHostCall(
        _ host: SuspendedCall.HostCallState, _ frame: StoredFrame, to out: inout ByteWriter
    ) {
        out.unsigned(UInt64(host.function))
        let imported = state.hostImports[host.function]
        let module = state.codes[state.instances[imported.instance].code]
        guard case .function(let index) = module.module.validated.module.imports[imported.position].type,
            let type = module.module.validated.module.functionType(at: index)?.renumbered(module.types)
        else { return }
        for (index, parameter) in type.parameters.enumerated() {
            let slot = host.frame &+ index
            if parameter == .v128 {
                let vector = slot &* 16
                let bytes = vector &+ 16 <= call.vectors.count ? Array(call.vectors[vector..<(vector &+ 16)]) : []
                out.append(bytes.isEmpty ? [UInt8](repeating: 0, count: 16) : bytes)
            } else {
                let bits = slot < call.slots.count ? call.slots[slot] : 0
                out.unsigned(parameter.isReference && !store.isValid(bits, parameter) ? 0 : bits)
            }
        }
    }
}

// MARK: Reading

extension SnapshotLoading {
    /// Reads the suspended call.
    mutating func readCall(spent: UInt64) throws -> SuspendedCall {
        let function = try reader.index(below: store.state.functions.count, "function")
        guard store.state.functions[function].instance != FunctionRecord.host else {
            throw reader.malformed("a call of a host function")
        }
        guard let step = SnapshotFormat.Step(rawValue: try reader.byte()) else {
            throw reader.malformed("a step of an unknown kind")
        }
        let count = try reader.count("frames")
        guard count > 0, count <= store.limits.depth else {
            throw SnapshotError.limitExceeded("more than \(store.limits.callDepth) nested calls")
        }
        var call = SuspendedCall(
            function: function, registers: Registers(), activations: [], step: .none, slots: [], vectors: [],
            depth: count)
        var expected = store.functionType(store.state.functions[function].type).results
        var frames: [StoredFrame] = []
        var places: [(place: Int, end: Int)] = []
        for number in 0..<count {
            if number & 0xFF == 0xFF { try store.checkInstantiation() }
            let isWaiting = number < count &- 1 || step == .hostCall || step == .results
            let (frame, waiting) = try readFrame(isWaiting: isWaiting, after: frames.last, &call, &expected)
            frames.append(frame)
            places.append(try waiting ?? place(of: frame, step))
        }
        var requests: [FrameMaps.Request] = []
        for (frame, place) in zip(frames, places) {
            guard let code = store.state.instances[frame.instance].code else { continue }
            requests.append(.init(code: code, function: frame.function, place: place.place, end: place.end))
        }
        let maps = try FrameMaps(requests, store)
        for (number, (request, place)) in zip(requests, places).enumerated() {
            if number & 0xFF == 0xFF { try store.checkInstantiation() }
            guard let map = maps.map(request.code, place: request.place) else {
                throw reader.malformed("a frame in the middle of an instruction")
            }
            try readSlots(frames[number], map, end: place.end, mayReadBeyond: number == count &- 1, &call)
        }
        guard let top = frames.last else { throw reader.malformed("no frame") }
        try readStep(step, top, spent: spent, &call)
        return call
    }

    /// The place whose instruction the innermost frame executes next.
    private func place(of frame: StoredFrame, _ step: SnapshotFormat.Step) throws -> (place: Int, end: Int) {
        guard let code = store.state.instances[frame.instance].code else { throw reader.malformed("no instance") }
        let end = frame.function.frameSize
        if step == .search {
            guard frame.pc > frame.function.entry, code.mayThrow(before: frame.pc) else {
                throw reader.malformed("a search where nothing throws")
            }
            return (frame.pc &- 1, end)
        }
        let operation = frame.pc < code.code.count ? code.code[frame.pc].operation.first : .unreachable
        guard operation.maySuspend || frame.pc == frame.function.entry else {
            throw reader.malformed("a call in the middle of an instruction")
        }
        return (frame.pc, end)
    }

    /// Reads the function and the place of a frame.
    ///
    /// - Parameters:
    ///   - isWaiting: Whether the frame waits for a call to return.
    ///   - expected: The results that the frame's caller expects; afterwards those that the frame expects.
    /// - Returns: The frame and, if it waits, the call's place and the end of the frame's own slots.
    private mutating func readFrame(
        isWaiting: Bool, after caller: StoredFrame?, _ call: inout SuspendedCall, _ expected: inout [ValueType]
    ) throws -> (StoredFrame, (place: Int, end: Int)?) {
        let instance = try reader.index(below: store.state.instances.count, "instance")
        guard let code = store.state.instances[instance].code else { throw reader.malformed("no instance") }
        let index = try reader.index(below: code.entries.count, "function")
        let functionIndex = UInt32(truncatingIfNeeded: code.importedFunctions &+ index)
        guard let type = code.module.validated.functionType(functionIndex)?.renumbered(code.types),
            type.results.count == expected.count,
            zip(type.results, expected).allSatisfy({ store.state.heap.types.matches($0, $1) })
        else { throw reader.malformed("a frame whose results its caller does not expect") }
        let entry: Int
        do throws(LoweringFailure) {
            entry = try code.entry(of: index, in: store)
        } catch {
            throw Trap(error.kind)
        }
        guard let function = code.function(containing: entry) else { throw reader.malformed("no function") }
        let end = code.end(of: function)
        let pc = entry &+ (try reader.index(below: end &- entry &+ 1, "place"))
        let isEntered = try reader.flag()
        guard isEntered || caller?.instance == instance else {
            throw reader.malformed("a frame of another instance")
        }
        let start = call.registers.frame
        let frame = StoredFrame(instance: instance, function: function, pc: pc, start: start, isEntered: isEntered)
        addActivation(frame, caller, &call)
        let needed = start &+ function.frameSize
        guard needed <= store.limits.slotCount else {
            throw SnapshotError.limitExceeded("more than \(store.limits.stackSlots) slots of the stack")
        }
        if call.slots.count < needed {
            call.slots.append(contentsOf: repeatElement(0, count: needed &- call.slots.count))
        }
        call.slots[start &+ function.header] = header(frame, caller)
        call.registers.instance = UInt32(truncatingIfNeeded: instance)
        call.registers.pc = pc
        guard isWaiting else { return (frame, nil) }
        guard let found = code.call(returningTo: pc), found.place >= entry,
            let callee = try code.typeOfCall(at: found.place, store)
        else { throw reader.malformed("a frame that does not wait for a call") }
        expected = callee.results
        call.registers.frame = start &+ found.frame
        return (frame, (found.place, found.frame))
    }

    /// Notes that the caller's frame waits for another instance.
    private func addActivation(_ frame: StoredFrame, _ caller: StoredFrame?, _ call: inout SuspendedCall) {
        guard frame.isEntered, let caller, let code = store.state.instances[caller.instance].code else { return }
        call.activations.append(
            Activation(
                instance: UInt32(truncatingIfNeeded: caller.instance), pc: caller.pc, frame: caller.start,
                callCost: Int(code.code[caller.pc &- 1].y)))
    }

    private func header(_ frame: StoredFrame, _ caller: StoredFrame?) -> UInt64 {
        guard !frame.isEntered, let caller else { return UInt64(CodeObject.exitAddress) }
        return UInt64(truncatingIfNeeded: caller.pc) | UInt64(truncatingIfNeeded: frame.start &- caller.start) &<< 32
    }

    private mutating func readSlots(
        _ frame: StoredFrame, _ map: FrameMap, end: Int, mayReadBeyond: Bool, _ call: inout SuspendedCall
    ) throws {
        let count = max(0, min(end, map.kinds.count))
        let stored = try reader.u64()
        guard stored == UInt64(count) else { throw reader.malformed("a frame of \(stored) slots") }
        for slot in 0..<count {
            let place = frame.start &+ slot
            switch map.kinds[slot] {
            case .bits64: call.slots[place] = try reader.u64()
            case .bits32:
                let bits = try reader.u64()
                guard bits <= 0xFFFF_FFFF else { throw reader.malformed("more than 32 bits") }
                call.slots[place] = bits
            case .reference(let type):
                let bits = try reader.u64()
                guard store.isValid(bits, type) else {
                    throw reader.malformed("a reference to nothing, or of another type")
                }
                call.slots[place] = bits
            case .constant(let bits): call.slots[place] = bits
            case .unused:
                guard mayReadBeyond && map.readsBeyond else { continue }
                let bits = try reader.u64()
                if slot != frame.function.header { call.slots[place] = bits }
            }
        }
        guard try reader.flag() else { return }
        let range = try reader.range(count &* 16)
        let first = frame.start &* 16
        let end = first &+ range.count
        if call.vectors.count < end {
            call.vectors.append(contentsOf: repeatElement(0, count: end &- call.vectors.count))
        }
        copyItems(reader.cursor.bytes, from: range.lowerBound, to: &call.vectors, first..<end)
    }

    private mutating func readStep(
        _ step: SnapshotFormat.Step, _ top: StoredFrame, spent: UInt64, _ call: inout SuspendedCall
    ) throws {
        guard let code = store.state.instances[top.instance].code else { throw reader.malformed("no instance") }
        let place = step == .run || step == .bulk ? top.pc : top.pc &- 1
        call.registers.base = Int(clamping: spent) &- Int(code.origins[place].costBefore)
        call.registers.frame = top.start
        call.registers.firstGlobal = store.state.instances[top.instance].firstGlobal
        call.registers.budgetUnit = store.options.budgetUnit
        call.registers.pc = top.pc
        switch step {
        case .run: break
        case .bulk:
            guard code.hasProgress(at: top.pc) else {
                throw reader.malformed("progress of an instruction that has none")
            }
            call.registers.pc = top.pc &+ 1
            call.step = .exit(.storeOperation, progress: Int(clamping: try reader.u64()))
        case .search: try readSearch(top, spent: spent, &call)
        case .hostCall:
            let host = try readHostCall(top, code, &call)
            call.step = .hostCall(host, isPaid: try reader.flag())
        case .results: call.step = .results(try readHostCall(top, code, &call))
        }
    }

    private mutating func readSearch(
        _ top: StoredFrame, spent: UInt64, _ call: inout SuspendedCall
    ) throws {
        let exception = try reader.u64()
        guard store.isValid(exception, ValueType(.exception, nullable: false)) else {
            throw reader.malformed("an exception that does not exist")
        }
        let unwinding = Store.Unwinding(
            instance: top.instance, place: top.pc &- 1, frame: top.start, activations: call.activations.count,
            spent: Int(clamping: spent), isOver: try reader.flag())
        call.step = .search(exception: exception, unwinding)
        // The collector finds it there.
        call.slots.append(exception)
    }

    private mutating func readHostCall(
        _ top: StoredFrame, _ code: CodeObject, _ call: inout SuspendedCall
    ) throws -> SuspendedCall.HostCallState {
        let function = try reader.index(below: store.state.hostFunctions.count, "host function")
        let record = store.state.hostFunctions[function]
        guard let found = code.call(returningTo: top.pc), let expected = try code.typeOfCall(at: found.place, store),
            let number = store.state.heap.types.number(of: record.type),
            let wanted = store.state.heap.types.number(of: expected),
            store.state.heap.types.isSubtype(number, of: wanted)
        else { throw reader.malformed("a call of a host function of another type") }
        let frame = top.start &+ found.frame
        let needed = frame &+ record.slotCount
        if call.slots.count < needed {
            call.slots.append(contentsOf: repeatElement(0, count: needed &- call.slots.count))
        }
        for (index, type) in record.type.parameters.enumerated() {
            if type == .v128 {
                let range = try reader.range(16)
                let first = (frame &+ index) &* 16
                if call.vectors.count < first &+ 16 {
                    call.vectors.append(contentsOf: repeatElement(0, count: first &+ 16 &- call.vectors.count))
                }
                copyItems(reader.cursor.bytes, from: range.lowerBound, to: &call.vectors, first..<(first &+ 16))
                continue
            }
            let bits = try reader.u64()
            guard store.isValid(bits, type), !(type == .i32 || type == .f32) || bits <= 0xFFFF_FFFF else {
                throw reader.malformed("an argument of another type")
            }
            call.slots[frame &+ index] = bits
        }
        let isTail =
            code.code[found.place].operation == .storeOperation
            && code.code[found.place].c != StoreOperation.callIndirectOther.rawValue
        let details = isTail || code.code[found.place].operation == .storeOperation ? found.place &+ 1 : found.place
        return SuspendedCall.HostCallState(
            function: function, frame: frame, cost: Int(code.code[details].y), isTail: isTail)
    }
}
