/// The limits that the implementation itself sets, whatever an embedder allows (specification: *Appendix /
/// Implementation Limitations*). The limits that an embedder sets for a store are in `StoreLimits`.
///
/// Where the WebAssembly JavaScript API names a limit, the limit here is equal, so that a module that browsers load can
/// be loaded here too.
package enum ImplementationLimits {
    /// Bytes of a module. Offsets are stored in 32 bits.
    package static let moduleSize = 1 << 30
    /// Entries of the type section. Type indices are packed into 23 bits.
    package static let types = 1_000_000
    package static let recursiveGroupSize = 1_000_000
    package static let subtypingDepth = 63
    package static let supertypes = 1
    /// Supertypes that a well-formed type may name. A valid type names at most ``supertypes``.
    package static let writtenSupertypes = 1_000
    package static let functions = 1_000_000
    package static let imports = 1_000_000
    package static let exports = 1_000_000
    package static let globals = 1_000_000
    package static let tags = 1_000_000
    package static let dataSegments = 100_000
    package static let tables = 100_000
    package static let memories = 100
    package static let elementSegments = 10_000_000
    /// Entries of one element segment.
    package static let elementSegmentSize = 10_000_000
    package static let customSections = 100_000
    /// Bytes of one function body.
    package static let bodySize = 7_654_321
    /// Locals of one function, parameters included. A frame is a window of 65,536 slots.
    package static let locals = 50_000
    package static let parameters = 1_000
    package static let results = 1_000
    package static let structFields = 10_000
    package static let arrayNewFixedOperands = 10_000
    package static let branchTableTargets = 65_520
    package static let tryTableCatches = 10_000
    /// Depth of nested blocks. The decoder and the validator use memory in proportion to it, but no native stack.
    package static let blockNesting = 1_000_000
    /// Values on the operand stack of one function.
    package static let operandStackHeight = 1_000_000
    /// Bytes of a memory, also of a 64-bit one: addresses have 32 bits in the interpreter's loop.
    package static let memoryBytes: UInt64 = 1 << 32
    /// Bytes of a name of an import, an export or a custom section.
    package static let nameLength = 100_000
    /// Bytes of the text that a module is printed as. Modules from compilers take some ten bytes of text per byte, but
    /// ten bytes can declare 50,000 locals, and the text lists each of them.
    package static func textSize(moduleSize: Int) -> Int { min(Self.moduleSize, (16 << 20) &+ 256 &* moduleSize) }
    /// Bytes of a word, a number or an identifier in the text format; strings may be longer.
    package static let tokenLength = 1 << 20
    /// Elements of a table.
    package static let tableElements: UInt64 = 10_000_000
}
