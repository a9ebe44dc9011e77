// Specification: Text Format: printing.

import WasmSyntax

/// Prints modules in the text format.
package enum TextPrinter {
    /// Prints a module so that a parser can rebuild an equivalent one: fields in the order of the binary format's
    /// sections, one instruction per line. What has a name in the name section gets it as its identifier, made unique;
    /// everything else is named by its index. The name section itself is printed only if the identifiers do not say all
    /// that is in it.
    ///
    /// Some facts are lost because the text format cannot express them: the grouping of locals, a data count that no
    /// instruction needs, and an empty initializer of a table, which is invalid.
    ///
    /// - Throws: As ``print(_:interruption:into:)``.
    package static func print(_ module: ModuleSyntax, interruption: (any Interruption)? = nil) throws -> [UInt8] {
        var text: [UInt8] = []
        try print(module, interruption: interruption) { text.append(contentsOf: $0) }
        return text
    }

    /// Prints a module like ``print(_:interruption:)``, but hands the text on in parts: the memory that this takes does
    /// not depend on the module.
    ///
    /// - Parameters:
    ///   - interruption: Polled at least once per millisecond of work.
    ///   - write: Receives the parts of the text, each of some 64 KiB. Its errors are rethrown.
    /// - Throws: ``DecodeError`` if an expression of the module is malformed, or the text would be longer than
    ///   ``ImplementationLimits/textSize(moduleSize:)``; ``Interrupted`` if the interruption says to stop. The text
    ///   written by then is no module.
    package static func print(
        _ module: ModuleSyntax, interruption: (any Interruption)? = nil, into write: ([UInt8]) throws -> Void
    ) throws {
        try withoutActuallyEscaping(write) { write in
            var printer = try ModulePrinter(module, LoadingWatch(interruption), write)
            try printer.print()
        }
    }
}

/// Prints one module.
struct ModulePrinter {
    let module: ModuleSyntax
    var out = TextWriter()
    /// The immediates of the instruction being printed; reused for the next one.
    var code = DecodedCode()
    /// Branch hints by the offset of the instruction, if they are printed as annotations, and the section they are from.
    let branchHints: [UInt32: Bool]
    private let branchHintSection: Int?
    var names: PrintedNames
    /// The names of the locals of the function being printed, and of its labels.
    var localNames = IdentifierTable()
    var labelNames = IdentifierTable()
    var labels = PrintedLabels()
    /// The index of the next definition of a kind, by the kind's raw value; imports come first.
    private var nextIndex = [UInt32](repeating: 0, count: 5)
    /// Receives the text.
    private let write: ([UInt8]) throws -> Void
    /// Bytes of text that may still be written.
    private var remainingSize: Int

    /// - Throws: ``Interrupted`` if the watch says to stop.
    init(_ module: ModuleSyntax, _ watch: LoadingWatch, _ write: @escaping ([UInt8]) throws -> Void) throws {
        self.module = module
        var watch = watch
        names = try PrintedNames(module, &watch)
        self.write = write
        code.watch = watch
        remainingSize = ImplementationLimits.textSize(moduleSize: module.bytes.count)
        (branchHints, branchHintSection) = ModulePrinter.branchHints(of: module) ?? ([:], nil)
    }

    mutating func print() throws {
        out.text("(module")
        names.defineModule(&out)
        out.indentation = 1
        for group in module.recursiveGroups { try recursiveGroup(group) }
        for group in module.importGroups { try importField(group.imports, group.form) }
        try functions()
        for table in module.tables { try tableField(table) }
        for memory in module.memories { memoryField(memory) }
        for tag in module.tags { try tagField(tag) }
        for global in module.globals { try globalField(global) }
        for export in module.exports { try exportField(export) }
        if let start = module.start {
            out.line("(start")
            names.use(.function, start, &out)
            out.text(")")
        }
        for (index, segment) in module.elements.enumerated() { try elementField(segment, index) }
        for (index, segment) in module.data.enumerated() { try dataField(segment, index) }
        for (index, section) in module.customSections.enumerated() where index != branchHintSection {
            if names.isReproduced, index == names.reproducedSection { continue }
            try customSection(section)
        }
        out.indentation = 0
        out.text(")\n")
        try handOn()
    }

