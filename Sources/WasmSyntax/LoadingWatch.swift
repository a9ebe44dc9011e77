/// Polls an ``Interruption`` from time to time while a module is decoded, parsed, validated or printed.
///
/// Each worker has its own watch and counts its work with it: about one unit per byte of input, per instruction or per
/// compared type, each of which takes some nanoseconds. Counting costs a subtraction and a comparison.
package struct LoadingWatch: Sendable {
    /// Units of work between two polls: some tenths of a millisecond at most, even if a unit takes 20 ns.
    private static let interval = 8 << 10

    /// Bytes of code that are counted at once, so that an instruction costs one comparison. Loops over bodies and
    /// expressions count the shorter ones themselves.
    package static let codeBytes = 1 << 10

    private let interruption: (any Interruption)?
    private var left: Int

    /// Creates a watch for an interruption; without one it never stops anything. The watch polls at the first counted
    /// work, so that a worker that begins after the deadline does nothing.
    package init(_ interruption: (any Interruption)?) {
        self.interruption = interruption
        left = interruption == nil ? .max : 0
    }

    /// Another watch for the same interruption.
    package var copy: LoadingWatch { LoadingWatch(interruption) }

    /// Counts work, and polls the interruption if a poll is due.
    ///
    /// - Returns: The reason to stop; `nil` if no poll was due or the work may go on.
    @inline(__always)
    package mutating func reasonToStop(after work: Int) -> InterruptReason? {
        left &-= work
        return left < 0 ? ask() : nil
    }

    @inline(never)
    private mutating func ask() -> InterruptReason? {
        guard let interruption else {
            left = .max
            return nil
        }
        left = LoadingWatch.interval
        return interruption.reasonToStop()
    }
}

/// An error of a phase of loading: either a fault of the module, or that loading was stopped from outside.
package protocol LoadingError: Error {
    /// The reason for which loading was stopped; `nil` for a fault of the module.
    var reasonToStop: InterruptReason? { get }
}

extension LoadingError {
    /// The error for the caller that loads a module: ``Interrupted`` if loading was stopped, else this one.
    package var told: any Error { reasonToStop.map { Interrupted($0) } ?? self }
}
