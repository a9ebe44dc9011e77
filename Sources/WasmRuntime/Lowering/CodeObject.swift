import WasmSyntax
import WasmValidation

/// The internal code of a module in a store, shared by the module's instances. It begins with what other stores have left
/// (``SharedCode``). A function is lowered when it is first called, and its code appended.
final class CodeObject {
    /// Retained, so that no other module can get its `ObjectIdentifier`.
    let module: Module
    let options: LoweringOptions
    var code = InternalCode()
    /// Whether the code needs a vector for each slot of the value stack.
    private(set) var needsVectorStack = false
    var origins: [InstructionOrigin] = []
    /// Where each function defined in the module begins in ``code``; 0 while it is not lowered.
    var entries: [UInt32]
    /// The functions lowered so far, in the order of their code.
    private(set) var lowered: [LoweredFunction] = []
    /// The store's numbers of the module's types.
    let types: [UInt32]
    /// Offsets of the fields in words, by type index, for struct types with vector fields. Filled on demand.
    private var fieldOffsets: [UInt32: [UInt32]] = [:]
    private var hasVectorFields: [UInt32: Bool] = [:]
    let importedFunctions: Int
    let importedGlobals: Int
    /// Where the module's counters are, if blocks are counted.
    let counters: CounterPlan
    /// Bytes of the code that was lowered in this store, which count for it.
    fileprivate private(set) var countedBytes = 0
    /// The place from which on a debugger can stop, in a store that can be debugged: the code before it is that of frames
    /// which were suspended in another store.
    var firstDebuggable = 0
    /// Whether functions were lowered since the code was last left to others.
    var isChanged = false
    /// The number of instructions that others have.
    var sharedCount = 0
    /// Whether all of the code is that of other stores, which this store has not copied yet.
    var isBorrowed = false
    /// The code of the stores that began with the same snapshot; `nil` for a store that has begun without one.
    let extended: SharedCode?
    /// Whether code was left to those.
    var hasExtended = false

    /// The code of a module, as far as it is lowered already.
    ///
    /// - Parameters:
    ///   - lowered: The code of a snapshot; `nil` for what other stores have left.
    ///   - extended: The code that stores with this snapshot share.
    ///   - counters: Where the module's counters are, if blocks are counted.
    init(
        module loaded: Module, types: [UInt32], options: LoweringOptions, lowered known: LoweredCode? = nil,
        extended: SharedCode? = nil, counters: CounterPlan = CounterPlan()
    ) {
        self.extended = extended
        self.counters = counters
        let module = loaded.validated
        self.module = loaded
        self.types = types
        self.options = options
        importedFunctions = module.importCounts.functions
        importedGlobals = module.importCounts.globals
        let key = CodeKey(types: types, options: options)
        let others = options.sharesCode ? loaded.sharedCode.code(for: key) : nil
        if let shared = extended?.code(for: key) ?? known ?? others {
            (code, origins, entries, lowered) = (shared.code, shared.origins, shared.entries, shared.functions)
            sharedCount = code.count
            firstDebuggable = shared.firstDebuggable
            isBorrowed = true
            noteVectors()
            return
        }
        entries = [UInt32](repeating: 0, count: module.module.bodies.count)
        // Never executed: it makes 0 mean "no entry", and is the call, of cost 0, to which the outermost frame returns.
        append(InternalInstruction(.guardEntry), InstructionOrigin(offset: 0, costThrough: 0, costBefore: 0))
        append(InternalInstruction(.exitReturn), InstructionOrigin(offset: 0, costThrough: 0, costBefore: 0))
    }

    /// The return address of frames that are entered from outside the loop.
    static let exitAddress = 1

    private func noteVectors() { needsVectorStack = !code.isPlain || code.usesVectors }

    private func append(_ instruction: InternalInstruction, _ origin: InstructionOrigin) {
        code.append(instruction)
        origins.append(origin)
    }