    /// Hands the text on if enough has collected, and throws if the watch says to stop. Called for each element of a
    /// list.
    @inline(__always)
    mutating func progress() throws { if out.bytes.count >= 64 << 10 { try handOn() } }

    private mutating func handOn() throws {
        // A few bytes of a module may take many in the text.
        remainingSize &-= out.bytes.count
        guard remainingSize >= 0 else { throw DecodeError(.limitExceeded("size of the printed text"), at: 0) }
        // Four bytes of text are about as much work as one byte of a module.
        if let reason = code.watch.reasonToStop(after: out.bytes.count / 4) { throw Interrupted(reason) }
        try write(out.bytes)
        out.bytes.removeAll(keepingCapacity: true)
    }

    /// Writes a string, in parts.
    mutating func string(_ contents: ArraySlice<UInt8>) throws {
        out.text("\"")
        var rest = contents
        while !rest.isEmpty {
            out.characters(rest.prefix(16 << 10))
            rest = rest.dropFirst(16 << 10)
            try progress()
        }
        out.text("\"")
    }

    /// Writes the name, and a comment with the index, of the definition that begins here; both have a space in front.
    mutating func define(_ kind: ExternalKind, isNamed: Bool = true) {
        let index = nextIndex[Int(kind.rawValue)]
        if isNamed { names.define(kind.indexKind.nameSpace, index, &out) }
        out.text(" (;")
        out.number(index)
        out.text(";) ")
        skipIndex(kind)
    }

    private mutating func skipIndex(_ kind: ExternalKind) { nextIndex[Int(kind.rawValue)] &+= 1 }
}

// MARK: Fields

extension ModulePrinter {
    /// Prints one import, or a group of imports of one module.
    private mutating func importField(_ imports: ArraySlice<Import>, _ form: CompactImports?) throws {
        guard let first = imports.first else { return }
        out.line("(import ")
        try string(first.module.utf8[...])
        for entry in imports {
            try progress()
            out.text(form == nil ? " " : " (item ")
            try string(entry.name.utf8[...])
            if form?.sharesType != true { externalType(entry.type) }
            if form != nil { out.text(")") }
        }
        if form?.sharesType == true {
            // These have no identifiers in the text.
            let next = nextIndex[Int(first.type.kind.rawValue)]
            names.withhold(
                first.type.kind.indexKind.nameSpace, next..<next &+ UInt32(truncatingIfNeeded: imports.count))
            externalType(first.type)
            for _ in imports.dropFirst() { skipIndex(first.type.kind) }
        }
        out.text(")")
    }

    private mutating func externalType(_ type: ExternalType) {
        out.text(" (")
        out.text(type.kind.description)
        define(type.kind)
        switch type {
        case .function(let type), .tag(let type): typeUse(type)
        case .table(let type): tableType(type)
        case .memory(let type): memoryType(type)
        case .global(let type): globalType(type)
        }
        out.text(")")
    }

    private mutating func functions() throws {
        for (type, body) in zip(module.functions, module.bodies) {
            let index = nextIndex[Int(ExternalKind.function.rawValue)]
            localNames = try names.localNames(of: index, &code.watch)
            labelNames = try names.labelNames(of: index, &code.watch)
            labels = PrintedLabels()
            out.line("(func")
            define(.function)
            typeUse(type)
            let next = try parameters(of: module.functionType(at: type))
            out.indentation = 2
            try locals(body.locals, from: next)
            try instructions(body.code)
            out.indentation = 1
            out.text(")")
        }
        // Constant expressions have neither locals nor labels.
        (localNames, labelNames, labels) = (IdentifierTable(), IdentifierTable(), PrintedLabels())
    }

