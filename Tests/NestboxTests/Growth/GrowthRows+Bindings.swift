private typealias M = ModuleBytes

extension GrowthRow {
    /// The rows for what `nestbox bindings` writes.
    static let bindings: [GrowthRow] = [
        row("exports of one function with 16 parameters", 3_000) { n in
            var module = ModuleBytes()
            module.types.add([0x60, 16] ++ M.repeated([0x7F], 16) ++ [0])
            module.imports.add(M.name("m") ++ M.name("f") ++ [0, 1])
            module.importedFunctions = 1
            for index in 0..<n { module.exports.add(M.name("f\(index)") ++ [0, 0]) }
            return module
        },
        row("exports of one function with 1,000 parameters", 5_000) { n in
            var module = ModuleBytes()
            module.types.add([0x60] ++ M.leb(1_000) ++ M.repeated([0x7F], 1_000) ++ [0])
            module.imports.add(M.name("m") ++ M.name("f") ++ [0, 1])
            module.importedFunctions = 1
            for index in 0..<n { module.exports.add(M.name("f\(index)") ++ [0, 0]) }
            return module
        },
        // Each is a.a.a, a.a-a, … and so wants the identifier of all others.
        row("exports that want one identifier", 4_000) { n in
            var module = ModuleBytes()
            module.memories.add([0, 1])
            for index in 0..<n {
                let marks = (0..<20).map { index >> $0 & 1 == 0 ? "." : "-" }
                module.exports.add(M.name("a" + marks.joined(separator: "a")) ++ [2, 0])
            }
            return module
        },
        row("a group of imports of a module with a long name", 5_000) { n in
            var module = ModuleBytes()
            let names = (0..<n).flatMap { M.name("f\($0)") }
            let long = String(repeating: "m", count: 90_000)
            module.imports.add(M.name(long) ++ [0, 0x7E, 0, 0] ++ M.leb(n) ++ names)
            module.importedFunctions = n
            return module
        },
        row("imports of one type with 1,000 parameters", 4_000) { n in
            var module = ModuleBytes()
            module.types.add([0x60] ++ M.leb(1_000) ++ M.repeated([0x7F], 1_000) ++ [0])
            for index in 0..<n { module.imports.add(M.name("m") ++ M.name("f\(index)") ++ [0, 1]) }
            module.importedFunctions = n
            return module
        },
    ]

    private static func row(
        _ name: String, _ base: Int, _ module: @escaping @Sendable (Int) -> ModuleBytes
    ) -> GrowthRow {
        GrowthRow(.inspect, "bindings: \(name)", base, most: 225_000, ["bindings", "MODULE"]) { module($0).bytes }
    }
}
