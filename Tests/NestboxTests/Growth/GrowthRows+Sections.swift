import Foundation

private typealias M = ModuleBytes
private let i32: UInt8 = 0x7F

/// Encodes a function type that is different for every number: its parameters are the binary digits of the number.
private func functionType(_ number: Int) -> [UInt8] {
    let parameters = (0..<20).map { number >> $0 & 1 == 0 ? i32 : 0x7E }
    return [0x60, 20] ++ parameters ++ [0]
}

/// Returns a module with an empty `_start` and the additions of `fill`.
private func module(_ fill: (inout ModuleBytes) -> Void) -> [UInt8] {
    var module = ModuleBytes()
    fill(&module)
    module.addStart()
    return module.bytes
}

extension GrowthRow {
    /// The rows for the sections and their contents.
    static let sections = types + importsAndExports + definitions + segments + customs

    private static let types: [GrowthRow] = [
        GrowthRow(.instantiate, "types, all different", 10_000, most: 900_000) { n in
            module { for index in 0..<n { $0.types.add(functionType(index)) } }
        },
        GrowthRow(.instantiate, "types, all the same", 37_000, most: 900_000) { n in
            module { $0.types.add([0x60, 1, i32, 0], n) }
        },
        GrowthRow(.instantiate, "one group of structs that refer to the next", 27_000, most: 900_000) { n in
            module {
                var group = [0x4E] ++ M.leb(n)
                for index in 0..<n { group += [0x5F, 1, 0x63] ++ M.signed(1 + (index + 1) % n) ++ [1] }
                $0.types.add(group)
            }
        },
        GrowthRow(.instantiate, "groups of two structs, all the same", 15_000, most: 400_000) { n in
            module { module in
                for index in 0..<n {
                    let (first, second) = (M.signed(1 + 2 * index), M.signed(2 + 2 * index))
                    module.types.add([0x4E, 2, 0x5F, 1, 0x63] ++ second ++ [1, 0x5F, 1, 0x63] ++ first ++ [1])
                }
            }
        },
        GrowthRow(.instantiate, "chains of 60 subtypes", 490, most: 15_000) { n in
            module { module in
                for chain in 0..<n {
                    module.types.add([0x50, 0, 0x5F, 0])
                    for level in 1..<60 { module.types.add([0x50, 1] ++ M.leb(chain * 60 + level) ++ [0x5F, 0]) }
                }
            }
        },
        GrowthRow(.instantiate, "a struct of n fields", 2_500, most: 10_000) { n in
            module { $0.types.add([0x5F] ++ M.leb(n) ++ M.repeated([i32, 1], n)) }
        },
        GrowthRow(.instantiate, "structs of 1,000 fields, each under the one before", 250, most: 900_000) { n in
            module { module in
                for index in 0..<n {
                    let over = index % 60 == 0 ? [0] : [1] ++ M.leb(index)
                    module.types.add([0x50] ++ over ++ [0x5F] ++ M.leb(1000) ++ M.repeated([i32, 1], 1000))
                }
            }
        },
        GrowthRow(.instantiate, "types that refer to one before", 14_000, most: 900_000) { n in
            module { module in
                for index in 0..<n { module.types.add([0x60, 1, 0x63] ++ M.signed(index) ++ [0]) }
            }
        },
    ]

