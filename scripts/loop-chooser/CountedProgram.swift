import Foundation

/// The counts of a program that a profiling build of nestbox wrote (`run --operation-profile FILE`).
struct CountedProgram {
    struct Place {
        var operation: String
        var executed: Double
        /// How often execution came from the place before.
        var followed: Double
        /// The operands whose slots the instruction before has just set, such as "b"; "" if none.
        var taken: String
    }

    let name: String
    /// The places of each function, in the order of its code.
    var functions: [[Place]] = []
    /// The number of operations executed, including those whose places the file does not have.
    var executed = 0.0

    init(contentsOf path: String) throws {
        let url = URL(fileURLWithPath: path)
        name = url.deletingPathExtension().lastPathComponent
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        var function: Substring?
        var last = -2
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let fields = Substring(line).split(separator: "\t", omittingEmptySubsequences: false)
            if fields.first == "operation", fields.count == 3 { executed += Double(fields[2]) ?? 0 }
            guard fields.first == "place", fields.count == 8, let place = Int(fields[2]) else { continue }
            if fields[1] != function || place != last + 1 {
                functions.append([])
                function = fields[1]
            }
            last = place
            functions[functions.count - 1].append(
                Place(
                    operation: String(fields[7].prefix { $0 != " " && $0 != "(" }), executed: Double(fields[4]) ?? 0,
                    followed: Double(fields[5]) ?? 0, taken: String(fields[6])))
        }
    }
}
