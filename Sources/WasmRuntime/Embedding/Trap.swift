import WasmDebugInfo
import WasmSyntax

/// The abnormal end of an execution (specification: *Execution / Runtime Structure / Administrative Instructions*,
/// trap), or its end by a limit.
public struct Trap: Error, Sendable {
    /// The cause of a trap.
    public enum Kind: Hashable, Sendable {
        /// The instruction `unreachable`.
        case unreachable
        /// An integer division or remainder by zero.
        case integerDivideByZero
        /// A division, or a conversion to an integer, whose result is out of the type's range.
        case integerOverflow
        /// A conversion of a NaN to an integer.
        case invalidConversionToInteger
        /// An access outside of a memory or a data segment.
        case outOfBoundsMemoryAccess
        /// An atomic access to an address that is not a multiple of the access's width.
        case unalignedAtomic
        /// `memory.atomic.wait` on a memory that is not shared.
        case expectedSharedMemory
        /// `memory.atomic.wait` without a timeout: a store has one thread, so nothing could ever end the wait.
        case waitsForever
        /// An access outside of a table or an element segment.
        case outOfBoundsTableAccess
        /// `call_indirect` with an index outside of the table.
        case undefinedElement
        /// `call_indirect` of a null element.
        case uninitializedElement
        /// `call_indirect` of a function of another type.
        case indirectCallTypeMismatch
        /// `ref.as_non_null` of null.
        case nullReference
        /// `call_ref` of null.
        case nullFunctionReference
        /// An access to a field of null.
        case nullStructureReference
        /// An access to an element of null.
        case nullArrayReference
        /// `i31.get` of null.
        case nullI31Reference
        /// `throw_ref` of null.
        case nullExceptionReference
        /// `ref.cast` of a reference of another type.
        case castFailure
        /// An access outside of an array.
        case outOfBoundsArrayAccess
        /// No room for an object in the heap within ``StoreLimits/heapBytes`` and ``StoreLimits/hostBytes``.
        case heapExhausted
        /// No room for a function's internal code (``StoreLimits/codeBytes`` or ``StoreLimits/hostBytes``); or, within the
        /// latter, for WASI's buffers, for references to objects of the host, or for one more call that can be suspended.
        case hostMemoryExhausted
        /// A call that needs more frames or stack slots than ``StoreLimits`` allow.
        case callStackExhausted
        /// The budget is spent. A higher limit allows further calls, but this one has ended.
        case budgetExhausted
        /// The deadline has passed, or another thread cancelled the guest.
        case interrupted(InterruptReason)
        /// A host function failed; the text says why. Descriptions show its first 1,000 bytes.
        case host(String)
    }

    /// One frame of the WebAssembly stack.
    public struct Frame: Hashable, Sendable {
        /// The function's index in its module.
        public var functionIndex: UInt32
        /// The function's name in the module's name section, escaped and cut as ``Name/description``; `nil` if it has none.
        public var functionName: String?
        /// The name under which the module exports a function that has no name, escaped and cut likewise. At most
        /// ``Trap/maximumExports`` exports of all modules together are searched.
        public var exportName: String?
        /// The name of the module, escaped and cut likewise: the name under which the instance's exports were defined for
        /// others, or the one in the name section. `nil` if only one instance takes part in the backtrace.
        public var moduleName: String?
        /// The byte offset in the module of the instruction that was being executed.
        public var offset: Int
        /// What the module tells of its source.
        var debugInformation = FrameSource()

        /// A frame of this function, at this offset.
        public init(functionIndex: UInt32, functionName: String?, offset: Int) {
            self.functionIndex = functionIndex
            self.functionName = functionName
            self.offset = offset
        }

        /// The places of the source that the instruction was made from: the innermost one first, then for each call that the
        /// compiler has inlined the place of the call. Empty if the module does not tell.
        ///
        /// Each use looks it up in the module's debug information, which is read at the first use: some milliseconds for a
        /// large program. What was read is kept with the module. Nothing interrupts that, so debug information that would
        /// take more than some tenths of a second gives no sources here; ``DebugInformation/sources(at:interruption:)``
        /// reads it, and frames have sources from then on.
        public var sources: [SourceLocation] { debugInformation.module?.frameSources(at: offset) ?? [] }

        /// The place of the source that the instruction was made from, the first of ``sources``; `nil` if the module does
        /// not tell.
        public var source: SourceLocation? { sources.first }
    }

    /// The cause.
    public var kind: Kind
    /// The frames, innermost first; at most ``maximumFrames``.
    public var backtrace: [Frame]
    /// The number of frames that are missing at the end of ``backtrace``.
    public var omittedFrames: Int
    /// The error that a host function threw and that became this trap, of kind ``Kind/host(_:)``: one of the embedder's own
    /// types, or `CancellationError`. `nil` for any other trap.
    public var underlyingError: (any Error)?
    /// Whether a ``GuestCall`` or an asynchronous call would have been suspended instead, had not a host function called the
    /// guest with `Function.call(_:)`, which cannot wait.
    public internal(set) var isInSynchronousCall = false

