import WasmBinary
import WasmSyntax
import WasmText

/// The checks that a module survives being written and read again.
package enum TextRoundTrip {
    /// Returns the first fault; `nil` if there is none.
    ///
    /// - Parameter module: A decoded module.
    package static func fault(of module: ModuleSyntax) -> String? {
        let encoded = BinaryEncoder.encode(module)
        guard let again = try? BinaryDecoder.decode(encoded) else { return "what is encoded cannot be decoded" }
        guard again.isEquivalent(to: module) else { return "what is encoded is another module" }
        if BinaryEncoder.encode(again) != encoded { return "encoding twice gives other bytes" }
        let text: [UInt8]
        do {
            text = try TextPrinter.print(module)
        } catch {
            return "\(error)".contains("limit") ? nil : "cannot be printed: \(error)"
        }
        return fault(of: text, saying: module)
    }

    /// Like ``fault(of:)``, for a text that another tool printed from the module.
    package static func fault(of text: [UInt8], saying module: ModuleSyntax) -> String? {
        do {
            let parsed = try TextParser.parseModule(text, options: ParserOptions(emitNames: false))
            return isTheSame(parsed, module) ? nil : "the text is another module"
        } catch {
            return "cannot be parsed: \(error)"
        }
    }

    /// Like ``fault(of:)``, for a binary that another tool made from the module's text.
    package static func fault(ofBinary bytes: [UInt8], saying module: ModuleSyntax) -> String? {
        do {
            return isTheSame(try BinaryDecoder.decode(bytes), module) ? nil : "the binary is another module"
        } catch {
            return "cannot be decoded: \(error)"
        }
    }

    /// Whether two modules are equal but for what the text format cannot express: see ``TextPrinter/print(_:)``.
    private static func isTheSame(_ left: ModuleSyntax, _ right: ModuleSyntax) -> Bool {
        var (left, right) = (left, right)
        left.dataCount = nil
        right.dataCount = nil
        left.customSections = []
        right.customSections = []
        for index in left.bodies.indices { left.bodies[index].locals = merged(left.bodies[index].locals) }
        for index in right.bodies.indices { right.bodies[index].locals = merged(right.bodies[index].locals) }
        return left.isEquivalent(to: right)
    }

    private static func merged(_ groups: [LocalGroup]) -> [LocalGroup] {
        var result: [LocalGroup] = []
        for group in groups where group.count > 0 {
            if let last = result.last, last.type == group.type {
                result[result.count - 1].count = last.count &+ group.count
            } else {
                result.append(group)
            }
        }
        return result
    }
}