    /// Writes the parameters and results of a function type if parameters of the function have names.
    ///
    /// - Parameter type: The type; `nil` if the type index is no function's. Its locals then have no names.
    /// - Returns: The index of the first other local.
    private mutating func parameters(of type: FunctionType?) throws -> UInt32 {
        guard let type else {
            localNames = IdentifierTable()
            return 0
        }
        let count = UInt32(truncatingIfNeeded: type.parameters.count)
        if localNames[0..<count].isEmpty { return count }
        guard names.spend(16 &* (type.parameters.count &+ type.results.count)) else {
            localNames.withhold(0..<count)
            return count
        }
        for (index, parameter) in type.parameters.enumerated() {
            try progress()
            out.text(" (param")
            names.define(UInt32(truncatingIfNeeded: index), localNames, &out)
            valueType(parameter)
            out.text(")")
        }
        list("result", type.results)
        return count
    }

    /// Writes the locals beyond the parameters, of which the first has this index.
    private mutating func locals(_ groups: [LocalGroup], from first: UInt32) throws {
        var next = first
        for group in groups {
            // A well-formed module has at most 50,000 locals in a function.
            let end = next &+ group.count
            for entry in localNames[next..<max(next, end)] {
                if next < entry.index { try locals(entry.index &- next, group.type) }
                out.line("(local")
                names.define(entry.index, localNames, &out)
                valueType(group.type)
                out.text(")")
                next = entry.index &+ 1
            }
            if group.count == 0 || next < end { try locals(end &- next, group.type) }
            next = end
        }
        localNames.remove(next...)
    }

    /// Writes locals without names.
    private mutating func locals(_ count: UInt32, _ type: ValueType) throws {
        try progress()
        out.line("(local")
        for _ in 0..<count {
            valueType(type)
            try progress()
        }
        out.text(")")
    }

    private mutating func tableField(_ table: Table) throws {
        out.line("(table")
        define(.table)
        tableType(table.type)
        if let initializer = table.initializer {
            out.text(" ")
            try expression(initializer)
        }
        out.text(")")
    }

    private mutating func memoryField(_ type: MemoryType) {
        out.line("(memory")
        define(.memory)
        memoryType(type)
        out.text(")")
    }

    private mutating func tagField(_ type: UInt32) throws {
        try progress()
        out.line("(tag")
        define(.tag)
        typeUse(type)
        out.text(")")
    }

    private mutating func globalField(_ global: Global) throws {
        out.line("(global")
        define(.global)
        globalType(global.type)
        out.text(" ")
        try expression(global.initializer)
        out.text(")")
    }

    private mutating func exportField(_ export: Export) throws {
        try progress()
        out.line("(export ")
        try string(export.name.utf8[...])
        out.text(" (")
        out.text(export.kind.description)
        names.use(export.kind.indexKind.nameSpace, export.index, &out)
        out.text("))")
    }

    private mutating func elementField(_ segment: ElementSegment, _ index: Int) throws {
        try progress()
        out.line("(elem")
        names.define(.element, UInt32(truncatingIfNeeded: index), &out)
        out.text(" ")
        switch segment.mode {
        case .passive: break
        case .declarative: out.text("declare ")
        case .active(let table, let offset): try active(.table, table, offset)
        }
        switch segment.items {
        case .functions(let indices):
            out.text("func")
            for index in indices {
                names.use(.function, index, &out)
                try progress()
            }
        case .expressions(let items):
            text(segment.type)
            for item in items {
                out.text(" (item ")
                try expression(item)
                out.text(")")
            }
        }
        out.text(")")
    }

    private mutating func dataField(_ segment: DataSegment, _ index: Int) throws {
        try progress()
        out.line("(data")
        names.define(.data, UInt32(truncatingIfNeeded: index), &out)
        out.text(" ")
        if case .active(let memory, let offset) = segment.mode { try active(.memory, memory, offset) }
        try string(module.contents(of: segment.contents))
        out.text(")")
    }

    /// Writes the memory or table of an active segment, and the offset there.
    private mutating func active(_ kind: ExternalKind, _ index: UInt32, _ offset: ConstantExpression) throws {
        out.text("(")
        out.text(kind.description)
        names.use(kind.indexKind.nameSpace, index, &out)
        out.text(") (offset ")
        try expression(offset)
        out.text(") ")
    }

