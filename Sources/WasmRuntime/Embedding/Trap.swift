import WasmSyntax

/// An execution that ended abnormally (specification: *Execution / Runtime Structure / Administrative
/// Instructions*, trap), or was stopped by a limit.
public struct Trap: Error, Sendable {
    public enum Kind: Hashable, Sendable {
        case unreachable
        case integerDivideByZero
        case integerOverflow
        case invalidConversionToInteger
        case outOfBoundsMemoryAccess
        /// An atomic access to an address that is no multiple of its width.
        case unalignedAtomic
        /// `memory.atomic.wait` on a memory that is not shared.
        case expectedSharedMemory
        /// `memory.atomic.wait` without a timeout: a store has one thread, so that nothing could ever end it.
        case waitsForever
        case outOfBoundsTableAccess
        /// `call_indirect` with an index outside of the table.
        case undefinedElement
        /// `call_indirect` of a null element.
        case uninitializedElement
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
        case outOfBoundsArrayAccess
        /// No room in the heap: more is in use than ``StoreLimits/heapBytes`` allows, or nearly as much.
        case heapExhausted
        /// No room for a function's internal code: ``StoreLimits/codeBytes`` or ``StoreLimits/hostBytes``.
        case hostMemoryExhausted
        /// Too many frames or stack slots.
        case callStackExhausted
        /// The budget is spent. Topping it up allows further calls; this one is over.
        case budgetExhausted
        /// The deadline has passed or another thread cancelled.
        case interrupted(InterruptReason)
        /// A host function failed; the text says why. A description has its first 1,000 bytes.
        case host(String)
    }

    /// One frame of the WebAssembly stack.
    public struct Frame: Hashable, Sendable {
        /// The function's index in its module.
        public var functionIndex: UInt32
        /// From the module's name section, if it names the function: escaped and cut as ``Name/description``.
        public var functionName: String?
        /// Byte offset in the module of the instruction that was executing.
        public var offset: Int

        public init(functionIndex: UInt32, functionName: String?, offset: Int) {
            self.functionIndex = functionIndex
            self.functionName = functionName
            self.offset = offset
        }
    }

    public var kind: Kind
    /// Innermost frame first; at most ``maximumFrames``.
    public var backtrace: [Frame]
    /// How many frames there were beyond those in ``backtrace``.
    public var omittedFrames: Int

    /// Frames that a backtrace keeps: a guest that recurses for ever must not fill the host's log.
    public static let maximumFrames = 64

    public init(_ kind: Kind, backtrace: [Frame] = [], omittedFrames: Int = 0) {
        self.kind = kind
        self.backtrace = backtrace
        self.omittedFrames = omittedFrames
    }
}

extension Trap.Kind: CustomStringConvertible {
    /// The words of the specification's test suite, where it has some.
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
        case .interrupted(.deadlineExceeded): "deadline exceeded"
        case .interrupted(.cancelled): "cancelled"
        case .host(let message): "host function failed: \(message.cut(to: 1_000))"
        }
    }
}

extension Trap: CustomStringConvertible {
    /// The kind, then a line per frame.
    public var description: String { kind.description + framesDescription }

    /// A line for each frame.
    var framesDescription: String {
        var text = ""
        for (index, frame) in backtrace.enumerated() {
            let name = frame.functionName.map { " \($0)" } ?? ""
            text += "\n  #\(index) function \(frame.functionIndex)\(name) at byte \(frame.offset)"
        }
        if omittedFrames > 0 { text += "\n  … and \(omittedFrames) more frames" }
        return text
    }
}
