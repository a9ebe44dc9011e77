// Specification: Structure / Modules.

/// A module as plain data: the binary decoder and the text parser make it, and all later phases read it.
///
/// Bodies, constant expressions, data and custom sections stay encoded, as ranges of ``bytes``, in the binary format's
/// encoding of instructions. This keeps a module of tens of megabytes small and quick to load, and gives every
/// instruction a byte offset. Decode them with ``InstructionDecoder``.
package struct ModuleSyntax: Sendable {
    /// The bytes that every range below points into: the binary module, or what the text parser assembled.
    package var bytes: [UInt8] = []

    package var types: [SubType] = []
    /// Partition of the type indices into recursive groups, in order, without gaps.
    package var recursiveGroups: [Range<Int>] = []
    package var imports: [Import] = []
    /// The groups of imports that the module has in a compact form, by increasing range.
    package var compactImports: [CompactImports] = []
    /// Type index of each function defined here (imported ones not included).
    package var functions: [UInt32] = []
    package var tables: [Table] = []
    package var memories: [MemoryType] = []
    /// Type index of each tag defined here.
    package var tags: [UInt32] = []
    package var globals: [Global] = []
    package var exports: [Export] = []
    package var start: UInt32?
    package var elements: [ElementSegment] = []
    /// The number in the data count section, if the module has one.
    package var dataCount: UInt32?
    /// One for each entry of ``functions``.
    package var bodies: [FunctionBody] = []
    package var data: [DataSegment] = []
    package var customSections: [CustomSection] = []

    package init() {}
}

package struct Import: Hashable, Sendable {
    package var module: Name
    package var name: Name
    package var type: ExternalType

    package init(module: Name, name: Name, type: ExternalType) {
        self.module = module
        self.name = name
        self.type = type
    }
}

/// Imports of one module that were written as a group (compact-import-section proposal).
package struct CompactImports: Hashable, Sendable {
    /// The imports, in ``ModuleSyntax/imports``; a group may be empty.
    package var range: Range<Int>
    /// Whether the group has one type for all of its imports.
    package var sharesType: Bool

    package init(range: Range<Int>, sharesType: Bool) {
        self.range = range
        self.sharesType = sharesType
    }
}

package struct Export: Hashable, Sendable {
    package var name: Name
    package var kind: ExternalKind
    package var index: UInt32

    package init(name: Name, kind: ExternalKind, index: UInt32) {
        self.name = name
        self.kind = kind
        self.index = index
    }
}

/// A constant expression: its instructions in ``ModuleSyntax/bytes``, the closing `end` included.
package struct ConstantExpression: Hashable, Sendable {
    package var code: Range<Int>

    package init(code: Range<Int>) { self.code = code }
}

package struct Table: Hashable, Sendable {
    package var type: TableType
    /// The initial value of all elements; without it, they are null.
    package var initializer: ConstantExpression?

    package init(type: TableType, initializer: ConstantExpression? = nil) {
        self.type = type
        self.initializer = initializer
    }
}

package struct Global: Hashable, Sendable {
    package var type: GlobalType
    package var initializer: ConstantExpression

    package init(type: GlobalType, initializer: ConstantExpression) {
        self.type = type
        self.initializer = initializer
    }
}

package struct ElementSegment: Hashable, Sendable {
    package enum Mode: Hashable, Sendable {
        case passive
        case active(table: UInt32, offset: ConstantExpression)
        case declarative
    }
    package enum Items: Hashable, Sendable {
        /// The short form: function indices, each meaning `ref.func`.
        case functions([UInt32])
        case expressions([ConstantExpression])

        package var count: Int {
            switch self {
            case .functions(let indices): indices.count
            case .expressions(let expressions): expressions.count
            }
        }
    }

    package var type: ValueType
    package var items: Items
    package var mode: Mode

    package init(type: ValueType, items: Items, mode: Mode) {
        self.type = type
        self.items = items
        self.mode = mode
    }
}

package struct DataSegment: Hashable, Sendable {
    package enum Mode: Hashable, Sendable {
        case passive
        case active(memory: UInt32, offset: ConstantExpression)
    }

    /// The segment's contents in ``ModuleSyntax/bytes``.
    package var contents: Range<Int>
    package var mode: Mode

    package init(contents: Range<Int>, mode: Mode) {
        self.contents = contents
        self.mode = mode
    }
}

/// A run of locals of one type, as the binary format groups them.
package struct LocalGroup: Hashable, Sendable {
    package var count: UInt32
    package var type: ValueType

    package init(count: UInt32, type: ValueType) {
        self.count = count
        self.type = type
    }
}

package struct FunctionBody: Hashable, Sendable {
    /// Locals beyond the parameters. The decoder has checked that their number is at most
    /// ``ImplementationLimits/locals``.
    package var locals: [LocalGroup]
    /// The instructions in ``ModuleSyntax/bytes``, the closing `end` included.
    package var code: Range<Int>

    package init(locals: [LocalGroup], code: Range<Int>) {
        self.locals = locals
        self.code = code
    }
}

package struct CustomSection: Hashable, Sendable {
    package var name: Name
    /// The section's contents behind its name, in ``ModuleSyntax/bytes``.
    package var contents: Range<Int>
    /// The id of the last non-custom section before this one (0 for none); the encoder writes it back there.
    package var afterSection: UInt8

    package init(name: Name, contents: Range<Int>, afterSection: UInt8) {
        self.name = name
        self.contents = contents
        self.afterSection = afterSection
    }
}

extension ModuleSyntax {
    /// The function type at a type index; `nil` if the type there is another or missing.
    package func functionType(at typeIndex: UInt32) -> FunctionType? {
        guard Int(typeIndex) < types.count else { return nil }
        return types[Int(typeIndex)].composite.function
    }
}

extension ModuleSyntax {
    /// Adds a group of imports, the last `count` of ``imports``.
    package mutating func addCompactImports(count: Int, sharesType: Bool) {
        let range = max(0, imports.count &- count)..<imports.count
        // One empty group tells that the module has any: a hostile module may consist of them.
        guard !range.isEmpty || compactImports.last?.range.isEmpty != true else { return }
        compactImports.append(CompactImports(range: range, sharesType: sharesType))
    }

    /// All imports as they are to be written: groups that are not empty, and single imports between them.
    package var importGroups: [(imports: ArraySlice<Import>, form: CompactImports?)] {
        var result: [(imports: ArraySlice<Import>, form: CompactImports?)] = []
        var next = imports.startIndex
        func addSingle(until end: Int) {
            while next < end {
                result.append((imports[next...next], nil))
                next &+= 1
            }
        }
        for group in compactImports {
            let range = group.range.clamped(to: next..<imports.endIndex)
            guard !range.isEmpty else { continue }
            addSingle(until: range.lowerBound)
            result.append((imports[range], group))
            next = range.upperBound
        }
        addSingle(until: imports.endIndex)
        return result
    }
}