    private static let importsAndExports: [GrowthRow] = [
        GrowthRow(.instantiate, "a group of imports of one function of WASI", 11_000, most: 900_000) { n in
            module { module in
                module.types.add([0x60, 0, 1, i32])
                let names = M.repeated(M.name("sched_yield"), n)
                module.imports.add(M.name("wasi_snapshot_preview1") ++ [0, 0x7E, 0, 1] ++ M.leb(n) ++ names)
                module.importedFunctions = n
            }
        },
        GrowthRow(.load, "empty groups of imports", 300_000, most: 900_000) { n in
            module { $0.imports.add([0, 0, 0x7F, 0], n) }
        },
        GrowthRow(.instantiate, "imports of one function of WASI", 11_000, most: 900_000) { n in
            module { module in
                module.types.add([0x60, 0, 1, i32])
                module.imports.add(M.name("wasi_snapshot_preview1") ++ M.name("sched_yield") ++ [0, 1], n)
                module.importedFunctions = n
            }
        },
        GrowthRow(.instantiate, "imports that are missing", 8_500, most: 900_000, exits: 3) { n in
            module { module in
                module.types.add([0x60, 0, 0])
                for index in 0..<n { module.addImport("m", "f\(index)", [0, 0]) }
            }
        },
        GrowthRow(
            .instantiate, "imports from another module", 8_500, most: 900_000,
            words: ["run", "PRELOADS", "MODULE"],
            files: { n, folder in
                let exporting = module { module in
                    module.addFunction([])
                    module.globals.add([i32, 1] ++ M.i32(1) ++ [0x0B], n)
                    for index in 0..<n { module.exports.add(M.name("g\(index)") ++ [3] ++ M.leb(index)) }
                }
                let importing = module { module in
                    for index in 0..<n { module.addImport("m0", "g\(index)", [3, i32, 1]) }
                }
                return [try folder.file("module", importing), try folder.file("exporting", exporting)]
            }),
        GrowthRow(
            .instantiate, "instances", 82, most: 2_000, words: ["run", "PRELOADS", "MODULE"],
            files: { n, folder in
                let file = try folder.file(
                    "other",
                    module { module in
                        module.memories.add([0, 1])
                        module.addFunction([], times: 100)
                        module.globals.add([i32, 1] ++ M.i32(1) ++ [0x0B], 100)
                    })
                return [try folder.file("module", module { _ in })] + [String](repeating: file, count: n)
            }),
        GrowthRow(.instantiate, "exports", 26_000, most: 900_000) { n in
            module { module in
                module.addFunction([])
                for index in 0..<n { module.exports.add(M.name("e\(index)") ++ [0, 0]) }
            }
        },
        GrowthRow(.instantiate, "exports with names of 1,000 bytes that differ in the last", 1_700) { n in
            module { module in
                module.addFunction([])
                let long = String(repeating: "a", count: 1000)
                for index in 0..<n { module.exports.add(M.name(long + String(index)) ++ [0, 0]) }
            }
        },
        GrowthRow(.inspect, "inspect: exports", 30_000, most: 900_000) { n in
            module { module in
                module.addFunction([])
                for index in 0..<n { module.exports.add(M.name("e\(index)") ++ [0, 0]) }
            }
        },
        GrowthRow(.inspect, "inspect: imports of functions with n/10 parameters", 2_500, most: 10_000) { n in
            var module = ModuleBytes()
            module.types.add([0x60] ++ M.leb(n / 10) ++ M.repeated([0x7B], n / 10) ++ [0])
            for index in 0..<n { module.addImport("m", "i\(index)", [0, 1]) }
            return module.bytes
        },
        GrowthRow(.inspect, "inspect: imports with long names", 1_300) { n in
            var module = ModuleBytes()
            for index in 0..<n {
                module.addImport(String(repeating: "\u{7}", count: 1000), "i\(index)", [0, 0])
            }
            return module.bytes
        },
    ]

    private static let definitions: [GrowthRow] = [
        GrowthRow(.load, "functions that are not called", 100_000, most: 900_000) { n in
            module { $0.addFunction([], times: n) }
        },
        GrowthRow(.load, "functions with 50,000 locals each", 60_000, most: 900_000) { n in
            module { $0.addFunction(locals: M.locals((50_000, i32)), [], times: n) }
        },
        GrowthRow(.load, "groups of one local, in functions", 950, most: 900_000) { n in
            module { $0.addFunction(locals: M.leb(1000) ++ M.repeated([1, i32, 1, 0x7E], 500), [], times: n) }
        },
        GrowthRow(.load, "groups of no local", 650_000, most: 3_800_000) { n in
            module { $0.addFunction(locals: M.leb(n) ++ M.repeated([0, i32], n), []) }
        },
        GrowthRow(.instantiate, "tables", 25_000, most: 100_000) { n in
            module { $0.tables.add([0x70, 0, 1], n) }
        },
        GrowthRow(.instantiate, "a table of n elements", 2_500_000, most: 10_000_000) { n in
            module { $0.tables.add([0x70, 0] ++ M.leb(n)) }
        },
        GrowthRow(.instantiate, "memories", 25, most: 100) { n in module { $0.memories.add([0, 1], n) } },
        GrowthRow(.instantiate, "tags", 140_000, most: 900_000) { n in module { $0.tags.add([0, 0], n) } },
        GrowthRow(.instantiate, "globals", 30_000, most: 900_000) { n in
            module { $0.globals.add([i32, 1] ++ M.i32(1) ++ [0x0B], n) }
        },
        GrowthRow(.instantiate, "globals of v128", 24_000, most: 900_000) { n in
            module { $0.globals.add([0x7B, 1, 0xFD, 0x0C] ++ M.repeated([1], 16) ++ [0x0B], n) }
        },
        GrowthRow(.instantiate, "globals, each with the value of the one before", 28_000, most: 900_000) { n in
            module { module in
                module.globals.add([i32, 0] ++ M.i32(1) ++ [0x0B])
                for index in 0..<n { module.globals.add([i32, 0, 0x23] ++ M.leb(index) ++ [0x0B]) }
            }
        },
        GrowthRow(.instantiate, "globals that are functions", 39_000, most: 900_000) { n in
            module { module in
                module.addFunction([])
                module.globals.add([0x70, 0, 0xD2, 0, 0x0B], n)
            }
        },
        GrowthRow(.instantiate, "globals that are structs", 15_000, most: 900_000) { n in
            module { module in
                module.types.add([0x5F, 1, i32, 1])
                module.globals.add([0x63, 1, 0, 0xFB, 1, 1, 0x0B], n)
            }
        },
        GrowthRow(.instantiate, "arrays of 1,000 in globals", 1_200, most: 8_000) { n in
            module { module in
                module.types.add([0x5E, 0x7E, 1])
                module.globals.add([0x63, 1, 0] ++ M.i32(1000) ++ [0xFB, 7, 1, 0x0B], n)
            }
        },
        GrowthRow(.instantiate, "an array of n in a global", 11_000_000, most: 200_000_000) { n in
            module { module in
                module.types.add([0x5E, 0x78, 1])
                module.globals.add([0x63, 1, 0] ++ M.i32(1) ++ M.i32(n) ++ [0xFB, 6, 1, 0x0B])
            }
        },
        GrowthRow(.instantiate, "a constant expression of n sums", 120_000) { n in
            module { module in
                module.globals.add([i32, 0] ++ M.i32(1) ++ M.repeated(M.i32(1) ++ [0x6A], n) ++ [0x0B])
            }
        },
        GrowthRow(.instantiate, "a constant expression of n operands", 120_000, most: 900_000) { n in
            module { module in
                module.globals.add([i32, 0] ++ M.repeated(M.i32(1), n) ++ M.repeated([0x6A], n - 1) ++ [0x0B])
            }
        },
    ]

