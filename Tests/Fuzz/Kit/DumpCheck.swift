import Nestbox
import WASIHost
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmValidation

/// The rules that hold for the core dumps of guests.
package struct DumpCheck {
    /// The dumps that are made for a chain, and how often a damaged copy of each is read.
    private static let mostDumps = 6
    private static let copies = 60

    private let chain: Chain
    private let options: RunOptions
    private let sabotage: Bool
    private var random: SplitMix
    /// The rule that was broken first.
    package private(set) var fault: String?
    package private(set) var dumps = 0
    package private(set) var comparisons = 0

    package init(_ chain: Chain, _ options: RunOptions, seed: UInt64, sabotage: Bool) {
        (self.chain, self.options, self.sabotage) = (chain, options, sabotage)
        random = SplitMix(state: seed)
        run(debuggable: seed & 1 == 1)
    }

    /// Instantiates all modules and calls the functions of the last one; each failure has a dump.
    private mutating func run(debuggable: Bool) {
        let store = Store(limits: options.limits, instruments: debuggable ? .debugging : [])
        store.capturesCoreDumps = true
        var imports = Imports()
        if options.hostFunctions { imports.addProvider { _, _, type in .function(Chain.hostFunction(type)) } }
        var last: Instance?
        for (name, module) in chain.modules {
            prepare(store)
            do {
                let instance = try store.instantiate(module, imports: imports)
                for (exportName, external) in instance.exports { imports.define(exportName, in: name, external) }
                last = instance
            } catch {
                return check(store, error)
            }
        }
        guard let last, let module = chain.modules.last?.module else { return }
        let signatures = Signature.exported(by: module.validated.module)
        for (place, export) in last.exports.enumerated().prefix(options.functions) {
            guard case .function(let function) = export.external, let arguments = signatures[place]?.arguments(place, 0)
            else { continue }
            prepare(store)
            do {
                _ = try function.call(arguments)
            } catch {
                check(store, error)
            }
            guard dumps < DumpCheck.mostDumps, fault == nil else { return }
        }
    }

    private func prepare(_ store: Store) {
        store.budget.allow(options.fuel)
        store.interruption = HostInterruption(timeoutNanoseconds: options.milliseconds * 1_000_000)
    }

    // MARK: A dump

    private mutating func check(_ store: Store, _ error: any Error) {
        guard error is Trap || error is WasmException else { return }
        dumps += 1
        do {
            var bytes: [UInt8] = []
            try store.writeCoreDump(after: sabotage ? CancellationError() : error) { bytes += $0 }
            let dump = try CoreDump(bytes: bytes)
            fault = difference(dump, store, error)
            _ = try Validator.validate(
                BinaryDecoder.decode(bytes), features: .supported(with: Set(Feature.proposals.map(\.feature))))
            for _ in 0..<DumpCheck.copies { damage(bytes) }
        } catch {
            fault = "\(error)"
        }
    }

    /// What a dump says otherwise than the store.
    private mutating func difference(_ dump: CoreDump, _ store: Store, _ error: any Error) -> String? {
        comparisons += 1
        let backtrace = (error as? Trap)?.backtrace ?? (error as? WasmException)?.backtrace ?? []
        let frames = dump.stacks.first?.frames ?? []
        guard frames.prefix(backtrace.count).map(\.functionIndex) == backtrace.map(\.functionIndex),
            frames.count >= backtrace.count
        else { return "other frames" }
        // The instances of the modules; one that has failed to begin may be gone.
        for (number, instance) in store.dumpedInstances.enumerated() {
            let known = dump.instances[number]
            guard known.memories.count == instance.memories.count, known.globals.count == instance.globals.count else {
                return "another number of memories or globals"
            }
            for (index, place) in instance.globals.enumerated() {
                guard dump.globals[known.globals[index]].value == store.dumpedGlobal(place)?.value else {
                    return "global \(index) has another value"
                }
            }
            for (index, place) in instance.memories.enumerated() {
                let memory = store.state.memories[place]
                let rest = [UInt8](repeating: 0, count: memory.size - memory.bytes.count)
                guard dump.bytes(memory.size, at: 0, ofMemory: known.memories[index]) == memory.bytes + rest else {
                    return "memory \(index) has other bytes"
                }
            }
        }
        return nil
    }

    /// Reads a damaged copy, which is refused or read.
    private mutating func damage(_ bytes: [UInt8]) {
        var bytes = bytes
        for _ in 0...random.next() % 4 {
            guard !bytes.isEmpty else { return }
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 4 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
            case 2: bytes.replaceSubrange(place...place, with: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
            default: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 9)))
            }
        }
        do {
            let dump = try CoreDump(bytes: bytes)
            for memory in dump.memories.indices { _ = dump.bytes(64, at: 0, ofMemory: memory) }
        } catch is CoreDumpError {
            // Refused.
        } catch {
            fault = fault ?? "a damaged dump: \(error)"
        }
    }
}
