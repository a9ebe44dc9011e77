// Specification: Binary Format / Modules: encoding.

import WasmSyntax

/// Encodes modules in the binary format.
package enum BinaryEncoder {
    /// Returns the canonical encoding of a module: the sections that have contents, in order, with every number, type
    /// and segment in its shortest form. Code, data and custom sections are copied as they are.
    ///
    /// Decoding the result gives an equivalent module (``ModuleSyntax/isEquivalent(to:)``), provided that `module` is one
    /// that the decoder could have made.
    package static func encode(_ module: ModuleSyntax) -> [UInt8] {
        var encoder = ModuleEncoder(module: module)
        encoder.encode()
        return encoder.writer.bytes
    }
}

/// A module that is being encoded.
struct ModuleEncoder {
    let module: ModuleSyntax
    var writer = ByteWriter()

    init(module: ModuleSyntax) {
        self.module = module
        writer.bytes.reserveCapacity(module.bytes.count)
    }

    mutating func encode() {
        writer.append([0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00])
        let customSections = Dictionary(grouping: module.customSections, by: module.place(of:))
        for section in [.custom] + SectionID.inOrder {
            if section != .custom && module.needsSection(section) {
                append(section, contents(of: section))
            }
            for custom in customSections[section] ?? [] {
                var contents = ByteWriter()
                contents.name(custom.name)
                contents.append(module.contents(of: custom.contents))
                append(.custom, contents)
            }
        }
    }

    private mutating func append(_ section: SectionID, _ contents: ByteWriter) {
        writer.byte(section.rawValue)
        writer.sized(contents)
    }

    private func contents(of section: SectionID) -> ByteWriter {
        var writer = ByteWriter()
        switch section {
        case .custom: break
        case .type:
            writer.list(module.recursiveGroups) { writer, group in
                writer.recursiveGroup(module.types[group.clamped(to: module.types.indices)])
            }
        case .import: writer.list(module.importGroups) { $0.importGroup($1.imports, $1.form) }
        case .function: writer.list(module.functions) { $0.unsigned($1) }
        case .table: writer.list(module.tables) { table(&$0, $1) }
        case .memory: writer.list(module.memories) { $0.memoryType($1) }
        case .tag: writer.list(module.tags) { $0.tagType($1) }
        case .global: writer.list(module.globals) { global(&$0, $1) }
        case .export: writer.list(module.exports) { $0.export($1) }
        case .start: writer.unsigned(module.start ?? 0)
        case .element: writer.list(module.elements) { element(&$0, $1) }
        case .dataCount: writer.unsigned(module.dataCount ?? 0)
        case .code: writer.list(module.bodies) { body(&$0, $1) }
        case .data: writer.list(module.data) { data(&$0, $1) }
        }
        return writer
    }
}

// The parts that refer to the module's bytes.
extension ModuleEncoder {
    private func expression(_ writer: inout ByteWriter, _ expression: ConstantExpression) {
        writer.append(module.contents(of: expression.code))
    }

    private func table(_ writer: inout ByteWriter, _ table: Table) {
        if table.initializer != nil { writer.append([0x40, 0x00]) }
        writer.tableType(table.type)
        if let initializer = table.initializer { expression(&writer, initializer) }
    }

    private func global(_ writer: inout ByteWriter, _ global: Global) {
        writer.globalType(global.type)
        expression(&writer, global.initializer)
    }

    private func body(_ writer: inout ByteWriter, _ body: FunctionBody) {
        var contents = ByteWriter()
        contents.localGroups(body.locals)
        let code = module.contents(of: body.code)
        writer.unsigned(UInt64(contents.bytes.count + code.count))
        writer.append(contents.bytes)
        writer.append(code)
    }

    private func data(_ writer: inout ByteWriter, _ segment: DataSegment) {
        switch segment.mode {
        case .passive: writer.byte(1)
        case .active(let memory, let offset):
            writer.byte(memory == 0 ? 0 : 2)
            if memory != 0 { writer.unsigned(memory) }
            expression(&writer, offset)
        }
        let contents = module.contents(of: segment.contents)
        writer.unsigned(UInt64(contents.count))
        writer.append(contents)
    }

    private func element(_ writer: inout ByteWriter, _ segment: ElementSegment) {
        let flags = elementFlags(segment)
        let hasExpressions = flags.contains(.hasExpressions)
        writer.unsigned(flags.rawValue)
        if case .active(let table, let offset) = segment.mode {
            if flags.contains(.hasTableOrIsDeclarative) { writer.unsigned(table) }
            expression(&writer, offset)
        }
        if flags.hasType {
            if hasExpressions { writer.valueType(segment.type) } else { writer.byte(0) }
        }
        switch segment.items {
        case .functions(let functions):
            writer.list(functions) {
                if hasExpressions { $0.opcode(.refFunc) }
                $0.unsigned($1)
                if hasExpressions { $0.opcode(.end) }
            }
        case .expressions(let expressions): writer.list(expressions) { expression(&$0, $1) }
        }
    }

    /// The flags of the form in which a segment is written.
    private func elementFlags(_ segment: ElementSegment) -> ElementFlags {
        var flags: ElementFlags = []
        // The type that the forms without a type imply. Segments written as function indices have no other.
        var impliedType = ElementSegment.typeOfFunctionIndices
        if case .functions = segment.items, segment.type == impliedType {
            // Written as indices.
        } else {
            flags.insert(.hasExpressions)
            impliedType = .funcref
        }
        switch segment.mode {
        case .passive: flags.insert(.isNotActive)
        case .declarative: flags.formUnion([.isNotActive, .hasTableOrIsDeclarative])
        case .active(let table, _):
            if table != 0 || segment.type != impliedType { flags.insert(.hasTableOrIsDeclarative) }
        }
        return flags
    }
}
