/// Finds the name that a mistyped one probably stands for, for messages.
package enum NearestName {
    /// Maximum bytes of names that are compared, which bounds the work for each pair of names.
    private static let longest = 64
    /// Maximum number of candidates that are compared. A hostile module can export a million names.
    private static let mostCandidates = 512

    /// Returns the candidate that differs least from a name; `nil` if none is near. A third of the name's bytes may be
    /// missing, superfluous, different, or swapped with the byte beside it. The case of ASCII letters does not matter,
    /// and a name of three bytes or more is near every candidate that it begins.
    package static func find(_ name: Name, among candidates: some Sequence<Name>) -> Name? {
        guard name.utf8.count >= 2, name.utf8.count <= longest else { return nil }
        let wanted = name.utf8.map(lowercased)
        let limit = max(1, wanted.count / 3)
        var best: (name: Name, distance: Int)?
        for candidate in candidates.prefix(mostCandidates) where candidate.utf8.count <= longest {
            let other = candidate.utf8.map(lowercased)
            let distance: Int
            if wanted.count >= 3, other.count > wanted.count, other.starts(with: wanted) {
                distance = 1
            } else if abs(other.count &- wanted.count) > limit {
                continue
            } else {
                distance = self.distance(wanted, other)
            }
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Returns the text of a question that suggests a name, to be appended to a message; empty without a name.
    package static func question(_ name: Name?) -> String { name.map { "; did you mean \($0)?" } ?? "" }

    /// The number of bytes to insert, remove, replace or swap with the next one to get from one name to the other. No
    /// byte is changed twice.
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row &+ 1]
            for column in second.indices {
                let isSame = first[row] == second[column]
                var least = min(last[column] &+ (isSame ? 0 : 1), last[column &+ 1] &+ 1, current[column] &+ 1)
                if row > 0, column > 0, first[row] == second[column &- 1], first[row &- 1] == second[column] {
                    least = min(least, beforeLast[column &- 1] &+ 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