    private static let segments: [GrowthRow] = [
        GrowthRow(.instantiate, "element segments, empty", 79_000, most: 9_000_000) { n in
            module { $0.elements.add([1, 0, 0], n) }
        },
        GrowthRow(.instantiate, "element segments of one function", 48_000, most: 9_000_000) { n in
            module { module in
                module.addFunction([])
                module.elements.add([1, 0, 1, 0], n)
            }
        },
        GrowthRow(.instantiate, "element segments, active", 19_000, most: 9_000_000) { n in
            module { module in
                module.addFunction([])
                module.tables.add([0x70, 0, 10])
                module.elements.add([0] ++ M.i32(1) ++ [0x0B, 1, 0], n)
            }
        },
        GrowthRow(.instantiate, "element segments, declarative", 36_000, most: 9_000_000) { n in
            module { module in
                module.addFunction([])
                module.elements.add([3, 0, 1, 0], n)
            }
        },
        GrowthRow(.instantiate, "an element segment of n functions", 520_000, most: 9_000_000) { n in
            module { module in
                module.addFunction([])
                module.elements.add([1, 0] ++ M.leb(n) ++ M.repeated([0], n))
            }
        },
        GrowthRow(.instantiate, "an element segment of n expressions", 37_000, most: 9_000_000) { n in
            module { module in
                module.addFunction([])
                module.elements.add([5, 0x70] ++ M.leb(n) ++ M.repeated([0xD2, 0, 0x0B], n))
            }
        },
        GrowthRow(.instantiate, "an element segment of n arrays", 25_000, most: 9_000_000) { n in
            module { module in
                module.types.add([0x5E, 0x7E, 1])
                module.elements.add([5, 0x63, 1] ++ M.leb(n) ++ M.repeated(M.i32(3) ++ [0xFB, 7, 1, 0x0B], n))
            }
        },
        GrowthRow(.instantiate, "data segments, active, of one byte", 25_000, most: 100_000) { n in
            module { module in
                module.memories.add([0, 1])
                module.data.add([0] ++ M.i32(1) ++ [0x0B, 1, 7], n)
            }
        },
        GrowthRow(.instantiate, "data segments, passive", 25_000, most: 100_000) { n in
            module { $0.data.add([1, 1, 7], n) }
        },
        GrowthRow(.instantiate, "data segments that each commit a page more", 380, most: 10_000) { n in
            module { module in
                module.memories.add([0] ++ M.leb(n))
                for index in 0..<n { module.data.add([0] ++ M.i32(index << 16) ++ [0x0B, 1, 7]) }
            }
        },
        GrowthRow(.instantiate, "a data segment of n bytes", 9_700_000, most: 60_000_000) { n in
            module { module in
                module.memories.add([0] ++ M.leb(n >> 16 + 1))
                module.data.add([0] ++ M.i32(0) ++ [0x0B] ++ M.leb(n) ++ M.repeated([7], n))
            }
        },
    ]