    /// Returns the entry of a function, given by its index among those that the module defines, and lowers it if necessary.
    ///
    /// - Throws: ``LoweringFailure``; the function is then still not lowered.
    func entry(of function: Int, in store: Store) throws(LoweringFailure) -> Int {
        guard function < entries.count else { throw .frameTooLarge }
        if entries[function] != 0 { return Int(entries[function]) }
        let module = module.validated
        let body = module.module.bodies[function]
        // While a large function is lowered, its decoded instructions and blocks count, too.
        let meanwhile = CodeObject.bytesWhileLowering(body)
        guard store.hostMemory.take(meanwhile, .code) else { throw .noRoom }
        defer { store.hostMemory.release(meanwhile, .code) }
        var scratch = DecodedCode()
        swap(&scratch, &store.scratch)
        defer { if scratch.instructions.capacity <= CodeObject.keptScratch { swap(&scratch, &store.scratch) } }
        let isWellFormed: Bool
        do throws(Interrupted) {
            isWellFormed = try store.decode(body.code, of: module.module.bytes, into: &scratch)
        } catch {
            throw .interrupted(error.reason)
        }
        guard isWellFormed else { throw .frameTooLarge }
        var lowering = try lowering(of: function, scratch, store)
        if options.instruments.contains(.blockCounts) {
            lowering.blocks = BlockEmission(
                graph: try store.flowGraph(
                    of: scratch, in: module, isEntryKnown: counters.isEntryKnown(function)),
                firstCounter: Int(counters.firstCounters[function]), globals: module.module.globals.count)
        }
        try lowering.run()
        let entry = code.count
        try append(lowering, store)
        if lowering.usesVectors { code.usesVectors = true }
        noteVectors()
        lowered.append(
            LoweredFunction(
                entry: entry, function: function, header: lowering.layout.header,
                frameSize: lowering.layout.firstOperand &+ lowering.operands.maximumHeight, regions: lowering.regions,
                blocks: lowering.blocks.map { BlockMap($0, scratch) }))
        entries[function] = UInt32(truncatingIfNeeded: entry)
        if !isChanged {
            isChanged = true
            store.changedCode.append(self)
        }
        return entry
    }

    /// The lowering of a function whose body is decoded, before it begins.
    func lowering(
        of function: Int, _ source: DecodedCode, _ store: Store
    ) throws(LoweringFailure) -> FunctionLowering {
        let module = module.validated
        let body = module.module.bodies[function]
        let typeIndex = module.functionTypeIndices[importedFunctions &+ function]
        guard let type = module.module.functionType(at: typeIndex) else { throw .frameTooLarge }
        // The frame has slots for the constants even without fusing: how deep calls can go must not depend on it.
        let layout = FrameLayout(
            type: type, locals: body.locals,
            constants: try LoopConstants(
                in: source.instructions, locals: body.locals.reduce(0) { $0 &+ Int($1.count) }, for: store))
        return FunctionLowering(
            module: module.module, object: self, function: function, layout: layout, source: source, start: code.count,
            maximumCount: store.mostInstructions(afterAll: code.count), store: store)
    }

    /// Appends a function's code, polling the interruption while it goes through the instructions.
    ///
    /// - Throws: ``LoweringFailure``; nothing has been appended then.
    private func append(_ lowering: FunctionLowering, _ store: Store) throws(LoweringFailure) {
        let bytes = CodeObject.bytes(of: lowering)
        if isBorrowed {
            guard store.hostMemory.take(UInt64(codeBytes), .code) else { throw .noRoom }
            isBorrowed = false
        }
        guard store.takeCode(bytes) else { throw .noRoom }
        let (first, count) = (code.count, lowering.code.count)
        do throws(LoweringFailure) {
            if code.isPlain, !lowering.isPlain { try fuseForFullLoop(store) }
            try code.makeRoom(for: first &+ count, store)
            try origins.makeRoom(for: first &+ count, store)
            for start in stride(from: 0, to: count, by: Store.instructionsPerPoll) {
                let piece = start..<min(start &+ Store.instructionsPerPoll, count)
                code.append(contentsOf: lowering.code[piece])
                origins.append(contentsOf: lowering.origins[piece])
                if piece.upperBound < count { try store.checkLowering() }
            }
        } catch {
            code.removeLast(code.count &- first)
            origins.removeLast(origins.count &- first)
            store.returnCode(bytes)
            throw error
        }
        code.isPlain = lowering.isPlain
        countedBytes &+= bytes
    }

