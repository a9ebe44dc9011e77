import WasmRuntime
import WasmSyntax

/// The functions and lines whose exact units differ in two profiles.
public struct ProfileComparison: Hashable, Sendable {
    /// A function or line that differs.
    public struct Change: Hashable, Sendable {
        /// The function's name.
        public var function: String
        /// The file and line; `nil` for the function as a whole.
        public var line: String?
        /// The units in the earlier profile.
        public var before: UInt64
        /// The units in the later profile.
        public var after: UInt64

        /// By how much the units have grown; negative if they have shrunk.
        public var difference: Int64 { Int64(clamping: after) &- Int64(clamping: before) }
    }

    /// The functions that differ, the largest changes first.
    public var functions: [Change]
    /// The lines that differ, the largest changes first. Only places whose lines are known are compared: byte offsets are
    /// others in each build.
    public var lines: [Change]
    /// The units of both profiles together with those that belong to no function.
    public var total: Change

    /// Compares two profiles with exact counts. Functions are the same if their names and modules are.
    public init(before: GuestProfile, after: GuestProfile) {
        functions = ProfileComparison.changes(before.unitsByFunction, after.unitsByFunction)
        lines = ProfileComparison.changes(before.unitsByLine, after.unitsByLine)
        total = Change(function: "total", line: nil, before: before.totalUnits, after: after.totalUnits)
    }

    /// Whether nothing differs.
    public var isEqual: Bool { functions.isEmpty && lines.isEmpty && total.difference == 0 }

    fileprivate struct Key: Hashable {
        var function: String
        var line: String?
    }

    private static func changes(_ before: [Key: UInt64], _ after: [Key: UInt64]) -> [Change] {
        var changes: [Change] = []
        for (key, amount) in after where before[key] ?? 0 != amount {
            changes.append(Change(function: key.function, line: key.line, before: before[key] ?? 0, after: amount))
        }
        for (key, amount) in before where after[key] == nil && amount > 0 {
            changes.append(Change(function: key.function, line: key.line, before: amount, after: 0))
        }
        return changes.sorted {
            let (one, other) = ($0.difference.magnitude, $1.difference.magnitude)
            return one != other ? one > other : ($0.function, $0.line ?? "") < ($1.function, $1.line ?? "")
        }
    }
}

extension GuestProfile {
    fileprivate var unitsByFunction: [ProfileComparison.Key: UInt64] {
        var result: [ProfileComparison.Key: UInt64] = [:]
        for function in functions {
            guard let units = function.units else { continue }
            result[ProfileComparison.Key(function: function.label), default: 0] &+= units
        }
        return result
    }

    fileprivate var unitsByLine: [ProfileComparison.Key: UInt64] {
        var result: [ProfileComparison.Key: UInt64] = [:]
        for place in places where place.line != nil {
            guard let units = place.units else { continue }
            let key = ProfileComparison.Key(function: functions[place.function].label, line: place.label)
            result[key, default: 0] &+= units
        }
        return result
    }
}
