// Specification: Binary Format / Modules, the sections without code.

import WasmSyntax

/// The byte that stands for the kind of an import if a group of imports follows.
enum CompactImportCode {
    static let ownTypes: UInt8 = 0x7F
    static let sharedType: UInt8 = 0x7E

    /// Whether the group that begins with this byte has one type for all of its imports; `nil` for another byte.
    static func sharesType(_ byte: UInt8?) -> Bool? {
        switch byte {
        case ownTypes: false
        case sharedType: true
        default: nil
        }
    }
}

extension ModuleDecoder {
    mutating func typeSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.types, "recursive groups")
        module.recursiveGroups.reserveCapacity(count)
        module.types.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let first = module.types.count
            let start = cursor.position
            var size = 1
            if cursor.peek == 0x4E {
                _ = try cursor.byte()
                size = try cursor.count(limit: ImplementationLimits.recursiveGroupSize, "types of a recursive group")
            }
            guard size <= ImplementationLimits.types - first else {
                throw DecodeError(.limitExceeded("number of types"), at: start)
            }
            for _ in 0..<size {
                try progress(cursor)
                module.types.append(try cursor.subType())
            }
            module.recursiveGroups.append(first..<module.types.count)
        }
    }

    mutating func importSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.imports, "imports")
        module.imports.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let moduleName = try cursor.name()
            try progress(cursor)
            let name = try cursor.name()
            if name.utf8.isEmpty, let sharesType = CompactImportCode.sharesType(cursor.peek) {
                _ = try cursor.byte()
                try compactImports(&cursor, of: moduleName, sharesType: sharesType)
                continue
            }
            guard module.imports.count < ImplementationLimits.imports else {
                throw cursor.error(.limitExceeded("number of imports"))
            }
            module.imports.append(Import(module: moduleName, name: name, type: try externalType(&cursor)))
        }
        let start = cursor.position
        guard module.importCount(of: .table) <= ImplementationLimits.tables else {
            throw DecodeError(.limitExceeded("number of tables"), at: start)
        }
        guard module.importCount(of: .memory) <= ImplementationLimits.memories else {
            throw DecodeError(.limitExceeded("number of memories"), at: start)
        }
    }

    /// Decodes a group of imports of one module behind its code.
    private mutating func compactImports(
        _ cursor: inout ByteCursor, of moduleName: Name, sharesType: Bool
    ) throws(DecodeError) {
        let sharedType = sharesType ? try externalType(&cursor) : nil
        let count = try cursor.count(limit: ImplementationLimits.imports - module.imports.count, "imports")
        for _ in 0..<count {
            try progress(cursor)
            let name = try cursor.name()
            let type = if let sharedType { sharedType } else { try externalType(&cursor) }
            module.imports.append(Import(module: moduleName, name: name, type: type))
        }
        module.addCompactImports(count: count, sharesType: sharesType)
    }

    private func externalType(_ cursor: inout ByteCursor) throws(DecodeError) -> ExternalType {
        let start = cursor.position
        guard let kind = ExternalKind(rawValue: try cursor.byte()) else {
            throw DecodeError(.malformedImportKind, at: start)
        }
        switch kind {
        case .function: return .function(typeIndex: try cursor.u32())
        case .table: return .table(try cursor.tableType())
        case .memory: return .memory(try cursor.memoryType())
        case .global: return .global(try cursor.globalType())
        case .tag: return .tag(typeIndex: try cursor.tagType())
        }
    }

    mutating func functionSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.functions, "functions")
        module.functions.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            module.functions.append(try cursor.u32())
        }
    }

    mutating func memorySection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let limit = ImplementationLimits.memories - module.importCount(of: .memory)
        let count = try cursor.count(limit: limit, "memories")
        for _ in 0..<count { module.memories.append(try cursor.memoryType()) }
    }

    mutating func tagSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.tags, "tags")
        module.tags.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            module.tags.append(try cursor.tagType())
        }
    }

    mutating func exportSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.exports, "exports")
        module.exports.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            let name = try cursor.name()
            let start = cursor.position
            guard let kind = ExternalKind(rawValue: try cursor.byte()) else {
                throw DecodeError(.malformedExportKind, at: start)
            }
            module.exports.append(Export(name: name, kind: kind, index: try cursor.u32()))
        }
    }
}
