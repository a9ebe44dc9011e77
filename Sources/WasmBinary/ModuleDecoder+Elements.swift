// Specification: Binary Format / Modules / Element Section.

import WasmSyntax

/// The flags that an element segment begins with.
struct ElementFlags: OptionSet {
    let rawValue: UInt32

    static let isNotActive = ElementFlags(rawValue: 1)
    /// For an active segment: a table index follows. Otherwise: the segment is declarative.
    static let hasTableOrIsDeclarative = ElementFlags(rawValue: 2)
    static let hasExpressions = ElementFlags(rawValue: 4)

    /// Whether the type of the elements is given. Only the forms for active segments of table 0 leave it out.
    var hasType: Bool { !intersection([.isNotActive, .hasTableOrIsDeclarative]).isEmpty }
}

extension ModuleDecoder {
    mutating func elementSection(_ cursor: inout ByteCursor) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.elementSegments, "element segments")
        module.elements.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            module.elements.append(try elementSegment(&cursor))
        }
    }

    private mutating func elementSegment(_ cursor: inout ByteCursor) throws(DecodeError) -> ElementSegment {
        let start = cursor.position
        let flags = ElementFlags(rawValue: try cursor.u32())
        guard flags.rawValue < 8 else { throw DecodeError(.malformedElementFlags, at: start) }
        let mode = try elementMode(flags, &cursor)
        let type = try elementType(flags, &cursor)
        let count = try cursor.count(limit: ImplementationLimits.elementSegmentSize, "elements of a segment")
        guard flags.contains(.hasExpressions) else {
            var functions: [UInt32] = []
            functions.reserveCapacity(count)
            for _ in 0..<count {
                try progress(cursor)
                functions.append(try cursor.u32())
            }
            return ElementSegment(type: type, items: .functions(functions), mode: mode)
        }
        var expressions: [ConstantExpression] = []
        expressions.reserveCapacity(count)
        for _ in 0..<count {
            try progress(cursor)
            expressions.append(try constantExpression(&cursor))
        }
        return ElementSegment(type: type, items: .expressions(expressions), mode: mode)
    }

    private mutating func elementMode(
        _ flags: ElementFlags, _ cursor: inout ByteCursor
    ) throws(DecodeError) -> ElementSegment.Mode {
        let hasTableOrIsDeclarative = flags.contains(.hasTableOrIsDeclarative)
        if flags.contains(.isNotActive) { return hasTableOrIsDeclarative ? .declarative : .passive }
        let table = hasTableOrIsDeclarative ? try cursor.u32() : 0
        return .active(table: table, offset: try constantExpression(&cursor))
    }

    private func elementType(_ flags: ElementFlags, _ cursor: inout ByteCursor) throws(DecodeError) -> ValueType {
        if flags.contains(.hasExpressions) { return flags.hasType ? try cursor.referenceType() : .funcref }
        if flags.hasType {
            let start = cursor.position
            guard try cursor.byte() == 0 else { throw DecodeError(.malformedElementKind, at: start) }
        }
        return ElementSegment.typeOfFunctionIndices
    }
}
