// Specification: Text Format: printing.

import WasmSyntax

/// Prints modules in the text format.
package enum TextPrinter {
    /// Prints a module so that a parser can rebuild an equivalent one: fields in the order of the binary format's
    /// sections, one instruction per line, everything named by its index.
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
            var printer = ModulePrinter(module, LoadingWatch(interruption), write)
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
    /// The index of the next definition of a kind, by the kind's raw value; imports come first.
    private var nextIndex = [UInt32](repeating: 0, count: 5)
    /// Receives the text.
    private let write: ([UInt8]) throws -> Void
    /// Bytes of text that may still be written.
    private var remainingSize: Int

    init(_ module: ModuleSyntax, _ watch: LoadingWatch, _ write: @escaping ([UInt8]) throws -> Void) {
        self.module = module
        self.write = write
        code.watch = watch
        remainingSize = ImplementationLimits.textSize(moduleSize: module.bytes.count)
        (branchHints, branchHintSection) = ModulePrinter.branchHints(of: module) ?? ([:], nil)
    }

    mutating func print() throws {
        out.text("(module")
        out.indentation = 1
        for group in module.recursiveGroups { try recursiveGroup(group) }
        for entry in module.imports { try importField(entry) }
        try functions()
        for table in module.tables { try tableField(table) }
        for memory in module.memories { memoryField(memory) }
        for tag in module.tags { try tagField(tag) }
        for global in module.globals { try globalField(global) }
        for export in module.exports { try exportField(export) }
        if let start = module.start {
            out.line("(start ")
            out.number(start)
            out.text(")")
        }
        for segment in module.elements { try elementField(segment) }
        for segment in module.data { try dataField(segment) }
        for (index, section) in module.customSections.enumerated() where index != branchHintSection {
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

    /// Writes a comment with the index of the definition that begins here.
    mutating func index(_ kind: ExternalKind) {
        out.text("(;")
        out.number(nextIndex[Int(kind.rawValue)])
        out.text(";) ")
        nextIndex[Int(kind.rawValue)] &+= 1
    }
}

// MARK: Fields

extension ModulePrinter {
    private mutating func importField(_ entry: Import) throws {
        try progress()
        out.line("(import ")
        try string(entry.module.utf8[...])
        out.text(" ")
        try string(entry.name.utf8[...])
        out.text(" (")
        out.text(entry.type.kind.description)
        out.text(" ")
        index(entry.type.kind)
        switch entry.type {
        case .function(let type), .tag(let type): typeUse(type)
        case .table(let type): tableType(type)
        case .memory(let type): memoryType(type)
        case .global(let type): globalType(type)
        }
        out.text("))")
    }

    private mutating func functions() throws {
        for (type, body) in zip(module.functions, module.bodies) {
            out.line("(func ")
            index(.function)
            typeUse(type)
            out.indentation = 2
            for group in body.locals {
                try progress()
                out.line("(local")
                let type = Array(" \(group.type)".utf8)
                for _ in 0..<group.count {
                    out.bytes.append(contentsOf: type)
                    try progress()
                }
                out.text(")")
            }
            try instructions(body.code)
            out.indentation = 1
            out.text(")")
        }
    }

    private mutating func tableField(_ table: Table) throws {
        out.line("(table ")
        index(.table)
        tableType(table.type)
        if let initializer = table.initializer {
            out.text(" ")
            try expression(initializer)
        }
        out.text(")")
    }

    private mutating func memoryField(_ type: MemoryType) {
        out.line("(memory ")
        index(.memory)
        memoryType(type)
        out.text(")")
    }

    private mutating func tagField(_ type: UInt32) throws {
        try progress()
        out.line("(tag ")
        index(.tag)
        typeUse(type)
        out.text(")")
    }

    private mutating func globalField(_ global: Global) throws {
        out.line("(global ")
        index(.global)
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
        out.text(" ")
        out.number(export.index)
        out.text("))")
    }

    private mutating func elementField(_ segment: ElementSegment) throws {
        try progress()
        out.line("(elem ")
        switch segment.mode {
        case .passive: break
        case .declarative: out.text("declare ")
        case .active(let table, let offset): try active("table", table, offset)
        }
        switch segment.items {
        case .functions(let indices):
            out.text("func")
            for index in indices {
                out.spaced(index)
                try progress()
            }
        case .expressions(let items):
            out.text(segment.type.description)
            for item in items {
                out.text(" (item ")
                try expression(item)
                out.text(")")
            }
        }
        out.text(")")
    }

    private mutating func dataField(_ segment: DataSegment) throws {
        try progress()
        out.line("(data ")
        if case .active(let memory, let offset) = segment.mode { try active("memory", memory, offset) }
        try string(module.contents(of: segment.contents))
        out.text(")")
    }

    /// Writes the memory or table of an active segment, and the offset there.
    private mutating func active(_ kind: String, _ index: UInt32, _ offset: ConstantExpression) throws {
        out.text("(")
        out.text(kind)
        out.spaced(index)
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
        out.line("(type (;")
        out.number(index)
        out.text(";) ")
        let isPlain = type.isFinal && type.supertypes.isEmpty
        if !isPlain {
            out.text(type.isFinal ? "(sub final " : "(sub ")
            for supertype in type.supertypes {
                out.number(supertype)
                out.text(" ")
            }
        }
        switch type.composite {
        case .function(let function): functionType(function)
        case .structure(let fields):
            out.text("(struct")
            for field in fields {
                out.text(" (field ")
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
        if !type.parameters.isEmpty {
            out.text(" (param")
            for parameter in type.parameters { out.spaced(parameter) }
            out.text(")")
        }
        if !type.results.isEmpty {
            out.text(" (result")
            for result in type.results { out.spaced(result) }
            out.text(")")
        }
        out.text(")")
    }

    private mutating func fieldType(_ field: FieldType) {
        if field.isMutable { out.text("(mut ") }
        out.text(field.storage.description)
        if field.isMutable { out.text(")") }
    }

    private mutating func globalType(_ type: GlobalType) {
        fieldType(FieldType(storage: type.value, isMutable: type.isMutable))
    }

    mutating func typeUse(_ type: UInt32) {
        out.text("(type ")
        out.number(type)
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
        out.spaced(type.element)
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
