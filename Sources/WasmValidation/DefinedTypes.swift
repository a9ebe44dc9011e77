import WasmSyntax

/// A list of value types, for a function type or a block, without an array allocation. A list of one holds the type
/// itself, any other is a range of ``DefinedTypes/valueTypes``.
struct TypeList: Sendable, Equatable {
    let count: UInt32
    /// The bits of the only type, or the start of the range.
    private let payload: UInt32

    static let empty = TypeList(count: 0, payload: 0)

    private init(count: UInt32, payload: UInt32) {
        self.count = count
        self.payload = payload
    }

    init(_ type: ValueType) { self.init(count: 1, payload: type.bits) }

    /// - Parameter start: The position of the types in ``DefinedTypes/valueTypes``. `count` must not be 1.
    init(start: UInt32, count: UInt32) { self.init(count: count, payload: start) }

    /// The type of a list of one; `nil` for other lists.
    var single: ValueType? { count == 1 ? ValueType(bits: payload) : nil }
    /// The start of the range, for a list that is not `single`.
    var start: Int { Int(truncatingIfNeeded: payload) }
}

/// The type that a type index of the module stands for, with all references inside canonical.
struct TypeShape: Sendable {
    var kind: ValidationError.CompositeKind
    /// The lists of a function type.
    var parameters = TypeList.empty
    var results = TypeList.empty
    /// The fields of a struct, or the one field of an array: a range of ``DefinedTypes/fields``.
    var firstField: UInt32 = 0
    var fieldCount: UInt32 = 0
    /// Whether all fields have default values.
    var isDefaultable = true
}

/// The types of a module, prepared for matching (specification: *Validation / Types* and *Matching*).
///
/// Type indices of equal types have the same canonical index: the smallest of them. All value types that the validator
/// handles are canonical, so that types are equal exactly if their bits are.
struct DefinedTypes: Sendable {
    /// The canonical indices by type index.
    var canonical: [UInt32] = []
    /// The shapes by type index.
    var shapes: [TypeShape] = []
    /// The types that ``TypeList``s are ranges of.
    var valueTypes: [ValueType] = []
    /// The fields of all structs and arrays.
    var fields: [FieldType] = []
    /// Preorder numbers of the forest of supertypes, by canonical index: all subtypes of a type, itself included,
    /// are numbered from its `order` up to, but not including, its `orderEnd`.
    var order: [UInt32] = []
    var orderEnd: [UInt32] = []

    /// The canonical form of a value type whose type index, if any, is known to be valid.
    @inline(__always)
    func canonical(_ type: ValueType) -> ValueType {
        guard type.isReference, let index = type.heapType.typeIndex, let canonical = canonical[checked: index] else {
            return type
        }
        return ValueType(HeapType(typeIndex: canonical), nullable: type.isNullable)
    }

    /// The type at an index of a list; the index must be below the list's count.
    @inline(__always)
    func type(at index: Int, of list: TypeList) -> ValueType {
        list.single ?? valueTypes[list.start &+ index]
    }

    func shape(_ index: UInt32) throws(ValidationError.Kind) -> TypeShape {
        guard let shape = shapes[checked: index] else { throw .unknown(.type, index) }
        return shape
    }

    func shape(
        _ index: UInt32, _ kind: ValidationError.CompositeKind
    ) throws(ValidationError.Kind) -> TypeShape {
        let shape = try shape(index)
        guard shape.kind == kind else { throw .unexpectedType(index, expected: kind) }
        return shape
    }

    /// Checks a value type of the module outside of its type section and makes it canonical
    /// (specification: *Validation / Types / Value Types*).
    func validate(_ type: ValueType, _ features: FeatureSet) throws(ValidationError.Kind) -> ValueType {
        if type.isNumber { return type }
        if type.isReference { _ = try validate(type.heapType, features) }
        try features.require(FeatureSet.feature(of: type))
        return canonical(type)
    }

    /// Checks a heap type and makes it canonical.
    func validate(_ type: HeapType, _ features: FeatureSet) throws(ValidationError.Kind) -> HeapType {
        guard let index = type.typeIndex else {
            try features.require(FeatureSet.feature(of: ValueType(type, nullable: true)))
            return type
        }
        guard let canonical = canonical[checked: index] else { throw .unknown(.type, index) }
        try features.require(shapes[Int(index)].kind == .function ? .functionReferences : .gc)
        return HeapType(typeIndex: canonical)
    }
}
