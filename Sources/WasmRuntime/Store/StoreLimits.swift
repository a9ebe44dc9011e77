import WasmSyntax

/// The limits that the instances of one store share. Everything is checked before it is allocated.
/// `ImplementationLimits` has those of the implementation, which no store can exceed.
public struct StoreLimits: Hashable, Sendable {
    /// Pages of 64 KiB of each linear memory; a memory with another page size may have the same number of bytes. A module
    /// whose memory begins with more does not link; a `memory.grow` to more returns -1.
    public var memoryPages: UInt64 = 65_536
    /// Bytes of all linear memories of the store together, whether guests have used them or not. A memory occupies host
    /// memory only up to the highest address that was accessed.
    public var totalMemoryBytes: UInt64 = 1 << 30
    /// Elements of each table.
    public var tableElements: UInt64 = 10_000_000
    /// Elements of all tables of the store together.
    public var totalTableElements: UInt64 = 10_000_000
    /// Bytes of all structs, arrays and exceptions of the store together, including garbage that is not collected yet.
    /// Bookkeeping takes about a thirtieth more, and a running collection up to half as much again. While the heap grows,
    /// its old and its new words exist side by side.
    public var heapBytes: UInt64 = 256 << 20
    /// Bytes of internal code, to which a function is lowered when it is first called. The output of compilers takes some
    /// 5 bytes for each byte of the functions that run, a hostile module up to 100. A call of a function whose code does not
    /// fit traps: ``Trap/Kind/hostMemoryExhausted``.
    public var codeBytes: UInt64 = 512 << 20
    /// Bytes of host memory that the store may occupy in total, those of every ``HostMemoryKind`` together: the one limit of
    /// everything that a plug-in makes the host hold, and what ``Store/hostUsage`` lists. An allocation that does not fit is
    /// refused as at the limit of its kind.
    ///
    /// Modules, snapshots and what a host function keeps by itself belong to the embedder and are not counted. The process
    /// may hold up to twice as much, as arrays have room to grow. Suspended calls, and references that a host function makes,
    /// may exceed the limit by what the one call takes that met it.
    public var hostBytes: UInt64 = 2 << 30
    /// Instances of modules in the store.
    public var instances: UInt64 = 10_000
    /// Nested WebAssembly calls.
    public var callDepth: UInt64 = 50_000
    /// 64-bit slots of the value stack: parameters, locals and operands of all frames.
    public var stackSlots: UInt64 = 1 << 20
    /// Bytes of a module, binary or text.
    public var moduleBytes: UInt64 = 256 << 20

    /// Bytes that each linear memory may have, whatever its page size.
    var memoryBytes: UInt64 { min(memoryPages, ImplementationLimits.memoryBytes >> 16) << 16 }

    /// ``callDepth`` and ``stackSlots`` as the interpreter's `Int`. It cannot address more slots.
    var depth: Int { Int(clamping: callDepth) }
    var slotCount: Int { Int(clamping: min(stackSlots, 1 << 40)) }

    /// The default limits, as the properties declare them.
    public init() {}
}
