import WasmSyntax

// The constant expressions of a module, and the definitions that contain them
// (specification: Validation / Modules / Globals, Tables, Element Segments, Data Segments).

extension FunctionValidator {
    /// Validates the initial values of globals and tables and the element and data segments.
    mutating func validateConstants() throws(ValidationError) {
        let imported = context.importedGlobalCount
        for (index, global) in context.module.globals.enumerated() {
            let type = context.globals[imported &+ index].value
            try validateConstant(global.initializer, type, globals: imported &+ index)
        }
        let importedTables = context.tables.count &- context.module.tables.count
        for (index, table) in context.module.tables.enumerated() {
            try validate(table, context.tables[importedTables &+ index].element)
        }
        for (index, segment) in context.module.elements.enumerated() {
            try validate(segment, context.elements[index])
        }
        for segment in context.module.data { try validate(segment) }
    }

    private mutating func validate(_ table: Table, _ element: ValueType) throws(ValidationError) {
        guard let initializer = table.initializer else {
            // All elements are null, so null must be one of the type's values.
            guard element.isDefaultable else { throw ValidationError(.notDefaultable(element)) }
            return
        }
        try require(.functionReferences, initializer)
        try validateConstant(initializer, element, globals: context.importedGlobalCount)
    }

    private mutating func validate(_ segment: ElementSegment, _ type: ValueType) throws(ValidationError) {
        do { try work(8) } catch { throw ValidationError(error) }
        switch segment.mode {
        case .passive, .declarative: try require(.bulkMemory, nil)
        case .active(let index, let offset):
            do {
                try requireMatch(type, try context.table(index).element)
            } catch {
                throw ValidationError(error, at: offset.code.lowerBound)
            }
            try validateOffset(offset, context.tables[Int(index)].addressType.valueType)
        }
        switch segment.items {
        case .functions(let indices):
            for index in indices {
                do {
                    try work(1)
                    try validateItem(index, type)
                } catch {
                    throw ValidationError(error)
                }
            }
        case .expressions(let expressions):
            for expression in expressions {
                try require(.bulkMemory, expression)
                try validateConstant(expression, type, globals: context.globals.count)
            }
        }
    }

    /// Validates an item of the short form, which means `ref.func`.
    private mutating func validateItem(_ index: UInt32, _ type: ValueType) throws(Fault) {
        guard let functionType = context.functionTypes[checked: index] else { throw .unknown(.function, index) }
        try requireMatch(ValueType(HeapType(typeIndex: functionType), nullable: false), type)
        declare(index)
    }

    private mutating func validate(_ segment: DataSegment) throws(ValidationError) {
        guard case .active(let memory, let offset) = segment.mode else { return try require(.bulkMemory, nil) }
        let address: ValueType
        do {
            address = try context.addressType(memory)
        } catch {
            throw ValidationError(error, at: offset.code.lowerBound)
        }
        try validateOffset(offset, address)
    }

    private mutating func validateOffset(
        _ offset: ConstantExpression, _ address: ValueType
    ) throws(ValidationError) {
        try validateConstant(offset, address, globals: context.globals.count)
    }

    private func require(_ feature: Feature, _ expression: ConstantExpression?) throws(ValidationError) {
        guard context.features.contains(feature) else {
            throw ValidationError(.unsupported(feature), at: expression?.code.lowerBound)
        }
    }
}
