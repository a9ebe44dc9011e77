/// Asks an ``Interruption`` now and then while a module is decoded, parsed, validated or printed.
///
/// Each worker has its own and counts its work in it: about a unit for a byte of input, an instruction or a type that is
/// compared, all of which take some nanoseconds. Counting costs a subtraction and a comparison.
package struct LoadingWatch: Sendable {
    /// Work between two looks: some tenths of a millisecond at most, where a unit takes 20 ns.
    private static let interval = 8 << 10

    /// Bytes of code that are counted at once, so that there is one comparison for an instruction. Shorter bodies and
    /// expressions are counted by whatever goes through them.
    package static let codeBytes = 1 << 10

    private let interruption: (any Interruption)?
    private var left: Int

    /// A watch that never stops anything if there is no interruption. It asks at the first work that is counted, so that
    /// a worker that begins after the end of the time does nothing.
    package init(_ interruption: (any Interruption)?) {
        self.interruption = interruption
        left = interruption == nil ? .max : 0
    }

    /// Another watch for the same interruption.
    package var copy: LoadingWatch { LoadingWatch(interruption) }

    /// Counts work.
    ///
    /// - Returns: The reason to stop, if it was time to ask and there is one.
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

/// An error of a phase of loading: that something is wrong with the module, or that loading was stopped from outside.
package protocol LoadingError: Error {
    /// Why loading was stopped; `nil` if something is wrong with the module.
    var reasonToStop: InterruptReason? { get }
}

extension LoadingError {
    /// What whoever loads a module is told: ``Interrupted`` if loading was stopped.
    package var told: any Error { reasonToStop.map { Interrupted($0) } ?? self }
}
