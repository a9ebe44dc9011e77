// Specification: Appendix / Custom Sections and Annotations / Branch Hints.

/// The section `metadata.code.branch_hint`: which conditional branches are likely taken, and which are not.
///
/// Hints do not change what a module does, and Nestbox runs without them. Loading a module therefore does not read the
/// section, and faults in it are no errors. This type is for printing the hints and for checking them.
package struct BranchHints: Sendable, Equatable {
    package static let sectionName: Name = "metadata.code.branch_hint"

    package struct Hint: Sendable, Equatable {
        /// The offset of the instruction, in bytes from the declaration of the function's locals.
        package var offset: UInt32
        package var isLikely: Bool

        package init(offset: UInt32, isLikely: Bool) {
            self.offset = offset
            self.isLikely = isLikely
        }
    }

    package struct Function: Sendable, Equatable {
        /// The function's index, imported functions counted.
        package var index: UInt32
        package var hints: [Hint]

        package init(index: UInt32, hints: [Hint]) {
            self.index = index
            self.hints = hints
        }
    }

    /// A fault of the section.
    package enum Fault: Error, Hashable, Sendable {
        case malformed(DecodeError.Kind)
        case reservedSize
        case invalidValue
        /// Functions or offsets that are not in increasing order.
        case outOfOrder
        /// A function that the module does not define.
        case unknownFunction(UInt32)
        /// A hint at an offset without an `if` or `br_if`.
        case invalidTarget
    }

    /// The functions with hints, by increasing index.
    package var functions: [Function]

    package init(functions: [Function]) { self.functions = functions }

    /// Reads the first section of this name; without one, the module has no hints.
    ///
    /// - Throws: The first fault of the section or of the targets of its hints.
    package init(_ module: ModuleSyntax) throws(Fault) {
        functions = []
        guard let section = module.customSections.first(where: { $0.name == BranchHints.sectionName }) else { return }
        var reader = Reader(cursor: ByteCursor(module.bytes, in: section.contents))
        for _ in 0..<(try reader.count()) {
            let index = try reader.number()
            if let last = functions.last, last.index >= index { throw .outOfOrder }
            var hints: [Hint] = []
            for _ in 0..<(try reader.count()) {
                let hint = try reader.hint()
                if let last = hints.last, last.offset >= hint.offset { throw .outOfOrder }
                hints.append(hint)
            }
            functions.append(Function(index: index, hints: hints))
        }
        guard reader.cursor.isAtEnd else { throw .malformed(.sectionSizeMismatch) }
        try checkTargets(in: module)
    }

    /// The section's contents.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.unsigned(UInt(functions.count))
        for function in functions {
            writer.unsigned(function.index)
            writer.unsigned(UInt(function.hints.count))
            for hint in function.hints {
                writer.unsigned(hint.offset)
                writer.byte(1)
                writer.byte(hint.isLikely ? 1 : 0)
            }
        }
        return writer.bytes
    }

    /// The position in ``ModuleSyntax/bytes`` from which offsets of hints count: that of the function's code, minus the
    /// bytes that its locals take in the shortest form.
    package static func origin(of body: FunctionBody) -> Int {
        var locals = ByteWriter()
        locals.localGroups(body.locals)
        return body.code.lowerBound &- locals.bytes.count
    }

    private func checkTargets(in module: ModuleSyntax) throws(Fault) {
        let imported = module.importCount(of: .function)
        var code = DecodedCode()
        for function in functions {
            let index = Int(function.index) &- imported
            guard index >= 0, index < module.bodies.count else { throw .unknownFunction(function.index) }
            let body = module.bodies[index]
            let origin = BranchHints.origin(of: body)
            var targets = function.hints[...]
            var cursor = ByteCursor(module.bytes, in: body.code)
            var reader = ExpressionReader(cursor)
            do throws(DecodeError) {
                while !reader.isAtEnd {
                    let instruction = try reader.next(&cursor, &code)
                    code.removeImmediates()
                    guard instruction.opcode == .if || instruction.opcode == .brIf, let target = targets.first,
                        Int(target.offset) == Int(instruction.offset) &- origin
                    else { continue }
                    targets.removeFirst()
                }
            } catch {
                throw .malformed(error.kind)
            }
            guard targets.isEmpty else { throw .invalidTarget }
        }
    }

    /// Reads numbers of the section.
    private struct Reader {
        var cursor: ByteCursor

        mutating func number() throws(Fault) -> UInt32 {
            do { return try cursor.u32() } catch { throw .malformed(error.kind) }
        }

        mutating func count() throws(Fault) -> Int {
            do { return try cursor.count(limit: ImplementationLimits.bodySize, "branch hints") } catch {
                throw .malformed(error.kind)
            }
        }

        mutating func hint() throws(Fault) -> Hint {
            let offset = try number()
            guard try number() == 1 else { throw .reservedSize }
            let value = try number()
            guard value <= 1 else { throw .invalidValue }
            return Hint(offset: offset, isLikely: value == 1)
        }
    }
}

extension BranchHints.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let kind): "\(kind)"
        case .reservedSize: "missing reserved byte"
        case .invalidValue: "invalid hint value"
        case .outOfOrder: "functions or hints out of order"
        case .unknownFunction(let index): "unknown function \(index)"
        case .invalidTarget: "invalid target"
        }
    }
}
