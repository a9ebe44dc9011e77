import WASIPreview1
import WasmRuntime
import WasmSyntax

// Texts of a profile for other tools.

extension GuestProfile {
    /// The stacks as text: a line for each, with the functions from the outermost to the innermost, semicolons between them,
    /// a space and the weight. Tools that draw flame graphs read this.
    public var foldedStacks: String {
        let names = functions.map { GuestProfile.foldedName($0.label) }
        // The text of a deep stack is long: only as many characters are made as stacks together may have.
        var left = GuestProfile.mostFoldedBytes
        var lines: [String: UInt64] = [:]
        for (index, node) in nodes.enumerated() where node.weight > 0 {
            var stack: [String] = []
            var next: Int? = index
            while let current = next {
                stack.append(names[places[nodes[current].place].function])
                next = nodes[current].parent
            }
            let line = stack.reversed().joined(separator: ";")
            left &-= line.utf8.count
            guard left > 0 else { break }
            lines[line, default: 0] &+= node.weight
        }
        return lines.sorted { $0.key < $1.key }.reduce(into: "") { $0 += "\($1.key) \($1.value)\n" }
    }

    /// The most bytes of folded stacks.
    private static let mostFoldedBytes = 256 << 20

    /// A name without the characters that separate names and weights.
    private static func foldedName(_ name: String) -> String {
        String(name.map { $0 == ";" ? ":" : $0.isWhitespace ? "_" : $0 })
    }
}

extension GuestProfile.Function {
    /// The name with that of the module, if it has one.
    package var label: String {
        guard let module, index == nil || !module.isEmpty else { return name }
        return index == nil ? "\(module).\(name)" : "\(name) [\(module)]"
    }

    /// Whether the function is one of the host.
    var isHost: Bool { index == nil }
}

extension GuestProfile {
    /// The functions with exact counts and units, those that have spent most first. Without exact counts, the weight of the
    /// samples takes the place of the units.
    package var hottestFunctions: [(function: Int, calls: UInt64?, amount: UInt64)] {
        let weights = isExact ? [] : functionWeights
        return functions.indices.map { index in
            (index, functions[index].calls, isExact ? functions[index].units ?? 0 : weights[index])
        }
        .filter { $0.amount > 0 }
        .sorted { $0.amount != $1.amount ? $0.amount > $1.amount : $0.function < $1.function }
    }

    /// The lines, or where none are known the offsets, that have spent most, first.
    var hottestLines: [(function: Int, place: String, amount: UInt64)] {
        var amounts = [UInt64](repeating: 0, count: places.count)
        if isExact {
            for index in places.indices { amounts[index] = places[index].units ?? 0 }
        } else {
            for node in nodes { amounts[node.place] &+= node.weight }
        }
        var lines: [LineKey: UInt64] = [:]
        for index in places.indices where amounts[index] > 0 {
            let key = LineKey(function: places[index].function, place: places[index].label)
            lines[key, default: 0] &+= amounts[index]
        }
        return lines.map { ($0.key.function, $0.key.place, $0.value) }
            .sorted { $0.2 != $1.2 ? $0.2 > $1.2 : ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// A part of a whole in percent, with two digits behind the point.
    package static func percent(_ part: UInt64, of whole: UInt64) -> String {
        let hundredths = UInt64((Double(part) / Double(max(1, whole)) * 10_000).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// What the samples say of each function, callees not included.
    private var functionWeights: [UInt64] {
        var weights = [UInt64](repeating: 0, count: functions.count)
        for node in nodes { weights[places[node.place].function] &+= node.weight }
        return weights
    }

    private struct LineKey: Hashable {
        var function: Int
        var place: String
    }
}

extension GuestProfile.Place {
    /// The file and line, or the byte offset where no line is known.
    var label: String {
        guard let line else { return offset == 0 ? "" : "offset \(offset)" }
        return "\(Name.withoutControls(line.file.cut(to: Name.descriptionLimit))):\(line.line)"
    }
}
