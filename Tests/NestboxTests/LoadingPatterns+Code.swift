import WasmSyntax

// MARK: Bodies

extension LoadingPattern {
    static let bodies: [LoadingPattern] = [
        LoadingPattern("functions", 25_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.functions(count) { _ in [0, 0x0B] }.bytes
        },
        LoadingPattern("functions with many parameters", 25_000) { count in
            PatternModule().list(1, 1) { $1.functionType(1_000) }.functions(count) { _ in [0, 0x0B] }.bytes
        },
        LoadingPattern("functions with many locals", 10_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.functions(count) { _ in [1, 0xD0, 0x86, 3, 0x7F, 0x0B] }
                .bytes
        },
        LoadingPattern("groups of no locals", 50_000) { count in
            var body = ByteWriter()
            body.unsigned(UInt(count))
            body.append(repeated([0, 0x7F], count))
            return PatternModule.function(body.bytes + [0x0B])
        },
        LoadingPattern("plain instructions", 50_000) { count in
            PatternModule.function([0] + repeated([0x41, 0, 0x1A], count) + [0x0B])
        },
        LoadingPattern("nested blocks", 40_000) { count in
            PatternModule.function([0] + repeated([0x02, 0x40], count) + repeated([0x0B], count + 1))
        },
        LoadingPattern("blocks one after the other", 40_000) { count in
            PatternModule.function([0] + repeated([0x02, 0x40, 0x0B], count) + [0x0B])
        },
        LoadingPattern("if and else", 20_000) { count in
            PatternModule.function([0] + repeated([0x41, 0, 0x04, 0x40, 0x05, 0x0B], count) + [0x0B])
        },
        LoadingPattern("branches out of nested blocks", 10_000) { count in
            var body = ByteWriter()
            body.append([0] + repeated([0x02, 0x40], count))
            for index in 0..<count {
                body.append([0x41, 0, 0x0D])
                body.unsigned(UInt(index))
            }
            return PatternModule.function(body.bytes + repeated([0x0B], count + 1))
        },
        LoadingPattern("br_table", 100) { count in
            let table: [UInt8] = [0x41, 0, 0x0E, 0xE8, 7] + [UInt8](repeating: 0, count: 1_001)
            return PatternModule.function([0] + repeated([0x02, 0x40] + table + [0x0B], count) + [0x0B])
        },
        LoadingPattern("br_table with values", 10) { count in
            // Labels that take 100 values each.
            let types = PatternModule().list(1, 2) { index, writer in
                if index == 0 { return writer.functionType(0) }
                writer.append([0x60, 0, 100] + [UInt8](repeating: 0x7F, count: 100))
            }
            let table: [UInt8] = [0x00, 0x0E, 0xE8, 7] + (0...1_000).map { UInt8($0 % 100) }
            let part = repeated([0x02, 1], 100) + table + repeated([0x0B, 0x00], 100)
            return types.functions(1) { _ in [0] + repeated(part, count) + [0x0B] }.bytes
        },
        LoadingPattern("calls with many parameters", 1_000) { count in
            PatternModule().list(1, 2) { $0 == 0 ? $1.functionType(0) : $1.functionType(1_000) }
                .section(3) { $0.append([2, 0, 1]) }
                .list(10, 2) { index, writer in
                    let body = index == 0 ? [0, 0x00] + repeated([0x10, 1], count) + [0x0B] : [0, 0x0B]
                    writer.unsigned(UInt(body.count))
                    writer.append(body)
                }.bytes
        },
        LoadingPattern("catches", 30) { count in
            let clauses = repeated([0x02, 0], 1_000)
            return PatternModule.function([0] + repeated([0x1F, 0x40, 0xE8, 7] + clauses + [0x0B], count) + [0x0B])
        },
        LoadingPattern("locals without a default", 10_000) { count in
            // Each nested block sets another local, which becomes unset again at its end.
            var body = ByteWriter()
            body.append([1])
            body.unsigned(UInt(min(count, 49_000)))
            body.append([0x64, 0x70])
            for index in 0..<count {
                body.append([0x02, 0x40, 0xD2, 0, 0x21])
                body.unsigned(UInt(index % min(count, 49_000)))
            }
            return PatternModule().list(1, 1) { $1.functionType(0) }.list(3, 1) { $1.byte(0) }
                .section(9) { $0.append([1, 3, 0, 1, 0]) }
                .list(10, 1) { _, writer in
                    let code = body.bytes + repeated([0x0B], count + 1)
                    writer.unsigned(UInt(code.count))
                    writer.append(code)
                }.bytes
        },
        LoadingPattern("select with types", 20_000) { count in
            PatternModule.function([0, 0x00] + repeated([0x1C, 1, 0x7F, 0x1A], count) + [0x0B])
        },
        LoadingPattern("memory instructions", 20_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(3, 1) { $1.byte(0) }.list(5, 1) {
                $1.append([0, 1])
            }
            .list(10, 1) { _, writer in
                let code = [0] + repeated([0x41, 0, 0x28, 2, 0, 0x1A], count) + [0x0B]
                writer.unsigned(UInt(code.count))
                writer.append(code)
            }.bytes
        },
        LoadingPattern("an invalid last body", 25_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }
                .functions(count) { $0 == count - 1 ? [0, 0x6A, 0x0B] : [0, 0x0B] }.bytes
        },
    ]

    // MARK: Custom sections

    static let customSections: [LoadingPattern] = [
        LoadingPattern("custom sections", 20_000) { count in
            var module = ByteWriter()
            module.append(PatternModule().bytes + repeated([0, 2, 1, 0x61], count))
            return module.bytes
        },
        LoadingPattern("names of functions", 10_000) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.functions(count) { _ in [0, 0x0B] }
                .custom("name") { writer in
                    var names = ByteWriter()
                    names.unsigned(UInt(count))
                    for index in 0..<count {
                        names.unsigned(UInt(index))
                        names.name("f\(index)")
                    }
                    writer.byte(1)
                    writer.unsigned(UInt(names.bytes.count))
                    writer.append(names.bytes)
                }.bytes
        },
        LoadingPattern("branch hints", 10_000) { count in
            var hints = ByteWriter()
            hints.append([1, 0])
            hints.unsigned(UInt(count))
            for index in 0..<count {
                hints.unsigned(UInt(3 + index * 4))
                hints.append([1, 0])
            }
            return PatternModule().list(1, 1) { $1.functionType(0) }.list(3, 1) { $1.byte(0) }
                .custom("metadata.code.branch_hint") { $0.append(hints.bytes) }
                .list(10, 1) { _, writer in
                    let code = [0] + repeated([0x41, 0, 0x0D, 0], count) + [0x0B]
                    writer.unsigned(UInt(code.count))
                    writer.append(code)
                }.bytes
        },
    ]
}
