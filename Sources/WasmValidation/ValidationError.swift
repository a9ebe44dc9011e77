import WasmSyntax

/// A fault that makes a well-formed module invalid, and its place (specification: *Validation*).
public struct ValidationError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Kind: Error, Hashable, Sendable {
        /// An operand of another type than the instruction needs. `found` is `nil` if the block has no operands left on
        /// the stack.
        case typeMismatch(expected: Expectation, found: ValueType?)
        /// A list of types with another length than is needed, as those of the labels of `br_table`.
        case arityMismatch(expected: Int, found: Int)
        /// The type with this index is of another kind than the instruction needs.
        case unexpectedType(UInt32, expected: CompositeKind)
        /// An index beyond those of its space.
        case unknown(IndexSpace, UInt32)
        /// Two exports with this name.
        case duplicateExportName(Name)
        /// An instruction that may not be part of a constant expression.
        case constantExpressionRequired
        /// `ref.func` in a body, of a function that occurs nowhere outside of bodies.
        case undeclaredFunctionReference(UInt32)
        /// The local with this index has no default value, and is read before it is set.
        case uninitializedLocal(UInt32)
        /// `global.set` of the global with this index, which is immutable.
        case immutableGlobal(UInt32)
        /// `struct.set` of the field with this index, which is immutable.
        case immutableField(UInt32)
        /// An instruction that would change arrays of the type with this index, whose elements are immutable.
        case immutableArray(UInt32)
        /// Packed fields need an access with a sign, others one without.
        case packedAccessMismatch(isPacked: Bool)
        /// A value of this type has no default, but one is needed.
        case notDefaultable(ValueType)
        /// The element types of `array.copy` do not match.
        case arrayTypesDoNotMatch
        /// Elements that are references where numbers or vectors are needed.
        case arrayNotNumericOrVector
        /// An alignment of more bytes than the access has.
        case alignmentTooLarge(natural: Int)
        /// An atomic access whose alignment is not the number of its bytes.
        case atomicAlignment(natural: Int)
        /// An offset that does not fit the addresses of the memory.
        case offsetOutOfRange(UInt64)
        /// A lane index beyond the lanes of the vector.
        case invalidLaneIndex(Int)
        /// A `select` with this number of result types instead of 1.
        case invalidResultArity(Int)
        /// Limits whose minimum exceeds their maximum.
        case sizeMinimumGreaterThanMaximum
        /// Limits of a memory beyond this number of pages.
        case memorySizeTooLarge(maximum: UInt64)
        /// Limits of a table beyond this number of elements.
        case tableSizeTooLarge(maximum: UInt64)
        /// A page size other than 1 byte and 64 KiB; the exponent is that of the power of two.
        case invalidPageSize(exponent: UInt8)
        /// A shared memory without a maximum.
        case sharedMemoryWithoutMaximum
        /// A start function with parameters or results.
        case startFunctionType
        /// A `rethrow` whose label is not that of a `catch`.
        case invalidRethrowLabel(UInt32)
        /// A tag whose type has results.
        case tagWithResults
        /// The supertype with this index is final.
        case finalSupertype(UInt32)
        /// The first type does not match the second one, which it declares as its supertype.
        case notASubtype(UInt32, of: UInt32)
        /// The supertype with this index is not defined before its subtype.
        case supertypeNotDefinedBefore(UInt32)
        /// The module needs a part of WebAssembly that is not in the validator's set of features.
        case unsupported(Feature)
        /// A fault of branch hints, which loading ignores: only scripts of the specification's tests check them.
        case invalidBranchHints(String)
        /// A fault of a body that was not decoded before. A caller that loads a module in the binary format gets a
        /// ``DecodeError`` instead.
        case malformed(DecodeError.Kind)
        /// A limit of the implementation is exceeded; the text says of what.
        case limitExceeded(String)
        /// Validation was stopped from outside; no fault was found. A caller that loads a module gets ``Interrupted``
        /// instead.
        case interrupted(InterruptReason)
    }

    /// The operand that an instruction requires.
    public enum Expectation: Hashable, Sendable {
        /// An operand of this type.
        case type(ValueType)
        /// An operand of any type.
        case anyType
        /// A reference.
        case reference
        /// A number or a vector.
        case numberOrVector
        /// No operand: the block ends with operands left over.
        case nothing
    }

    /// The index spaces of a module, a function or a struct type.
    public enum IndexSpace: String, Sendable {
        /// Types.
        case type
        /// Functions.
        case function
        /// Tables.
        case table
        /// Memories.
        case memory
        /// Globals.
        case global
        /// Tags.
        case tag
        /// Parameters and locals of a function.
        case local
        /// Labels of the blocks around an instruction.
        case label
        /// Fields of a struct type.
        case field
        /// Data segments.
        case dataSegment = "data segment"
        /// Element segments.
        case elementSegment = "elem segment"
    }

    /// The kinds of composite types.
    public enum CompositeKind: String, Sendable {
        /// Function types.
        case function
        /// Struct types.
        case structure = "struct"
        /// Array types.
        case array
    }

    /// The kind of the fault.
    public var kind: Kind
    /// The place of the instruction, or of the part of a section if that is known, in bytes from the start of the
    /// module.
    public var offset: Int?
    /// The index of the function whose body has the fault, imported functions counted first.
    public var functionIndex: UInt32?
    /// The function's name in the name section, or its identifier in the text format, escaped and cut for printing. Set by
    /// loading.
    public package(set) var functionName: String?
    /// The line of the instruction in a module in the text format, counted from 1. Set by loading, if the fault is in an
    /// instruction.
    public package(set) var line: Int?
    /// The column of the instruction in its ``line``, in Unicode scalars, counted from 1.
    public package(set) var column: Int?

    init(_ kind: Kind, at offset: Int? = nil, inFunction functionIndex: UInt32? = nil) {
        self.kind = kind
        self.offset = offset
        self.functionIndex = functionIndex
    }
}