    /// Fuses the code anew, without the superinstructions that the full loop lacks.
    ///
    /// - Throws: ``LoweringFailure/interrupted(_:)``. A part of the code is then unchanged, and both loops can execute all
    ///   of it.
    private func fuseForFullLoop(_ store: Store) throws(LoweringFailure) {
        guard options.fusing, Superinstruction.isUsed else { return }
        var work = 0
        func poll() throws(LoweringFailure) {
            work &+= 1
            if work & (Store.instructionsPerPoll &- 1) == 0 { try store.checkLowering() }
        }
        let ends = lowered.dropFirst().map(\.entry) + [code.count]
        for (function, end) in zip(lowered, ends) {
            var part: [InternalInstruction] = []
            part.reserveCapacity(end &- function.entry)
            for place in function.entry..<end {
                try poll()
                part.append(code[place])
                part[part.count &- 1].operation = part[part.count &- 1].operation.first
            }
            try Superinstruction.fuse(&part, isPlain: false, for: store)
            // Backwards, so that a superinstruction is written only when those behind it have the operand order that it
            // needs.
            for offset in part.indices.reversed() {
                try poll()
                code[function.entry &+ offset] = part[offset]
            }
        }
    }

    /// The largest capacity, in decoded instructions, that a store keeps from one body to the next. No account includes that
    /// memory.
    private static let keptScratch = 1 << 16

    /// Bytes that lowering takes at most for each byte of a body, until the function is lowered.
    private static let bytesPerByte = UInt64(MemoryLayout<Instruction>.stride)

    /// Bytes that count while a function is lowered; 0 for a short one.
    static func bytesWhileLowering(_ body: FunctionBody) -> UInt64 {
        body.code.count > Store.instructionsPerPoll ? UInt64(body.code.count) &* bytesPerByte : 0
    }

    /// Bytes that an internal instruction takes, with its origin.
    static let instructionBytes = MemoryLayout<InternalInstruction>.size &+ MemoryLayout<InstructionOrigin>.size

    /// Bytes that a lowered function takes.
    private static func bytes(of lowering: FunctionLowering) -> Int {
        let counting = lowering.blocks.map { BlockMap($0, lowering.source).hostBytes } ?? 0
        return lowering.code.count &* instructionBytes &+ bytes(ofFunctionWith: lowering.regions) &+ counting
    }

    private static func bytes(ofFunctionWith regions: [TryRegion]) -> Int {
        regions.reduce(MemoryLayout<LoweredFunction>.size) {
            $0 &+ MemoryLayout<TryRegion>.size &+ $1.handlers.count &* MemoryLayout<ExceptionHandler>.size
        }
    }

    /// Bytes of the internal code of all functions that are lowered, as the account counts them.
    var codeBytes: Int {
        let instructions = max(0, code.count &- CodeObject.firstInstructions) &* CodeObject.instructionBytes
        return lowered.reduce(instructions) {
            $0 &+ CodeObject.bytes(ofFunctionWith: $1.regions) &+ ($1.blocks?.hostBytes ?? 0)
        }
    }

    /// The instructions that all code begins with.
    private static let firstInstructions = 2

    /// Returns the bytes that count for a module in a store, with or without internal code: the object, and its lists of
    /// types and entries.
    static func hostBytes(of module: Module) -> UInt64 {
        UInt64(512 &+ (module.validated.module.bodies.count &+ module.validated.module.types.count) &* 4)
    }

    /// Counts the code of other stores as this store's own, which is about to change it.
    func countCopy(in store: Store) {
        guard isBorrowed else { return }
        isBorrowed = false
        store.hostMemory.count(UInt64(codeBytes), .code)
    }

    /// Whether a struct type has fields that are vectors, which take two words.
    func hasVectorFields(ofType index: UInt32) -> Bool {
        if let known = hasVectorFields[index] { return known }
        var result = false
        if case .structure(let fields) = module.validated.module.types[Int(index)].composite {
            result = fields.contains { $0.storage == .v128 }
        }
        hasVectorFields[index] = result
        return result
    }