    /// The most frames that a backtrace keeps, so that a guest's endless recursion does not fill the host's log.
    public static let maximumFrames = 64
    /// The most exports that a trap searches for the names of functions, in all modules together.
    public static let maximumExports = 10_000

    /// A trap of this kind.
    public init(
        _ kind: Kind, backtrace: [Frame] = [], omittedFrames: Int = 0, underlyingError: (any Error)? = nil
    ) {
        self.kind = kind
        self.backtrace = backtrace
        self.omittedFrames = omittedFrames
        self.underlyingError = underlyingError
    }
}

extension Trap.Kind: CustomStringConvertible {
    /// A text for messages, which is that of the specification's test suite if it has one.
    public var description: String {
        switch self {
        case .unreachable: "unreachable"
        case .integerDivideByZero: "integer divide by zero"
        case .integerOverflow: "integer overflow"
        case .invalidConversionToInteger: "invalid conversion to integer"
        case .outOfBoundsMemoryAccess: "out of bounds memory access"
        case .unalignedAtomic: "unaligned atomic"
        case .expectedSharedMemory: "expected shared memory"
        case .waitsForever: "wait without a timeout: there is no other thread that could notify"
        case .outOfBoundsTableAccess: "out of bounds table access"
        case .undefinedElement: "undefined element"
        case .uninitializedElement: "uninitialized element"
        case .indirectCallTypeMismatch: "indirect call type mismatch"
        case .nullReference: "null reference"
        case .nullFunctionReference: "null function reference"
        case .nullStructureReference: "null structure reference"
        case .nullArrayReference: "null array reference"
        case .nullI31Reference: "null i31 reference"
        case .nullExceptionReference: "null exception reference"
        case .castFailure: "cast failure"
        case .outOfBoundsArrayAccess: "out of bounds array access"
        case .heapExhausted: "heap exhausted"
        case .hostMemoryExhausted: "host memory exhausted"
        case .callStackExhausted: "call stack exhausted"
        case .budgetExhausted: "budget exhausted"
        case .interrupted(let reason): reason.description
        case .host(let message): "host function failed: \(message.cut(to: 1_000))"
        }
    }
}

extension Trap: CustomStringConvertible {
    /// The kind, then a line for each frame.
    public var description: String {
        let remark =
            isInSynchronousCall
            ? ", in a call that a host function has made and that cannot be suspended, as the function cannot wait" : ""
        return kind.description + remark + framesDescription
    }

    /// Notes that a trap comes from a call that a host function has made.
    mutating func noteHostFunction(ifResumable isResumable: Bool) {
        switch kind {
        case .budgetExhausted, .interrupted: isInSynchronousCall = isInSynchronousCall || isResumable
        default: break
        }
    }

    /// The most lines for inlined calls that a text about a backtrace has.
    private static let maximumInlinedLines = 64

    /// A line for each frame, and one for each place from which an inlined function was called.
    package var framesDescription: String {
        var (text, inlinedLines) = ("", Trap.maximumInlinedLines)
        for (index, frame) in backtrace.enumerated() {
            text += "\n  #\(index) \(frame.description(inlinedLines: &inlinedLines))"
        }
        if omittedFrames > 0 { text += "\n  … and \(omittedFrames) more frames" }
        return text
    }
}

extension Trap.Frame: CustomStringConvertible {
    /// The function, the place in the source if the module tells, and the byte offset, such as
    /// `function 12 compute at src/a.c:14:9 (byte 4660)`. Up to 16 further lines begin with `inlined into`.
    public var description: String {
        var lines = 16
        return description(inlinedLines: &lines)
    }

    /// The description.
    ///
    /// - Parameter inlinedLines: The number of lines that there may be for inlined calls; reduced by those that there are.
    fileprivate func description(inlinedLines: inout Int) -> String {
        let name = functionName.map { " \($0)" } ?? exportName.map { " (exported as \"\($0)\")" } ?? ""
        let module = moduleName.map { " in module \"\($0)\"" } ?? ""
        let sources = sources
        guard let first = sources.first else { return "function \(functionIndex)\(name)\(module) at byte \(offset)" }
        let inlined = first.isInlined ? " (inlined \(Trap.Frame.name(of: first)))" : ""
        var text = "function \(functionIndex)\(name)\(module)\(inlined) at \(first) (byte \(offset))"
        let shown = sources.dropFirst().prefix(inlinedLines)
        inlinedLines &-= shown.count
        for source in shown { text += "\n       inlined into \(Trap.Frame.name(of: source)) at \(source)" }
        let omitted = sources.count &- 1 &- shown.count
        if omitted > 0 { text += "\n       … and \(omitted) more inlined calls" }
        return text
    }

    private static func name(of location: SourceLocation) -> String { location.function?.description ?? "a function" }
}

/// The debug information that a frame's place is looked up in. Frames are equal whatever it is.
struct FrameSource: Hashable, Sendable {
    var module: DebugInformation?

    static func == (left: FrameSource, right: FrameSource) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
