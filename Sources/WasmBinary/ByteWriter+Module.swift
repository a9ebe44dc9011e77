// Specification: Binary Format / Types, and Values / Names: encoding.

import WasmSyntax

extension ByteWriter {
    mutating func list<Elements: Collection>(
        _ elements: Elements, _ write: (inout ByteWriter, Elements.Element) -> Void
    ) {
        unsigned(UInt64(elements.count))
        for element in elements { write(&self, element) }
    }

    /// Appends the bytes of another writer, preceded by their number.
    package mutating func sized(_ contents: ByteWriter) {
        unsigned(UInt64(contents.bytes.count))
        append(contents.bytes)
    }

    package mutating func name(_ name: Name) {
        unsigned(UInt64(name.utf8.count))
        append(name.utf8)
    }

    mutating func recursiveGroup(_ types: ArraySlice<SubType>) {
        if types.count != 1 {
            byte(0x4E)
            unsigned(UInt64(types.count))
        }
        for type in types { subType(type) }
    }

    private mutating func subType(_ type: SubType) {
        if !type.isFinal || !type.supertypes.isEmpty {
            byte(type.isFinal ? 0x4F : 0x50)
            list(type.supertypes) { $0.unsigned($1) }
        }
        switch type.composite {
        case .function(let function):
            byte(0x60)
            list(function.parameters) { $0.valueType($1) }
            list(function.results) { $0.valueType($1) }
        case .structure(let fields):
            byte(0x5F)
            list(fields) { $0.fieldType($1) }
        case .array(let field):
            byte(0x5E)
            fieldType(field)
        }
    }

    private mutating func fieldType(_ field: FieldType) {
        valueType(field.storage)
        byte(field.isMutable ? 1 : 0)
    }

    package mutating func globalType(_ type: GlobalType) {
        valueType(type.value)
        byte(type.isMutable ? 1 : 0)
    }

    mutating func tagType(_ typeIndex: UInt32) {
        byte(0)
        unsigned(typeIndex)
    }

    mutating func tableType(_ type: TableType) {
        valueType(type.element)
        limits(type.limits, type.addressType, [])
    }

    package mutating func memoryType(_ type: MemoryType) {
        var flags: LimitsFlags = []
        if type.isShared { flags.insert(.isShared) }
        if type.pageSizeExponent != MemoryType.defaultPageSizeExponent { flags.insert(.hasPageSize) }
        limits(type.limits, type.addressType, flags)
        if flags.contains(.hasPageSize) { unsigned(type.pageSizeExponent) }
    }

    private mutating func limits(_ limits: SizeLimits, _ addressType: AddressType, _ otherFlags: LimitsFlags) {
        var flags = otherFlags
        if limits.maximum != nil { flags.insert(.hasMaximum) }
        if addressType == .i64 { flags.insert(.is64Bit) }
        byte(flags.rawValue)
        unsigned(limits.minimum)
        if let maximum = limits.maximum { unsigned(maximum) }
    }

    /// Appends one import, or a group of imports of one module.
    mutating func importGroup(_ imports: ArraySlice<Import>, _ form: CompactImports?) {
        guard let first = imports.first else { return }
        name(first.module)
        guard let form else {
            name(first.name)
            return externalType(first.type)
        }
        name("")
        byte(form.sharesType ? CompactImportCode.sharedType : CompactImportCode.ownTypes)
        if form.sharesType { externalType(first.type) }
        list(imports) { writer, entry in
            writer.name(entry.name)
            if !form.sharesType { writer.externalType(entry.type) }
        }
    }

    private mutating func externalType(_ type: ExternalType) {
        byte(type.kind.rawValue)
        switch type {
        case .function(let typeIndex): unsigned(typeIndex)
        case .table(let type): tableType(type)
        case .memory(let type): memoryType(type)
        case .global(let type): globalType(type)
        case .tag(let typeIndex): tagType(typeIndex)
        }
    }

    mutating func export(_ export: Export) {
        name(export.name)
        byte(export.kind.rawValue)
        unsigned(export.index)
    }
}
