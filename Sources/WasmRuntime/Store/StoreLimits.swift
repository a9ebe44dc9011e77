import WasmSyntax

/// What the instances of one store may use together; everything is checked before it is allocated. What the
/// implementation itself cannot exceed stands in `ImplementationLimits`.
public struct StoreLimits: Hashable, Sendable {
    /// Pages of 64 KiB of each linear memory; one with another page size may have as many bytes. A module that asks for
    /// more at first does not link; `memory.grow` beyond gives -1.
    public var memoryPages: UInt64 = 65_536
    /// Bytes of all linear memories of the store together, whether guests have used them or not. Of the host's memory each
    /// takes what lies below the highest address that was accessed.
    public var totalMemoryBytes: UInt64 = 1 << 30
    /// Elements of each table.
    public var tableElements: UInt64 = 10_000_000
    /// Elements of all tables of the store together.
    public var totalTableElements: UInt64 = 10_000_000
    /// Bytes of all structs, arrays and exceptions of the store together, garbage that was not collected yet included.
    /// About a thirtieth more goes to the bookkeeping, while a collection runs up to half as much again, and while the heap
    /// grows its old words are there beside the new.
    public var heapBytes: UInt64 = 256 << 20
    /// Bytes of internal code, which functions are lowered to when they are first called. Compilers' modules take some
    /// 5 bytes for each byte of the functions that run, hostile ones up to 100. What does not fit is not called:
    /// ``Trap/Kind/hostMemoryExhausted``.
    public var codeBytes: UInt64 = 512 << 20
    /// Bytes that the store may make the host hold, everything included: linear memories, tables, the heap, the stacks,
    /// internal code, functions and other parts of instances, and what WASI holds for a guest (descriptors, buffers,
    /// files in memory). What does not fit is refused as at the limit of its kind. Modules are the embedder's, and not
    /// part of it. The process may hold up to twice as much, as arrays have room to grow.
    public var hostBytes: UInt64 = 2 << 30
    /// Instances of modules in the store.
    public var instances: UInt64 = 10_000
    /// WebAssembly calls inside one another.
    public var callDepth: UInt64 = 10_000
    /// 64-bit slots of the value stack: parameters, locals and operands of all frames.
    public var stackSlots: UInt64 = 1 << 20
    /// Bytes of a module, binary or text.
    public var moduleBytes: UInt64 = 256 << 20

    /// Bytes that each linear memory may have, whatever its page size.
    var memoryBytes: UInt64 { min(memoryPages, ImplementationLimits.memoryBytes >> 16) << 16 }

    /// ``callDepth`` and ``stackSlots`` as the machine counts. More slots than these have no addresses.
    var depth: Int { Int(clamping: callDepth) }
    var slotCount: Int { Int(clamping: min(stackSlots, 1 << 40)) }

    /// The defaults, which are those of the property declarations.
    public init() {}
}
