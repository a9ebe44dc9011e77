/// Every limit that the implementation itself sets, whatever an embedder allows; the specification permits them in
/// *Appendix / Implementation Limitations*. What embedders may lower per store is in `StoreLimits`.
///
/// Where the WebAssembly JavaScript API names a figure, it is that figure, so that a module which browsers load
/// loads here.
package enum ImplementationLimits {
    /// Bytes of a module. Offsets are 32 bits wide inside.
    package static let moduleSize = 1 << 30
    /// Entries of the type section. Type indices are packed into 23 bits.
    package static let types = 1_000_000
    package static let recursiveGroupSize = 1_000_000
    package static let subtypingDepth = 63
    package static let supertypes = 1
    /// Supertypes that a type may name and still be well-formed, though it is not valid.
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
    /// Blocks inside one another. The decoder and validator use memory in proportion, no native stack.
    package static let blockNesting = 1_000_000
    /// Values on the operand stack of one function.
    package static let operandStackHeight = 1_000_000
    /// How many operands of long type lists (of calls and branches that take or leave more than one) validation
    /// compares in a part of a module's code that has so many bytes. Two bytes can call a function with 1,000 parameters, and a hostile module
    /// is made of those; compilers' modules need a fourth of a comparison for a byte.
    package static func operandChecks(codeBytes: Int) -> Int64 { 16 &* Int64(codeBytes) &+ 1_000_000 }
    /// Bytes of a memory, 64-bit ones included: addresses have 32 bits in the interpreter's loop.
    package static let memoryBytes: UInt64 = 1 << 32
    /// Bytes of a name of an import, an export or a custom section.
    package static let nameLength = 100_000
    /// Bytes of the text that a module is printed as. Compilers' modules take some ten bytes for each of theirs, but ten
    /// bytes can declare 50,000 locals, each of which the text names.
    package static func textSize(moduleSize: Int) -> Int { min(Self.moduleSize, (16 << 20) &+ 256 &* moduleSize) }
    /// Bytes of a word, a number or an identifier in the text format; strings may be longer.
    package static let tokenLength = 1 << 20
    /// Elements of a table.
    package static let tableElements: UInt64 = 10_000_000
}
