// Specification: Binary Format / Modules.

import WasmSyntax

/// Decodes the binary format.
package enum BinaryDecoder {
    /// Decodes a module. It is then well-formed, code included, but not yet validated.
    ///
    /// - Parameter checkingBodies: If `false`, the instructions of bodies are not decoded. This is for a module that is
    ///   validated at once: validation decodes them too. Locals, constant expressions and all else are checked.
    ///
    /// Bodies, constant expressions, data and custom sections stay where they are: the module holds `bytes` and ranges
    /// of it. The contents of custom sections are not checked.
    ///
    /// - Throws: ``DecodeError`` with the byte offset of the part that is malformed or exceeds
    ///   ``ImplementationLimits``, or of the kind `interrupted`.
    package static func decode(
        _ bytes: [UInt8], checkingBodies: Bool = true, interruption: (any Interruption)? = nil
    ) throws(DecodeError) -> ModuleSyntax {
        var decoder = ModuleDecoder(bytes, checkingBodies: checkingBodies, LoadingWatch(interruption))
        try decoder.decode()
        return decoder.module
    }
}

/// A module that is being decoded.
struct ModuleDecoder {
    var module = ModuleSyntax()
    /// Receives the immediates of one expression after the other.
    var code = DecodedCode()
    let checkingBodies: Bool
    /// The offset up to which work has been counted.
    private var counted = 0

    init(_ bytes: [UInt8], checkingBodies: Bool, _ watch: LoadingWatch) {
        self.checkingBodies = checkingBodies
        code.watch = watch
        module.bytes = bytes
    }

    mutating func decode() throws(DecodeError) {
        guard module.bytes.count <= ImplementationLimits.moduleSize else {
            throw DecodeError(.limitExceeded("size of the module"), at: ImplementationLimits.moduleSize)
        }
        var cursor = ByteCursor(module.bytes, in: module.bytes.indices)
        try preamble(&cursor)
        var last = SectionID.custom
        while !cursor.isAtEnd {
            try progress(cursor)
            let start = cursor.position
            let id = try cursor.byte()
            guard let section = SectionID(rawValue: id) else { throw DecodeError(.malformedSectionID(id), at: start) }
            let size = Int(try cursor.u32())
            var contents = try cursor.part(size)
            if section == .custom {
                try customSection(&contents, after: last)
            } else {
                guard section.place > last.place else { throw DecodeError(.sectionOutOfOrder(id), at: start) }
                last = section
                try self.section(section, &contents)
                guard contents.isAtEnd else { throw contents.error(.sectionSizeMismatch) }
            }
        }
        guard module.functions.count == module.bodies.count else { throw cursor.error(.functionAndCodeDiffer) }
        guard module.dataCount.map({ Int($0) == module.data.count }) ?? true else {
            throw cursor.error(.dataCountDiffers)
        }
    }
}

extension ModuleDecoder {
    /// Counts the bytes that have been decoded since the last call. Loops over long lists call it for each element.
    @inline(__always)
    mutating func progress(_ cursor: ByteCursor) throws(DecodeError) {
        let work = cursor.position &- counted
        counted = cursor.position
        if let reason = code.watch.reasonToStop(after: work) { throw cursor.error(.interrupted(reason)) }
    }

    private func preamble(_ cursor: inout ByteCursor) throws(DecodeError) {
        guard try cursor.fixed32() == 0x6D73_6100 else { throw DecodeError(.magicNotDetected, at: 0) }
        let version = try cursor.fixed32()
        // A component has its layer, 1, in the upper half, and versions from 10 on.
        guard version >> 16 != 1 || version & 0xFFFF < 10 else { throw DecodeError(.component, at: 4) }
        guard version == 1 else { throw DecodeError(.unknownVersion, at: 4) }
    }

    private mutating func section(_ section: SectionID, _ cursor: inout ByteCursor) throws(DecodeError) {
        switch section {
        case .custom: break
        case .type: try typeSection(&cursor)
        case .import: try importSection(&cursor)
        case .function: try functionSection(&cursor)
        case .table: try tableSection(&cursor)
        case .memory: try memorySection(&cursor)
        case .tag: try tagSection(&cursor)
        case .global: try globalSection(&cursor)
        case .export: try exportSection(&cursor)
        case .start: module.start = try cursor.u32()
        case .element: try elementSection(&cursor)
        case .dataCount: module.dataCount = try cursor.u32()
        case .code: try codeSection(&cursor)
        case .data: try dataSection(&cursor)
        }
    }

    private mutating func customSection(_ cursor: inout ByteCursor, after last: SectionID) throws(DecodeError) {
        guard module.customSections.count < ImplementationLimits.customSections else {
            throw cursor.error(.limitExceeded("number of custom sections"))
        }
        let name = try cursor.name()
        let contents = try cursor.skip(cursor.remaining)
        module.customSections.append(CustomSection(name: name, contents: contents, afterSection: last.rawValue))
    }
}
