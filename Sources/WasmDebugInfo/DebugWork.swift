import WasmSyntax

/// The work and the memory that reading debug information may still take, and the interruption that can end it.
///
/// Without it, sections that refer to one another could make the work quadratic: a million units could all refer to the
/// same list of ranges.
struct DebugWork: Sendable {
    /// Units of some nanoseconds.
    private var left: Int
    /// Bytes that the index may still take.
    private var memoryLeft: Int
    private var watch = LoadingWatch(nil)
    /// Whether the work is for the frames of a backtrace, which nothing can interrupt.
    var isForFrames = false
    /// Units that frames may still take, all together.
    private var frameWorkLeft = DebugInformation.frameWork

    /// Bytes of the index of one module, whatever its size.
    static let maximumMemory = 256 << 20

    /// What sections of these bytes may take. Those of compilers take half a unit for a byte, and up to four bytes of memory: a
    /// row of the lines has 20 bytes, and takes three or more in its section.
    init(bytes: Int) {
        left = 4 &* bytes &+ (1 << 20)
        memoryLeft = min(8 &* bytes &+ (1 << 20), DebugWork.maximumMemory)
    }

    /// The work of one answer that is not kept, with the same interruption.
    ///
    /// - Parameter bytes: As for ``init(bytes:)``; 0 for an answer that needs a few entries.
    func forAnswer(bytes: Int) -> DebugWork {
        var other = DebugWork(bytes: bytes)
        other.watch = watch.copy
        return other
    }

    /// Sets the interruption for the work to come.
    mutating func watch(_ interruption: (any Interruption)?) { watch = LoadingWatch(interruption) }

    mutating func pay(_ units: Int, _ cursor: borrowing DebugCursor) throws(DebugInformationError) {
        left &-= units
        if isForFrames {
            frameWorkLeft &-= units
            guard frameWorkLeft >= 0 else { throw cursor.error(.interrupted(.deadlineExceeded)) }
        }
        guard left >= 0 else { throw cursor.error(.limitExceeded("work for debug information")) }
        if let reason = watch.reasonToStop(after: units) { throw cursor.error(.interrupted(reason)) }
    }

    /// Forgets what an interrupted attempt has taken, except for the time of frames.
    mutating func restore(_ before: DebugWork) {
        let spent = frameWorkLeft
        self = before
        frameWorkLeft = spent
    }

    mutating func keep(_ bytes: Int, _ cursor: borrowing DebugCursor) throws(DebugInformationError) {
        memoryLeft &-= bytes
        guard memoryLeft >= 0 else { throw cursor.error(.limitExceeded("memory for debug information")) }
    }
}
