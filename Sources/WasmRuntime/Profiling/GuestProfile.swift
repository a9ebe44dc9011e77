import WasmSyntax

/// The measure of a profile, and the distance between two samples of it.
public enum ProfileClock: Hashable, Sendable {
    /// The units of the budget. The same program with the same input gives the same profile in each run.
    ///
    /// - Parameter every: The units between two samples, ten times as many after the first 1,000. A sample takes some
    ///   microseconds, more where stacks are deep; these are sampled less often.
    case units(every: UInt64 = 100_000)
    /// The time that passes, in host functions too. It needs a clock, which macOS has since 13.
    ///
    /// - Parameter everyNanoseconds: The nanoseconds between two samples. Less than 100,000 gives no more samples.
    case time(everyNanoseconds: UInt64 = 1_000_000)

    var isUnits: Bool { if case .units = self { true } else { false } }

    var interval: UInt64 {
        switch self {
        case .units(let every): every
        case .time(let every): every
        }
    }
}

/// What guests have spent their budget or their time on: ``Store/profile(_:_:)``.
///
/// A profile has samples of stacks, as a tree. In a store with ``Instruments/blockCounts``, it also has the exact
/// numbers of calls and units of each function and line.
public struct GuestProfile: Hashable, Sendable {
    /// The measure of the weights of ``nodes``.
    public enum Unit: String, Hashable, Sendable {
        /// Units of the budget.
        case units
        /// Nanoseconds.
        case nanoseconds
    }

    /// A function that has run.
    public struct Function: Hashable, Sendable {
        /// The index in its module; `nil` for a function of the host.
        public var index: UInt32?
        /// The name, escaped and cut: that of the module's name section or of an export, or a name with the index; for a
        /// function of the host, that of the import.
        public var name: String
        /// The name of the function's module, if it has one and functions of several modules have run; for a function of
        /// the host, the name of the module that it is imported from.
        public var module: String?
        /// The number of the module among those of the profile; `nil` for a function of the host.
        public var moduleNumber: Int?
        /// The exact number of calls; `nil` if they were not counted.
        public var calls: UInt64?
        /// The exact units that the function's own instructions have spent, or a host function's calls; `nil` if they were
        /// not counted.
        public var units: UInt64?

        package init(
            index: UInt32?, name: String, module: String? = nil, moduleNumber: Int? = nil, calls: UInt64? = nil,
            units: UInt64? = nil
        ) {
            (self.index, self.name, self.module, self.moduleNumber) = (index, name, module, moduleNumber)
            (self.calls, self.units) = (calls, units)
        }
    }

    /// A line of a guest's source.
    public struct Line: Hashable, Sendable {
        /// The path of the file, as the module has it.
        public var file: String
        /// The line, from 1.
        public var line: Int
        /// The column, from 1; 0 if it is unknown.
        public var column: Int

        /// A line of a file.
        public init(file: String, line: Int, column: Int = 0) {
            (self.file, self.line, self.column) = (file, line, column)
        }
    }

    /// A place in a function's code.
    public struct Place: Hashable, Sendable {
        /// The function, as an index of ``GuestProfile/functions``.
        public var function: Int
        /// The byte offset of an instruction in the module.
        public var offset: Int
        /// The line of the instruction, if it is known.
        public var line: Line?
        /// The exact units that the instruction has spent, all times together; `nil` if they were not counted.
        public var units: UInt64?

        package init(function: Int, offset: Int) { (self.function, self.offset) = (function, offset) }
    }

    /// A place on the stack of samples.
    public struct Node: Hashable, Sendable {
        /// The node of the caller, an index of ``GuestProfile/nodes`` before this one; `nil` for an outermost one.
        public var parent: Int?
        /// The place that runs or has called, an index of ``GuestProfile/places``.
        public var place: Int
        /// What was spent here, callees not included.
        public var weight: UInt64

        package init(parent: Int?, place: Int, weight: UInt64) {
            (self.parent, self.place, self.weight) = (parent, place, weight)
        }
    }

    /// The measure of the weights of ``nodes``.
    public var unit = Unit.units
    /// The functions of the samples and counts.
    public var functions: [Function] = []
    /// The places of the samples and counts.
    public var places: [Place] = []
    /// The stacks of the samples as a tree, callers first.
    public var nodes: [Node] = []
    /// The units of the budget that were spent while the profile was made.
    public var totalUnits: UInt64 = 0
    /// The units of the budget that no function has spent: those of instantiating, and of the embedder's own calls of host
    /// functions. Negative only if counts are missing.
    public var otherUnits: Int64 = 0
    /// Whether the profile has exact counts.
    public var isExact = false

    package init() {}

    /// Sets the lines of places, instead of those that the module's debug information gives.
    ///
    /// - Parameters:
    ///   - module: The number of the module whose functions' places are looked up: see ``Function/moduleNumber``.
    ///   - lookup: Returns the line of the instruction at a byte offset of the module.
    package mutating func addLines(ofModule module: Int, _ lookup: (Int) -> Line?) {
        for index in places.indices where functions[places[index].function].moduleNumber == module {
            if let line = lookup(places[index].offset) { places[index].line = line }
        }
    }

    /// The sum of the weights of all nodes.
    public var totalWeight: UInt64 { nodes.reduce(0) { $0 &+ $1.weight } }
}
