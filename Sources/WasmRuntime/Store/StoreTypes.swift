import WasmSyntax
import WasmValidation

/// The defined types of a store's modules and host functions, each once: equal types have equal numbers, across
/// modules (specification: *Execution / Runtime Structure / Types*).
///
/// Type indices in these types are the store's numbers.
struct StoreTypes {
    private(set) var definitions: [SubType] = []
    /// The function types once more, by number, as every call of a host function reads one; empty for other types.
    private var functionTypes: [FunctionType] = []
    /// The layouts by number.
    private(set) var layouts: [ObjectLayout] = []
    /// For each type, its supertypes, the outermost first, and itself, from the index ``ObjectLayout/display`` on.
    private var displays: [UInt32] = []
    /// For each struct type, the offsets of its fields, in words from the object's beginning.
    private(set) var fieldOffsets: [UInt32] = []
    /// For each struct type, the offsets of the fields that the collector follows (``isManaged(_:)``).
    private(set) var referenceOffsets: [UInt32] = []
    var groups = RecursiveGroupTable()
    /// Bytes of host memory that count for all types.
    private(set) var hostBytes: UInt64 = 0
    /// Whether there is or was any type of structs or arrays.
    private(set) var hasObjects = false

    /// The most types that a store can have.
    static let maximum = RecursiveGroupTable.maximumNumber

    // MARK: Adding

    /// Returns the number of a function type, whose type indices are the store's numbers already; `nil` if the store has too
    /// many types, or one of these is not a number of it.
    mutating func number(of type: FunctionType) -> UInt32? {
        guard definitions.count < StoreTypes.maximum, (type.parameters + type.results).allSatisfy(isKnown) else {
            return nil
        }
        let type = SubType(composite: .function(type))
        var key = RecursiveGroupKey()
        key.set(type)
        if let known = groups.first(of: key) { return UInt32(truncatingIfNeeded: known) }
        let number = definitions.count
        define(type)
        groups.add(key, first: number)
        return UInt32(truncatingIfNeeded: number)
    }

    /// Whether the type that a reference type names, if it does, is one of the store.
    func isKnown(_ type: ValueType) -> Bool {
        guard type.isReference, let number = type.heapType.typeIndex else { return true }
        return Int(number) < definitions.count
    }

    /// Gives a type the next number, without looking for an equal type.
    mutating func define(_ type: SubType) {
        let number = UInt32(truncatingIfNeeded: definitions.count)
        hostBytes &+= StoreTypes.hostBytes(of: type)
        definitions.append(type)
        functionTypes.append(type.composite.function ?? FunctionType(parameters: [], results: []))
        var layout = ObjectLayout(type.composite)
        if layout.kind != .function { hasObjects = true }
        layout.display = UInt32(truncatingIfNeeded: displays.count)
        if let supertype = type.supertypes.first {
            let above = layouts[Int(supertype)]
            layout.depth = above.depth &+ 1
            // At most 63 supertypes.
            for level in 0...Int(above.depth) { displays.append(displays[Int(above.display) &+ level]) }
        }
        displays.append(number)
        if case .structure(let fields) = type.composite {
            layout.firstField = UInt32(truncatingIfNeeded: fieldOffsets.count)
            layout.firstReference = UInt32(truncatingIfNeeded: referenceOffsets.count)
            var offset: UInt32 = 1
            for field in fields {
                fieldOffsets.append(offset)
                if isManaged(field.storage) { referenceOffsets.append(offset) }
                offset &+= field.storage == .v128 ? 2 : 1
            }
            layout.words = offset
            layout.referenceCount = UInt32(truncatingIfNeeded: referenceOffsets.count) &- layout.firstReference
        }
        layouts.append(layout)
        // Needs the layout: an array's elements may be arrays of the same type.
        if case .array(let element) = type.composite {
            layouts[Int(number)].hasReferenceElements = isManaged(element.storage)
        }
    }

    /// Removes the types from this number on, none of which may belong to a group in ``groups``.
    mutating func removeDefinitions(from number: Int) {
        guard number < layouts.count else { return }
        let first = layouts[number...].first { $0.kind == .structure }
        displays.removeLast(displays.count &- Int(layouts[number].display))
        if let first {
            fieldOffsets.removeLast(fieldOffsets.count &- Int(first.firstField))
            referenceOffsets.removeLast(referenceOffsets.count &- Int(first.firstReference))
        }
        let count = layouts.count &- number
        for type in definitions.suffix(count) { hostBytes &-= StoreTypes.hostBytes(of: type) }
        definitions.removeLast(count)
        functionTypes.removeLast(count)
        layouts.removeLast(count)
    }

    /// Returns the bytes of host memory that count for a type: its definition, layout and list of supertypes, its key, and
    /// the lists of its values or fields.
    static func hostBytes(of type: SubType) -> UInt64 {
        let fixed =
            MemoryLayout<SubType>.stride &+ MemoryLayout<FunctionType>.stride &+ MemoryLayout<ObjectLayout>.stride
            &+ 4 &* (type.supertypes.isEmpty ? 1 : ImplementationLimits.subtypingDepth &+ 1)
        let values =
            switch type.composite {
            case .function(let type): (type.parameters.count &+ type.results.count) &* 8
            case .structure(let fields): fields.count &* (MemoryLayout<FieldType>.stride &+ 16)
            case .array: 0
            }
        return UInt64(fixed &+ 128 &+ values)
    }