    /// The offset of a struct's field, in words from the object's beginning.
    func fieldOffset(ofType index: UInt32, _ field: UInt32) -> UInt32 {
        guard hasVectorFields(ofType: index) else { return field &+ 1 }
        if let known = fieldOffsets[index] { return known[Int(field)] }
        var offsets: [UInt32] = []
        var offset: UInt32 = 1
        if case .structure(let fields) = module.validated.module.types[Int(index)].composite {
            for field in fields {
                offsets.append(offset)
                offset &+= field.storage == .v128 ? 2 : 1
            }
        }
        fieldOffsets[index] = offsets
        return offsets[Int(field)]
    }

    /// Names of functions, read when a trap is first reported.
    private(set) lazy var names = module.sharedCode.names(of: module.validated.module)

    /// The header slot of the function with this entry.
    func header(of entry: Int) -> Int { function(containing: entry)?.header ?? 0 }

    /// The end of a function's code.
    func end(of function: LoweredFunction) -> Int {
        let next = index(containing: function.entry) &+ 1
        return next < lowered.count ? lowered[next].entry : code.count
    }

    /// The function whose code contains this place.
    func function(containing pc: Int) -> LoweredFunction? {
        let index = index(containing: pc)
        return index >= 0 ? lowered[index] : nil
    }

    /// The index in ``lowered`` of the function whose code contains this place.
    func number(containing pc: Int) -> Int? {
        let index = index(containing: pc)
        return index >= 0 ? index : nil
    }

    /// The index in ``lowered`` of the function whose code contains this place; -1 if none does.
    private func index(containing pc: Int) -> Int {
        var low = 0
        var high = lowered.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if lowered[middle].entry <= pc { low = middle &+ 1 } else { high = middle }
        }
        return low &- 1
    }
}

/// The reason why a function has no internal code.
enum LoweringFailure: Error {
    /// Its frame does not fit into a window.
    case frameTooLarge
    /// The limits of the store do not allow this much code.
    case noRoom
    case interrupted(InterruptReason)

    /// The trap of the call that required the function to be lowered.
    var kind: Trap.Kind {
        switch self {
        case .frameTooLarge: .callStackExhausted
        case .noRoom: .hostMemoryExhausted
        case .interrupted(let reason): .interrupted(reason)
        }
    }
}

extension Store {
    /// Instructions that a pass over a function handles between two polls of the interruption.
    static let instructionsPerPoll = 1 << 14

    /// Polls the interruption.
    ///
    /// - Throws: ``LoweringFailure/interrupted(_:)`` if the guest must stop.
    func checkLowering() throws(LoweringFailure) {
        if let reason = reasonToStop() { throw .interrupted(reason) }
    }

    /// Decodes an expression of a module.
    ///
    /// - Returns: `false` if it is malformed, which does not happen: the binary decoder has accepted it.
    func decode(_ range: Range<Int>, of bytes: [UInt8], into code: inout DecodedCode) throws(Interrupted) -> Bool {
        // The decoder polls the interruption itself; nothing may enter the store meanwhile.
        isPolling = true
        code.watch = LoadingWatch(interruption)
        // With its room reserved, a long body is not moved while it grows. Reserved memory costs nothing until it is used.
        if range.count > Store.instructionsPerPoll { code.instructions.reserveCapacity(range.count) }
        defer {
            isPolling = false
            code.watch = LoadingWatch(nil)
        }
        do throws(DecodeError) {
            try InstructionDecoder.decode(range, of: bytes, into: &code)
        } catch {
            guard let reason = error.reasonToStop else { return false }
            throw Interrupted(reason)
        }
        return true
    }

    /// The most instructions that the next function of a module may have if the module has `count` so far.
    fileprivate func mostInstructions(afterAll count: Int) -> Int {
        let bytes = min(
            limits.codeBytes &- min(codeBytes, limits.codeBytes),
            hostMemory.limit &- min(hostMemory.held, hostMemory.limit))
        return min(Int(clamping: bytes) / CodeObject.instructionBytes, Int(UInt32.max) &- 1 &- count)
    }