    private static let customs: [GrowthRow] = [
        GrowthRow(.load, "custom sections", 25_000, most: 100_000) { n in
            module { $0.customs = M.repeated(M.custom("c", []), n) }
        },
        GrowthRow(.load, "a custom section of n bytes", 15_000_000, most: 60_000_000) { n in
            module { $0.customs = M.custom("c", M.repeated([7], n)) }
        },
        GrowthRow(.inspect, "inspect: custom sections with long names", 1_200, most: 5_000) { n in
            module { $0.customs = M.repeated(M.custom(String(repeating: "\u{1B}", count: 5_000), []), n) }
        },
        GrowthRow(.print, "print: function names", 46_000, most: 900_000) { n in
            module { module in
                module.addFunction([], times: n)
                var names: [UInt8] = []
                for index in 0..<n { names += M.leb(index) ++ M.name("f\(index)") }
                module.customs = M.custom("name", M.section(1, M.leb(n) ++ names))
            }
        },
        GrowthRow(.print, "print: function names, all the same", 48_000, most: 900_000) { n in
            module { module in
                module.addFunction([], times: n)
                var names: [UInt8] = []
                for index in 0..<n { names += M.leb(index) ++ M.name("same") }
                module.customs = M.custom("name", M.section(1, M.leb(n) ++ names))
            }
        },
        GrowthRow(.print, "print: names of locals", 12_000, most: 50_000) { n in
            module { module in
                module.addFunction(locals: M.locals((n, i32)), M.repeated([0x20, 0, 0x1A], n))
                var names: [UInt8] = []
                for index in 0..<n { names += M.leb(index) ++ M.name("l\(index)") }
                module.customs = M.custom("name", M.section(2, [1, 0] ++ M.leb(n) ++ names))
            }
        },
        GrowthRow(.print, "print: a name of n bytes told n times", 23_000, most: 100_000) { n in
            module { module in
                module.addFunction(M.repeated([0x10, 0], n))
                module.customs = M.custom("name", M.section(1, [1, 0] ++ M.name(ofLength: n)))
            }
        },
        GrowthRow(.print, "print: names for functions that there are not", 750_000, most: 3_000_000) { n in
            module { module in
                var names: [UInt8] = []
                for index in 1...n { names += M.leb(index) ++ M.name("f") }
                module.customs = M.custom("name", M.section(1, M.leb(n) ++ names))
            }
        },
        // The imports of such a group have no identifiers in the text.
        GrowthRow(.print, "print: names of imports in groups of one type", 40_000, most: 900_000) { n in
            module { module in
                module.imports.add([0, 0, 0x7E, 0, 0, 1, 0], n)
                var names: [UInt8] = []
                for index in 0..<n { names += M.leb(index) ++ M.name("f") }
                module.customs = M.custom("name", M.section(1, M.leb(n) ++ names))
            }
        },
        GrowthRow(.run, "a trap's backtrace with names of n bytes", 25_000, most: 100_000, exits: 134) { n in
            var module = ModuleBytes()
            module.addFunction([0])
            module.addStart([0x10, 0])
            let names = [2, 0] ++ M.name(ofLength: n) ++ [1] ++ M.name(ofLength: n)
            module.customs = M.custom("name", M.section(1, names))
            return module.bytes
        },
        GrowthRow(.print, "print: a custom section of n bytes", 2_800_000, most: 60_000_000) { n in
            module { $0.customs = M.custom("c", M.repeated([7], n)) }
        },
        GrowthRow(.print, "print: a data segment of n bytes", 3_800_000, most: 60_000_000) { n in
            module { $0.data.add([1] ++ M.leb(n) ++ M.repeated([7], n)) }
        },
        GrowthRow(.lower, "branch hints", 41_000, most: 900_000) { n in
            var module = ModuleBytes()
            module.addStart(M.repeated([0x41, 0, 0x04, 0x40, 0x0B], n))
            var hints: [UInt8] = []
            for index in 0..<n { hints += M.leb(1 + index * 5 + 2) ++ [1, 1] }
            let section = M.custom("metadata.code.branch_hint", [1, 0] ++ M.leb(n) ++ hints)
            var bytes = module.bytes
            // Inserts the section before the code section, which is the last one.
            let code = M.section(10, M.leb(module.code.count) ++ module.code.bytes).count
            bytes.insert(contentsOf: section, at: bytes.count - code)
            return bytes
        },
    ]
}
