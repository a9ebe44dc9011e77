import WasmSyntax

/// A host call that is about to be replayed.
package struct ReplayedCall {
    package let module: Name
    package let name: Name
    let rest: RecordReader

    /// Returns the call's outcome, and what it wrote last to 4 bytes of the first memory that it wrote to.
    package func outcome(writtenAt address: UInt64) -> (outcome: RecordedOutcome, number: UInt32?)? {
        var reader = rest
        var number: UInt32?
        while let record = try? reader.next() {
            switch record {
            case .outcome(_, let outcome): return (outcome, number)
            case .write(let write) where write.address == address && write.bytes.count == 4:
                number = UInt32(truncatingIfNeeded: loadBytes(reader.bytes, write.bytes.lowerBound, 4))
            default: break
            }
        }
        return nil
    }
}

/// The place of a host call, or of the end, in a replay.
struct ReplayPlace {
    let number: UInt64?
    let `import`: String?
    let spent: UInt64
    let function: GuestFunction?

    func cut(at offset: Int, _ found: String = "") -> ReplayDifference {
        var end = difference("\(found)the recording is cut at byte \(offset)")
        end.isCut = true
        return end
    }

    func difference(_ text: String) -> ReplayDifference {
        ReplayDifference(call: number, import: `import`, spent: spent, function: function, text: text)
    }
}

/// A difference between a run and its recording.
public struct ReplayDifference: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of the host call, from 1 on; `nil` at the end of the run.
    public let call: UInt64?
    /// The import that the guest has called.
    public let `import`: String?
    /// The units spent.
    public let spent: UInt64
    /// The guest's function that makes the call.
    public let function: GuestFunction?
    /// The difference in words: the expected and the found.
    public let text: String
    /// Whether nothing differs, but the recording is cut here.
    public internal(set) var isCut = false

    /// The place and the difference.
    public var description: String {
        let verb = isCut ? "is not in the recording" : "differs from the recording"
        guard let call, let `import` else { return "the end \(verb), after \(spent) units: \(text)" }
        let caller = function.map { " in function \($0.index)" + ($0.name.map { " \($0)" } ?? "") } ?? ""
        return "host call \(call), \(`import`)\(caller), \(verb), after \(spent) units: \(text)"
    }
}

extension ReplayDifference: NestboxError {}