    private mutating func customSection(_ section: CustomSection) throws {
        try progress()
        out.line("(@custom ")
        try string(section.name.utf8[...])
        let place = module.place(of: section)
        if let keyword = ModulePrinter.placement(place) {
            out.text(" (after ")
            out.text(keyword.rawValue)
            out.text(") ")
        } else {
            out.text(" (before first) ")
        }
        try string(module.contents(of: section.contents))
        out.text(")")
    }

    /// The keyword for a section in a placement; `nil` for the custom section.
    private static func placement(_ section: SectionID) -> Keyword? {
        Keyword.allCases.last { ModuleParser.section($0) == section && $0 != .first && $0 != .last }
    }
}

// MARK: Types

extension ModulePrinter {
    private mutating func recursiveGroup(_ group: Range<Int>) throws {
        let types = module.types[group.clamped(to: module.types.indices)]
        if group.count == 1, let type = types.first { return try typeField(type, group.lowerBound) }
        out.line("(rec")
        out.indentation = 2
        for (index, type) in zip(group, types) { try typeField(type, index) }
        out.indentation = 1
        out.text(")")
    }

    private mutating func typeField(_ type: SubType, _ index: Int) throws {
        try progress()
        let index = UInt32(truncatingIfNeeded: index)
        out.line("(type")
        names.define(.type, index, &out)
        out.text(" (;")
        out.number(index)
        out.text(";) ")
        let isPlain = type.isFinal && type.supertypes.isEmpty
        if !isPlain {
            out.text(type.isFinal ? "(sub final" : "(sub")
            for supertype in type.supertypes { names.use(.type, supertype, &out) }
            out.text(" ")
        }
        switch type.composite {
        case .function(let function): functionType(function)
        case .structure(let fields):
            out.text("(struct")
            for (number, field) in fields.enumerated() {
                out.text(" (field")
                names.defineField(UInt32(truncatingIfNeeded: number), of: index, &out)
                out.text(" ")
                fieldType(field)
                out.text(")")
            }
            out.text(")")
        case .array(let element):
            out.text("(array ")
            fieldType(element)
            out.text(")")
        }
        out.text(isPlain ? ")" : "))")
    }

    private mutating func functionType(_ type: FunctionType) {
        out.text("(func")
        list("param", type.parameters)
        list("result", type.results)
        out.text(")")
    }

    private mutating func list(_ keyword: String, _ types: [ValueType]) {
        guard !types.isEmpty else { return }
        out.text(" (\(keyword)")
        for type in types { valueType(type) }
        out.text(")")
    }

    /// Writes a space and a type.
    mutating func valueType(_ type: ValueType) {
        out.text(" ")
        text(type)
    }

    private mutating func text(_ type: ValueType) {
        guard type.isReference, let index = type.heapType.typeIndex else { return out.text(type.description) }
        out.text(type.isNullable ? "(ref null" : "(ref")
        names.use(.type, index, &out)
        out.text(")")
    }

    private mutating func fieldType(_ field: FieldType) {
        if field.isMutable { out.text("(mut ") }
        text(field.storage)
        if field.isMutable { out.text(")") }
    }

    private mutating func globalType(_ type: GlobalType) {
        fieldType(FieldType(storage: type.value, isMutable: type.isMutable))
    }

    mutating func typeUse(_ type: UInt32) {
        out.text("(type")
        names.use(.type, type, &out)
        out.text(")")
    }

    private mutating func limits(_ limits: SizeLimits, _ type: AddressType) {
        if type == .i64 { out.text("i64 ") }
        out.number(limits.minimum)
        if let maximum = limits.maximum {
            out.text(" ")
            out.number(maximum)
        }
    }

    private mutating func tableType(_ type: TableType) {
        limits(type.limits, type.addressType)
        valueType(type.element)
    }

    private mutating func memoryType(_ type: MemoryType) {
        limits(type.limits, type.addressType)
        if type.isShared { out.text(" shared") }
        guard type.pageSizeExponent != 16 else { return }
        out.text(" (pagesize ")
        out.number((1 as UInt64) << UInt64(type.pageSizeExponent & 63))
        out.text(")")
    }
}
