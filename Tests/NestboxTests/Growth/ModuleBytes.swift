infix operator ++ : AdditionPrecedence

/// Concatenates bytes. Unlike `+`, this operator has a single overload: the compiler takes seconds for long sums of
/// array literals.
func ++ (left: [UInt8], right: [UInt8]) -> [UInt8] { left + right }

/// A module in the binary format, composed of bytes without any checks, as a hostile generator would write it.
struct ModuleBytes {
    /// The entries of a section.
    struct Section {
        var count = 0
        var bytes: [UInt8] = []

        mutating func add(_ item: [UInt8], _ times: Int = 1) {
            count += times
            bytes += ModuleBytes.repeated(item, times)
        }
    }

    /// The type section; type 0 is a function without parameters and results.
    var types = Section(count: 1, bytes: [0x60, 0, 0])
    var imports = Section()
    var functions = Section()
    var tables = Section()
    var memories = Section()
    var tags = Section()
    var globals = Section()
    var exports = Section()
    var elements = Section()
    var code = Section()
    var data = Section()
    /// Complete custom sections, at the end of the module.
    var customs: [UInt8] = []
    /// The number of imported functions, which the index of `_start` depends on.
    var importedFunctions = 0
    var hasDataCount = false

    static func leb(_ number: Int) -> [UInt8] {
        var (rest, result) = (UInt64(number), [UInt8]())
        repeat {
            let byte = UInt8(truncatingIfNeeded: rest & 0x7F)
            rest >>= 7
            result.append(rest == 0 ? byte : byte | 0x80)
        } while rest != 0
        return result
    }

    /// Encodes a signed LEB128 number.
    static func signed(_ number: Int) -> [UInt8] {
        var (rest, result) = (number, [UInt8]())
        while true {
            let byte = UInt8(truncatingIfNeeded: rest & 0x7F)
            rest >>= 7
            if rest == 0 && byte & 0x40 == 0 || rest == -1 && byte & 0x40 != 0 { return result + [byte] }
            result.append(byte | 0x80)
        }
    }

    /// Encodes `i32.const`.
    static func i32(_ number: Int) -> [UInt8] { [0x41] + signed(number) }

    static func repeated(_ item: [UInt8], _ times: Int) -> [UInt8] {
        if times == 1 { return item }
        if item.count == 1 { return [UInt8](repeating: item[0], count: times) }
        // Doubles the bytes, because these tests are built without optimization.
        guard times > 0 else { return [] }
        let half = repeated(item, times / 2)
        return times % 2 == 0 ? half + half : half + half + item
    }

    static func name(_ text: String) -> [UInt8] { leb(text.utf8.count) + Array(text.utf8) }
    static func name(ofLength count: Int) -> [UInt8] { leb(count) + [UInt8](repeating: 0x61, count: count) }

    static func section(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] { [number] + leb(contents.count) + contents }

    static func custom(_ name: String, _ contents: [UInt8]) -> [UInt8] { section(0, self.name(name) + contents) }

    /// Encodes a body with groups of locals; its `end` is added.
    static func body(locals: [UInt8] = [0], _ instructions: [UInt8]) -> [UInt8] {
        let size = locals.count + instructions.count + 1
        return leb(size) + locals + instructions + [0x0B]
    }

    /// Encodes groups of locals: a count and a type for each.
    static func locals(_ groups: (Int, UInt8)...) -> [UInt8] {
        leb(groups.count) + groups.flatMap { leb($0.0) + [$0.1] }
    }

    mutating func addFunction(type: Int = 0, locals: [UInt8] = [0], _ instructions: [UInt8], times: Int = 1) {
        functions.add(ModuleBytes.leb(type), times)
        code.add(ModuleBytes.body(locals: locals, instructions), times)
    }

    /// Adds a function, and exports it as `_start`.
    mutating func addStart(locals: [UInt8] = [0], _ instructions: [UInt8] = []) {
        exports.add(ModuleBytes.name("_start") + [0] + ModuleBytes.leb(importedFunctions + functions.count))
        addFunction(locals: locals, instructions)
    }

    mutating func addImport(_ module: String, _ name: String, _ description: [UInt8]) {
        imports.add(ModuleBytes.name(module) + ModuleBytes.name(name) + description)
        if description[0] == 0 { importedFunctions += 1 }
    }

    var bytes: [UInt8] {
        var result: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
        let sections: [(UInt8, Section)] = [
            (1, types), (2, imports), (3, functions), (4, tables), (5, memories), (13, tags), (6, globals),
            (7, exports), (9, elements),
        ]
        for (number, section) in sections where section.count > 0 {
            result += ModuleBytes.section(number, ModuleBytes.leb(section.count) + section.bytes)
        }
        if hasDataCount { result += ModuleBytes.section(12, ModuleBytes.leb(data.count)) }
        for (number, section) in [(10, code), (11, data)] as [(UInt8, Section)] where section.count > 0 {
            result += ModuleBytes.section(number, ModuleBytes.leb(section.count) + section.bytes)
        }
        return result + customs
    }

    /// Returns a module whose `_start` consists of these instructions.
    static func start(locals: [UInt8] = [0], _ instructions: [UInt8]) -> [UInt8] {
        var module = ModuleBytes()
        module.addStart(locals: locals, instructions)
        return module.bytes
    }
}