    // MARK: Questions

    /// Returns the function type with this number.
    func functionType(_ number: UInt32) -> FunctionType {
        Int(number) < functionTypes.count ? functionTypes[Int(number)] : FunctionType(parameters: [], results: [])
    }

    /// Returns the element of an array type, or a field of a struct type by its index.
    func field(_ number: UInt32, _ index: Int = 0) -> FieldType? {
        guard Int(number) < definitions.count else { return nil }
        switch definitions[Int(number)].composite {
        case .function: return nil
        case .structure(let fields): return index < fields.count ? fields[index] : nil
        case .array(let element): return element
        }
    }

    /// Whether values of a type are references to the heap or to objects of the host, which the collector follows.
    func isManaged(_ type: ValueType) -> Bool {
        guard type.isReference else { return false }
        guard let number = type.heapType.typeIndex else { return type.heapType.abstractTop != .function }
        // A type of the group that is being defined may not be there yet. If it becomes a function type, the collector
        // follows function references without need, which is harmless: see ``Heap/mark(_:)``.
        return Int(number) >= layouts.count || layouts[Int(number)].kind != .function
    }

    /// Returns the most general heap type of a heap type's hierarchy.
    func top(of type: HeapType) -> HeapType {
        guard let number = type.typeIndex else { return type.abstractTop }
        return layouts[Int(number)].kind == .function ? .function : .any
    }

    /// Whether the first type is the second or a declared subtype of it, in constant time.
    @inline(__always)
    func isSubtype(_ number: UInt32, of other: UInt32) -> Bool {
        if number == other { return true }
        let depth = layouts[Int(other)].depth
        let layout = layouts[Int(number)]
        return layout.depth > depth && displays[Int(layout.display) &+ Int(depth)] == other
    }

    /// Whether the first type matches the second (specification: *Validation / Matching*).
    func matches(_ type: ValueType, _ expected: ValueType) -> Bool {
        if type == expected { return true }
        guard type.isReference, expected.isReference, expected.isNullable || !type.isNullable else { return false }
        let (heapType, wanted) = (type.heapType, expected.heapType)
        switch (heapType.typeIndex, wanted.typeIndex) {
        case (let number?, let wantedNumber?): return isSubtype(number, of: wantedNumber)
        case (let number?, nil): return layouts[Int(number)].kind.heapType.abstractMatches(wanted)
        case (nil, let wantedNumber?):
            return heapType == (layouts[Int(wantedNumber)].kind == .function ? .noFunction : .none)
        case (nil, nil): return heapType.abstractMatches(wanted)
        }
    }
}

/// The layout of a type's objects in the heap, and the type's place among its supertypes.
struct ObjectLayout {
    enum Kind: UInt8 {
        case function, structure, array

        var heapType: HeapType {
            switch self {
            case .function: .function
            case .structure: .structure
            case .array: .array
            }
        }
    }

    let kind: Kind
    /// The number of the type's supertypes.
    var depth: UInt8 = 0
    /// For an array, the base-two logarithm of an element's size in bytes.
    var elementShift: UInt8 = 0
    /// For an array, whether the collector follows the elements.
    var hasReferenceElements = false
    var display: UInt32 = 0
    /// For a struct, its words including the header.
    var words: UInt32 = 1
    var firstField: UInt32 = 0
    var firstReference: UInt32 = 0
    var referenceCount: UInt32 = 0

    init(_ type: CompositeType) {
        switch type {
        case .function: kind = .function
        case .structure: kind = .structure
        case .array(let element):
            kind = .array
            elementShift = element.storage.sizeShift
        }
    }
}

extension ValueType {
    /// The base-two logarithm of the bytes that a value takes in an array.
    var sizeShift: UInt8 {
        switch self {
        case .i8: 0
        case .i16: 1
        case .i32, .f32: 2
        case .v128: 4
        default: 3
        }
    }
}

// MARK: Renumbering

extension ValueType {
    /// Returns the type with its type index replaced by the number at that index.
    func renumbered(_ numbers: [UInt32]) -> ValueType {
        guard isReference, let index = heapType.typeIndex else { return self }
        return ValueType(HeapType(typeIndex: numbers[Int(index)]), nullable: isNullable)
    }
}

extension FunctionType {
    func renumbered(_ numbers: [UInt32]) -> FunctionType {
        FunctionType(
            parameters: parameters.map { $0.renumbered(numbers) }, results: results.map { $0.renumbered(numbers) })
    }
}

extension SubType {
    func renumbered(_ numbers: [UInt32]) -> SubType {
        func field(_ field: FieldType) -> FieldType {
            FieldType(storage: field.storage.renumbered(numbers), isMutable: field.isMutable)
        }
        let renumbered: CompositeType =
            switch composite {
            case .function(let type): .function(type.renumbered(numbers))
            case .structure(let fields): .structure(fields.map(field))
            case .array(let element): .array(field(element))
            }
        return SubType(isFinal: isFinal, supertypes: supertypes.map { numbers[Int($0)] }, composite: renumbered)
    }
}