extension ValidationError: LoadingError {
    package var reasonToStop: InterruptReason? {
        switch kind {
        case .interrupted(let reason), .malformed(.interrupted(let reason)): reason
        default: nil
        }
    }
}

extension ValidationError: CustomStringConvertible {
    public var description: String { description(advising: Kind.advice) }

    /// The description, with advice for another reader.
    ///
    /// - Parameter advice: Returns the way to enable a proposal, or nothing.
    package func description(advising advice: (Feature) -> String) -> String {
        let text = descriptionWithoutPlace(advising: advice)
        if let line, let column { return "\(line):\(column): \(text)" }
        return text
    }

    /// The description without line and column.
    ///
    /// - Parameter advice: As above.
    package func descriptionWithoutPlace(advising advice: (Feature) -> String) -> String {
        var text = kind.fault
        if let offset, line == nil { text += " at byte \(offset)" }
        if let functionIndex { text += " in function \(functionIndex)" }
        if let functionName { text += " (\(functionName))" }
        return text + (kind.unsupportedProposal.map(advice) ?? "")
    }
}

extension ValidationError.Expectation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .type(let type): type.description
        case .anyType: "a value"
        case .reference: "a reference"
        case .numberOrVector: "a number or vector"
        case .nothing: "the end of the block's operands"
        }
    }
}

extension ValidationError.Kind: CustomStringConvertible {
    /// A description that begins with the words of the official test suite if the suite has the same fault.
    public var description: String { fault + (unsupportedProposal.map(Self.advice) ?? "") }

    /// The proposal that the module uses, if that is the fault.
    fileprivate var unsupportedProposal: Feature? {
        guard case .unsupported(let feature) = self, feature.isProposal else { return nil }
        return feature
    }

    /// The way to enable a proposal in Swift.
    fileprivate static func advice(_ feature: Feature) -> String { "; enable it with enabling: [.\(feature)]" }

    fileprivate var fault: String {
        switch self {
        case .typeMismatch(let expected, let found):
            "type mismatch: expected \(expected), found \(found?.description ?? "nothing")"
        case .arityMismatch(let expected, let found): "type mismatch: expected \(expected) values, found \(found)"
        case .unexpectedType(let index, let kind): "type mismatch: type \(index) is not a \(kind.rawValue) type"
        case .unknown(let space, let index): "unknown \(space.rawValue) \(index)"
        case .duplicateExportName(let name): "duplicate export name \"\(name)\""
        case .constantExpressionRequired: "constant expression required"
        case .undeclaredFunctionReference(let index): "undeclared function reference \(index)"
        case .uninitializedLocal(let index): "uninitialized local \(index)"
        case .immutableGlobal(let index): "immutable global \(index)"
        case .immutableField(let index): "immutable field \(index)"
        case .immutableArray(let index): "immutable array type \(index)"
        case .packedAccessMismatch(let isPacked):
            isPacked
                ? "type mismatch: a packed field is read with sign extension or zero extension only"
                : "type mismatch: a field that is not packed has no sign to extend"
        case .notDefaultable(let type): "type mismatch: \(type) has no default value"
        case .arrayTypesDoNotMatch: "array types do not match"
        case .arrayNotNumericOrVector: "array type is not numeric or vector"
        case .alignmentTooLarge(let natural): "alignment must not be larger than natural (\(natural) bytes)"
        case .atomicAlignment(let natural): "atomic alignment must be natural (\(natural) bytes)"
        case .offsetOutOfRange(let offset): "offset out of range: \(offset)"
        case .invalidLaneIndex(let index): "invalid lane index \(index)"
        case .invalidResultArity(let count): "invalid result arity \(count)"
        case .sizeMinimumGreaterThanMaximum: "size minimum must not be greater than maximum"
        case .memorySizeTooLarge(let maximum): "memory size must be at most \(maximum) pages"
        case .tableSizeTooLarge(let maximum): "table size must be at most \(maximum) elements"
        case .invalidPageSize: "invalid custom page size"
        case .sharedMemoryWithoutMaximum: "shared memory must have maximum"
        case .startFunctionType: "start function must have neither parameters nor results"
        case .invalidRethrowLabel(let label): "invalid rethrow label \(label)"
        case .tagWithResults: "non-empty tag result type"
        case .finalSupertype(let index): "sub type of the final type \(index)"
        case .notASubtype(let index, let supertype): "sub type \(index) does not match its super type \(supertype)"
        case .supertypeNotDefinedBefore(let index): "unknown type \(index)"
        case .unsupported(let feature):
            "\(feature.rawValue): not \(feature.isProposal ? "enabled" : "supported yet")"
        case .invalidBranchHints(let how): "@metadata.code.branch_hint annotation: \(how)"
        case .malformed(let kind): "malformed module: \(kind)"
        case .limitExceeded(let what): "implementation limit exceeded: \(what)"
        case .interrupted(let reason): "\(DecodeError.Kind.interrupted(reason))"
        }
    }
}
