// Specification: Structure / Types.

/// The type of a function: what it takes and what it returns.
public struct FunctionType: Hashable, Sendable {
    /// The types of the parameters, in order.
    public var parameters: [ValueType]
    /// The types of the results, in order.
    public var results: [ValueType]

    /// Creates a function type from its parameters and results.
    public init(parameters: [ValueType], results: [ValueType]) {
        self.parameters = parameters
        self.results = results
    }
}

extension FunctionType: CustomStringConvertible {
    /// The type in the specification's notation, for example `[i32 i64] -> [f32]`. Long lists are cut after 16 types.
    public var description: String {
        func list(_ types: [ValueType]) -> String {
            let names = types.prefix(16).map(\.description).joined(separator: " ")
            return types.count > 16 ? names + " … \(types.count &- 16) more" : names
        }
        return "[\(list(parameters))] -> [\(list(results))]"
    }
}

/// A field of a struct, or the element of an array.
package struct FieldType: Hashable, Sendable {
    package var storage: ValueType
    package var isMutable: Bool

    package init(storage: ValueType, isMutable: Bool) {
        self.storage = storage
        self.isMutable = isMutable
    }
}

package enum CompositeType: Hashable, Sendable {
    case function(FunctionType)
    case structure([FieldType])
    case array(FieldType)

    package var function: FunctionType? {
        if case .function(let type) = self { type } else { nil }
    }
}

/// One entry of the module's types. Its type indices are indices into the module's types.
package struct SubType: Hashable, Sendable {
    package var isFinal: Bool
    package var supertypes: [UInt32]
    package var composite: CompositeType

    package init(isFinal: Bool = true, supertypes: [UInt32] = [], composite: CompositeType) {
        self.isFinal = isFinal
        self.supertypes = supertypes
        self.composite = composite
    }
}

/// The type of addresses of a memory or of indices of a table.
public enum AddressType: UInt8, Sendable {
    /// Addresses of 32 bits.
    case i32
    /// Addresses of 64 bits, which came with the memory64 proposal.
    case i64

    package var valueType: ValueType { self == .i32 ? .i32 : .i64 }
    /// The largest address or index.
    package var largest: UInt64 { self == .i32 ? UInt64(UInt32.max) : .max }
}

/// A size range: in pages for a memory, in elements for a table.
public struct SizeLimits: Hashable, Sendable {
    /// The smallest size, with which an instance begins.
    public var minimum: UInt64
    /// The largest size; `nil` for none.
    public var maximum: UInt64?

    /// A range.
    public init(minimum: UInt64, maximum: UInt64? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }
}

/// The type of a memory (specification: *Structure / Types / Memory Types*).
public struct MemoryType: Hashable, Sendable {
    /// The type of addresses.
    public var addressType: AddressType
    /// The sizes that the memory can have, in pages.
    public var limits: SizeLimits
    /// Whether the memory is shared (threads proposal).
    public var isShared: Bool
    /// The base-two logarithm of the page size in bytes: 16, or 0 with the custom-page-sizes proposal.
    public var pageSizeExponent: UInt8

    package static let defaultPageSizeExponent: UInt8 = 16

    package init(
        addressType: AddressType = .i32, limits: SizeLimits, isShared: Bool = false,
        pageSizeExponent: UInt8 = MemoryType.defaultPageSizeExponent
    ) {
        self.addressType = addressType
        self.limits = limits
        self.isShared = isShared
        self.pageSizeExponent = pageSizeExponent
    }

    /// The largest number of pages that validation allows: those that fill the address space. With one-byte pages it is
    /// one less, so that the number itself is an address.
    package var maximumPages: UInt64 {
        pageSizeExponent == 0 ? addressType.largest : pages(ofBytes: addressType.largest) &+ 1
    }

    /// The size of a number of pages in bytes; `nil` if it does not fit into 64 bits.
    package func bytes(ofPages pages: UInt64) -> UInt64? {
        let shift = UInt64(pageSizeExponent & 63)
        return pages <= .max >> shift ? pages << shift : nil
    }

    /// The number of whole pages in a number of bytes.
    package func pages(ofBytes bytes: UInt64) -> UInt64 { bytes >> UInt64(pageSizeExponent & 63) }
}

/// The type of a table (specification: *Structure / Types / Table Types*).
public struct TableType: Hashable, Sendable {
    /// The type of indices.
    public var addressType: AddressType
    /// The sizes that the table can have, in elements.
    public var limits: SizeLimits
    /// The type of elements, which is a reference type.
    public var element: ValueType

    package init(addressType: AddressType = .i32, limits: SizeLimits, element: ValueType) {
        self.addressType = addressType
        self.limits = limits
        self.element = element
    }
}

/// The type of a global (specification: *Structure / Types / Global Types*).
public struct GlobalType: Hashable, Sendable {
    /// The type of values.
    public var value: ValueType
    /// Whether the value can be set.
    public var isMutable: Bool

    package init(value: ValueType, isMutable: Bool) {
        self.value = value
        self.isMutable = isMutable
    }
}

/// The type of an import. Functions and tags name their type by index.
package enum ExternalType: Hashable, Sendable {
    case function(typeIndex: UInt32)
    case table(TableType)
    case memory(MemoryType)
    case global(GlobalType)
    case tag(typeIndex: UInt32)

    package var kind: ExternalKind {
        switch self {
        case .function: .function
        case .table: .table
        case .memory: .memory
        case .global: .global
        case .tag: .tag
        }
    }
}

/// The kind of an import or export; the raw value is its code in the binary format.
public enum ExternalKind: UInt8, Sendable, CustomStringConvertible {
    /// A function.
    case function = 0
    /// A table.
    case table
    /// A memory.
    case memory
    /// A global.
    case global
    /// A tag, which is the type of exceptions.
    case tag

    /// The kind's word in the text format.
    public var description: String {
        switch self {
        case .function: "func"
        case .table: "table"
        case .memory: "memory"
        case .global: "global"
        case .tag: "tag"
        }
    }
}
