import WasmSyntax

/// The facts about a module that are known before its bodies are validated (specification: *Validation / Conventions /
/// Contexts*). It does not change from then on, so that several ``FunctionValidator``s can share it.
///
/// All types are canonical, see ``DefinedTypes``.
package struct ModuleContext: Sendable {
    struct Signature: Sendable {
        var parameters: TypeList
        var results: TypeList
    }

    package let module: ModuleSyntax
    let features: FeatureSet
    /// Polled by all code that goes through the module.
    package let interruption: (any Interruption)?
    let operators: [OperatorEntry]
    let types: DefinedTypes

    /// Canonical type indices by function index.
    var functionTypes: [UInt32] = []
    /// By function index.
    var signatures: [Signature] = []
    var tables: [TableType] = []
    /// Address types by memory index.
    var memories: [ValueType] = []
    var globals: [GlobalType] = []
    /// The parameters of each tag.
    var tags: [TypeList] = []
    /// The type of each element segment.
    var elements: [ValueType] = []
    /// The position of each export in ``ModuleSyntax/exports``, by name.
    var exports: [Name: UInt32] = [:]
    /// By function index: whether the function occurs outside of bodies, which makes `ref.func` valid for it.
    var declaredFunctions: [Bool] = []

    private(set) var imported = ImportedTypes()
    var importedFunctionCount: Int { imported.functions.count }
    var importedGlobalCount: Int { imported.globals.count }

    init(
        _ module: ModuleSyntax, _ features: FeatureSet, _ interruption: (any Interruption)?
    ) throws(ValidationError.Kind) {
        self.module = module
        self.interruption = interruption
        var watch = LoadingWatch(interruption)
        self.features = features
        operators = OperatorEntry.table(features)
        types = try DefinedTypes(module, features, &watch)
        if !module.compactImports.isEmpty { try features.require(.compactImports) }
        for `import` in module.imports {
            try add(`import`.type, &watch)
            imported.append(`import`.type)
        }
        for typeIndex in module.functions { try add(.function(typeIndex: typeIndex), &watch) }
        for table in module.tables { try add(.table(table.type), &watch) }
        for memory in module.memories { try add(.memory(memory), &watch) }
        for global in module.globals { try add(.global(global.type), &watch) }
        for typeIndex in module.tags { try add(.tag(typeIndex: typeIndex), &watch) }
        for segment in module.elements {
            if let reason = watch.reasonToStop(after: 1) { throw .interrupted(reason) }
            elements.append(try types.validate(type(of: segment), features))
        }
        declaredFunctions = [Bool](repeating: false, count: functionTypes.count)
        try validateCounts()
    }

    /// Checks the sizes of the index spaces, imports included.
    private func validateCounts() throws(ValidationError.Kind) {
        guard functionTypes.count <= ImplementationLimits.functions else { throw .limitExceeded("functions") }
        guard tables.count <= ImplementationLimits.tables else { throw .limitExceeded("tables") }
        guard memories.count <= ImplementationLimits.memories else { throw .limitExceeded("memories") }
        guard globals.count <= ImplementationLimits.globals else { throw .limitExceeded("globals") }
        guard tags.count <= ImplementationLimits.tags else { throw .limitExceeded("tags") }
        if tables.count > 1 { try features.require(.referenceTypes) }
        if memories.count > 1 { try features.require(.multiMemory) }
        guard module.functions.count == module.bodies.count else { throw .malformed(.functionAndCodeDiffer) }
        guard let dataCount = module.dataCount else { return }
        try features.require(.bulkMemory)
        guard dataCount == UInt32(truncatingIfNeeded: module.data.count) else { throw .malformed(.dataCountDiffers) }
    }

    /// The element type of a segment. Function indices have the type `(ref func)`, or `funcref` if the feature of these
    /// types is off.
    private func type(of segment: ElementSegment) -> ValueType {
        guard case .functions = segment.items, !features.contains(.functionReferences) else { return segment.type }
        return .funcref
    }

    /// Checks and adds an import or a definition (specification: *Validation / Types / External Types*).
    private mutating func add(_ type: ExternalType, _ watch: inout LoadingWatch) throws(ValidationError.Kind) {
        if let reason = watch.reasonToStop(after: 1) { throw .interrupted(reason) }
        switch type {
        case .function(let typeIndex):
            let shape = try types.shape(typeIndex, .function)
            functionTypes.append(types.canonical[Int(typeIndex)])
            signatures.append(Signature(parameters: shape.parameters, results: shape.results))
        case .table(var table):
            try table.validate(features)
            table.element = try types.validate(table.element, features)
            tables.append(table)
        case .memory(let memory):
            try memory.validate(features)
            memories.append(memory.addressType.valueType)
        case .global(let global):
            let value = try types.validate(global.value, features)
            globals.append(GlobalType(value: value, isMutable: global.isMutable))
        case .tag(let typeIndex):
            try features.require(.exceptions)
            let shape = try types.shape(typeIndex, .function)
            guard shape.results.count == 0 else { throw .tagWithResults }
            tags.append(shape.parameters)
        }
    }
}

// MARK: Look-ups by indices of the module

extension ModuleContext {
    @inline(__always)
    func signature(_ index: UInt32) throws(ValidationError.Kind) -> Signature {
        guard let signature = signatures[checked: index] else { throw .unknown(.function, index) }
        return signature
    }

    func table(_ index: UInt32) throws(ValidationError.Kind) -> TableType {
        guard let table = tables[checked: index] else { throw .unknown(.table, index) }
        return table
    }

    @inline(__always)
    func addressType(_ memory: UInt32) throws(ValidationError.Kind) -> ValueType {
        guard let type = memories[checked: memory] else { throw .unknown(.memory, memory) }
        return type
    }

    @inline(__always)
    func global(_ index: UInt32) throws(ValidationError.Kind) -> GlobalType {
        guard let global = globals[checked: index] else { throw .unknown(.global, index) }
        return global
    }

    func tag(_ index: UInt32) throws(ValidationError.Kind) -> TypeList {
        guard let parameters = tags[checked: index] else { throw .unknown(.tag, index) }
        return parameters
    }

    func element(_ index: UInt32) throws(ValidationError.Kind) -> ValueType {
        guard let type = elements[checked: index] else { throw .unknown(.elementSegment, index) }
        return type
    }

    func requireData(_ index: UInt32) throws(ValidationError.Kind) {
        guard index < UInt32(truncatingIfNeeded: module.data.count) else { throw .unknown(.dataSegment, index) }
    }
}