    /// Accounts for the bytes of a lowered function; `false` if the limits do not allow them.
    fileprivate func takeCode(_ bytes: Int) -> Bool {
        let bytes = UInt64(clamping: bytes)
        guard codeBytes &+ bytes <= limits.codeBytes, hostMemory.take(bytes, .code) else { return false }
        codeBytes &+= bytes
        return true
    }

    /// Gives back the bytes that ``takeCode(_:)`` has taken.
    fileprivate func returnCode(_ bytes: Int) {
        let bytes = UInt64(clamping: bytes)
        codeBytes &-= bytes
        hostMemory.release(bytes, .code)
    }

    /// Frees the code of a module that has no instance, or none any more. No guest may be running if functions were lowered.
    package func freeCode(of module: Module) {
        guard let code = codeObjects[ObjectIdentifier(module)],
            !state.instances.contains(where: { $0.code === code })
        else { return }
        if code.isChanged { shareCode() }
        codeObjects[ObjectIdentifier(module)] = nil
        codeBytes &-= min(codeBytes, UInt64(clamping: code.countedBytes))
        hostMemory.release(
            CodeObject.hostBytes(of: module) &+ (code.isBorrowed ? 0 : UInt64(clamping: code.codeBytes)), .code)
    }
}

extension Array {
    /// Makes room for `count` elements. Existing elements are moved in pieces, with a poll of the interruption between them.
    ///
    /// - Throws: ``LoweringFailure/interrupted(_:)``; the array is as before then.
    mutating func makeRoom(for count: Int, _ store: Store) throws(LoweringFailure) {
        guard count > capacity else { return }
        var larger: [Element] = []
        larger.reserveCapacity(Swift.max(count, capacity &* 2))
        for start in stride(from: 0, to: self.count, by: Store.instructionsPerPoll) {
            if start > 0 { try store.checkLowering() }
            larger.append(contentsOf: self[start..<Swift.min(start &+ Store.instructionsPerPoll, self.count)])
        }
        self = larger
    }
}

/// A function that has internal code.
struct LoweredFunction {
    /// Where its code begins.
    let entry: Int
    /// Its index among the functions that the module defines.
    let function: Int
    /// The slot of the frame's header, and the number of slots that the frame takes.
    let header: Int
    let frameSize: Int
    /// The regions in which it catches exceptions, in the order of their beginnings.
    let regions: [TryRegion]
    /// Its blocks, if they are counted.
    let blocks: BlockMap?
}

// MARK: Types

extension CodeObject {
    /// Returns a heap type of the module with its type index replaced by the store's number.
    func storeType(_ type: HeapType) -> HeapType {
        guard let index = type.typeIndex else { return type }
        return HeapType(typeIndex: types[Int(index)])
    }

    /// Whether references of this type refer to functions.
    func isFunction(_ type: HeapType) -> Bool {
        guard let index = type.typeIndex else { return type.abstractTop == .function }
        return module.validated.module.functionType(at: index) != nil
    }
}

/// How bodies are lowered, and how the heap is used. Only `budgetUnit` changes budget counts, and only `profile` changes
/// results, in the bits of NaNs.
package struct LoweringOptions: Sendable {
    /// Whether instructions may be fused.
    package var fusing = true
    /// Whether a collection precedes every allocation, for tests.
    package var collectsAlways = false
    /// The profile of the specification; the deterministic one makes NaNs canonical.
    package var profile = Profile.full
    /// The unit in which the budget is counted.
    package var budgetUnit = BudgetUnit.instruction
    /// What code is prepared for besides running. Code for a debugger is not fused, and belongs to one store: it has the
    /// store's breakpoints.
    package var instruments: Instruments = [] {
        didSet { if instruments.contains(.debugging) { (fusing, sharesCode) = (false, false) } }
    }
    /// Whether a store takes the code that others have lowered, and leaves its own to them. The code that it takes does not
    /// count for its limits, so that a replay, which meets limits where the recorded run has met them, must not.
    package var sharesCode = true

    package init(
        fusing: Bool = true, collectsAlways: Bool = false, profile: Profile = .full,
        budgetUnit: BudgetUnit = .instruction
    ) {
        self.fusing = fusing
        self.collectsAlways = collectsAlways
        self.profile = profile
        self.budgetUnit = budgetUnit
    }
}
