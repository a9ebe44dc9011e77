import WasmRuntime
import WasmSyntax

extension GuestCoverage {
    /// The coverage in the format of lcov, which `genhtml` makes pages of, and `lcov --add-tracefile` adds up.
    ///
    /// Where lines are known (``addLines(_:)``), there is a record for each source file, without the functions that have no
    /// lines. Otherwise, there is a single record, in which the byte offsets of instructions in the module take the place of
    /// line numbers.
    ///
    /// - Parameter module: The path of the module, which is the source file then.
    public func lcov(module: String) -> String {
        let hasLines = sites.contains { $0.line != nil }
        var files: [String: LCOVFile] = [:]
        func place(_ line: GuestProfile.Line?, _ offset: Int) -> (file: String, line: Int)? {
            guard hasLines else { return (module, offset) }
            return line.map { ($0.file, $0.line) }
        }
        for function in functions {
            guard let place = place(function.line, function.offset) else { continue }
            files[place.file, default: LCOVFile()].add(function, line: place.line)
        }
        for site in sites {
            guard let place = place(site.line, site.offset) else { continue }
            files[place.file, default: LCOVFile()].add(site.count, line: place.line)
        }
        for branch in branches {
            guard let place = place(branch.line, branch.offset) else { continue }
            files[place.file, default: LCOVFile()].add(branch, line: place.line)
        }
        return files.sorted { $0.key < $1.key }.reduce(into: "") { text, file in
            file.value.write(Name.withoutControls(file.key.cut(to: 4_096)), to: &text)
        }
    }
}

/// A record of lcov: the coverage of a source file.
private struct LCOVFile {
    private var functions: [(line: Int, name: String, calls: UInt64)] = []
    private var names: Set<String> = []
    private var lines: [Int: UInt64] = [:]
    private var branches: [(line: Int, ways: [UInt64])] = []

    mutating func add(_ function: GuestCoverage.Function, line: Int) {
        // A comma ends a field, and two functions of a file must not have the same name.
        var name = String(function.name.map { $0 == "," ? ";" : $0 })
        if !names.insert(name).inserted {
            name += " (function \(function.index))"
            names.insert(name)
        }
        functions.append((line, name, function.calls))
    }

    mutating func add(_ count: UInt64, line: Int) { lines[line] = max(lines[line] ?? 0, count) }

    mutating func add(_ branch: GuestCoverage.Branch, line: Int) { branches.append((line, branch.ways)) }

    func write(_ file: String, to text: inout String) {
        text += "TN:\nSF:\(file)\n"
        for function in functions { text += "FN:\(function.line),\(function.name)\n" }
        for function in functions { text += "FNDA:\(function.calls),\(function.name)\n" }
        text += "FNF:\(functions.count)\nFNH:\(functions.count { $0.calls > 0 })\n"
        var (found, hit) = (0, 0)
        var numbers: [Int: Int] = [:]
        for branch in branches.sorted(by: { $0.line < $1.line }) {
            let number = numbers[branch.line] ?? 0
            numbers[branch.line] = number &+ 1
            let isExecuted = branch.ways.contains { $0 > 0 }
            for (way, count) in branch.ways.enumerated() {
                text += "BRDA:\(branch.line),\(number),\(way),\(isExecuted ? "\(count)" : "-")\n"
                found &+= 1
                hit &+= count > 0 ? 1 : 0
            }
        }
        text += "BRF:\(found)\nBRH:\(hit)\n"
        for (line, count) in lines.sorted(by: { $0.key < $1.key }) { text += "DA:\(line),\(count)\n" }
        text += "LF:\(lines.count)\nLH:\(lines.values.count { $0 > 0 })\nend_of_record\n"
    }
}
