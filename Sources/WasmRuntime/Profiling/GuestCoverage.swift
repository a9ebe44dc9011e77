import WasmSyntax
import WasmValidation

/// The parts of a module that were executed: ``Store/coverage(of:)``.
public struct GuestCoverage: Hashable, Sendable {
    /// A function of the module, executed or not.
    public struct Function: Hashable, Sendable {
        /// The index in the module.
        public var index: UInt32
        /// The name, escaped and cut, or a name with the index.
        public var name: String
        /// The byte offset in the module of its first instruction.
        public var offset: Int
        /// The line of its first instruction that has one.
        public var line: GuestProfile.Line?
        /// The number of calls.
        public var calls: UInt64
    }

    /// An instruction that can be reached.
    public struct Site: Hashable, Sendable {
        /// The byte offset in the module.
        public var offset: Int
        /// The line, if it is known.
        public var line: GuestProfile.Line?
        /// The number of times that the instruction was executed.
        public var count: UInt64
    }

    /// An instruction that decides where execution continues: `if`, `br_if`, `br_table` and the branches on references.
    public struct Branch: Hashable, Sendable {
        /// The byte offset in the module.
        public var offset: Int
        /// The line, if it is known.
        public var line: GuestProfile.Line?
        /// The number of times that each way was taken: for `if`, that the condition did not hold, and that it did; for
        /// other conditions, that the branch was taken, and that it was not; for `br_table`, each label once.
        public var ways: [UInt64]
    }

    /// The functions, in the order of their indices.
    public var functions: [Function] = []
    /// The instructions, in the order of the module.
    public var sites: [Site] = []
    /// The branches, in the order of the module.
    public var branches: [Branch] = []

    /// Finds the lines of instructions, in place of those of the module's own debug information.
    ///
    /// - Parameter lookup: Returns the line of the instruction at a byte offset of the module.
    public mutating func addLines(_ lookup: (Int) -> GuestProfile.Line?) {
        var site = 0
        for index in sites.indices { sites[index].line = lookup(sites[index].offset) }
        for index in branches.indices { branches[index].line = lookup(branches[index].offset) }
        for index in functions.indices {
            let end = index &+ 1 < functions.count ? functions[index &+ 1].offset : .max
            while site < sites.count, sites[site].offset < functions[index].offset { site &+= 1 }
            functions[index].line = sites[site...].prefix { $0.offset < end }.lazy.compactMap(\.line).first
        }
    }
}

/// The reason why there is no coverage.
public enum CoverageError: Error, Hashable, Sendable {
    /// A guest of the store is running.
    case running
    /// The store has no ``Instruments/blockCounts``.
    case notCounting
    /// The store's interruption asked to stop.
    case interrupted(InterruptReason)
}

extension CoverageError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .running: "a guest of the store is running"
        case .notCounting: "the store does not count blocks"
        case .interrupted(let reason): "stopped: \(reason)"
        }
    }
}

extension Store {
    /// Returns which parts of a module were executed in the store so far, by all of its instances together. Lines are those
    /// of its debug information.
    ///
    /// - Throws: ``CoverageError``.
    public func coverage(of module: Module) throws(CoverageError) -> GuestCoverage {
        guard machine.nesting == 0, !isPolling else { throw .running }
        guard let counts else { throw .notCounting }
        harvestCounters()
        let syntax = module.validated.module
        let imported = module.validated.importCounts.functions
        let counted = counts.values.codes.first { $0.code.module === module }
        var known: [Int: FunctionCounts] = [:]
        for function in counted?.functions ?? [] { known[function.function] = function }
        let names = NameFinder(module)
        var coverage = GuestCoverage()
        var source = DecodedCode()
        for (number, body) in syntax.bodies.enumerated() {
            let index = UInt32(truncatingIfNeeded: imported &+ number)
            let counts = known[number]
            coverage.functions.append(
                GuestCoverage.Function(
                    index: index, name: names.name(of: index), offset: body.code.lowerBound,
                    calls: UInt64(clamping: counts?.calls ?? 0)))
            if let counts {
                coverage.add(counts.map.graph, counts.map.offsets, counts.executed, counts.flow.edges)
                continue
            }
            do throws(LoweringFailure) {
                guard let graph = try flowGraph(of: body, in: module.validated, isEntryKnown: false, &source) else {
                    continue
                }
                coverage.add(graph, source.instructions.map(\.offset), nil, nil)
            } catch {
                if case .interrupted(let reason) = error { throw .interrupted(reason) }
            }
        }
        if let lines = SourceLines(of: module, interruption: interruption) { coverage.addLines(lines.line) }
        return coverage
    }
}

/// The names of a module's functions: those of its name section, then those of its exports.
struct NameFinder {
    private let names: NameSection
    private var exports: [UInt32: String] = [:]

    init(_ module: Module) {
        names = module.sharedCode.names(of: module.validated.module)
        for export in module.validated.module.exports.prefix(Trap.maximumExports) where export.kind == .function {
            if exports[export.index] == nil { exports[export.index] = export.name.description }
        }
    }

    /// The name of the module.
    var moduleName: String? { names.moduleName?.description }

    func name(of function: UInt32) -> String {
        names.functionName(function)?.description ?? exports[function] ?? "function \(function)"
    }
}

extension GuestCoverage {
    /// Adds the instructions and branches of a function.
    ///
    /// - Parameters:
    ///   - executed: How often each instruction was executed; `nil` if none was.
    ///   - edges: How often each way was taken.
    fileprivate mutating func add(_ graph: FlowGraph, _ offsets: [UInt32], _ executed: [Int64]?, _ edges: [Int64]?) {
        for block in graph.blocks {
            for instruction in block.start..<block.end {
                sites.append(
                    Site(
                        offset: Int(offsets[instruction]), count: UInt64(clamping: executed?[instruction] ?? 0)))
            }
        }
        for branch in graph.branches {
            branches.append(
                Branch(
                    offset: Int(offsets[branch.instruction]),
                    ways: branch.edges.map { UInt64(clamping: edges?[$0] ?? 0) }))
        }
    }
}
