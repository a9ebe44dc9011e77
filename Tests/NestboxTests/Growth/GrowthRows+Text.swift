import Foundation

/// Returns a module in the text format: `before`, n times `item`, `middle`, n times `last`, `after`.
private func text(
    _ before: String, _ n: Int, _ item: String, _ middle: String = "", _ last: String = "", _ after: String = ")"
) -> [UInt8] {
    var bytes = Array("(module ".utf8) + Array(before.utf8)
    bytes += ModuleBytes.repeated(Array(item.utf8), n) + Array(middle.utf8)
    return bytes + ModuleBytes.repeated(Array(last.utf8), n) + Array(after.utf8)
}

/// Returns a module with an item for each number below n.
private func numbered(_ before: String, _ n: Int, _ after: String = ")", _ item: (Int) -> String) -> [UInt8] {
    Array(("(module " + before + (0..<n).map(item).joined(separator: "\n") + after).utf8)
}

extension GrowthRow {
    /// The rows for the text format: parsing (with `validate`) and printing.
    static let texts = parsing + numbers + names + printing

    private static let validate = ["validate", "MODULE"]

    private static let parsing: [GrowthRow] = [
        GrowthRow(.text, "text: folded blocks", 37_000, most: 1_000_000, validate) { n in
            text("(func ", n, "(block ", "", ")", "))")
        },
        GrowthRow(.text, "text: folded sums", 22_000, most: 900_000, validate) { n in
            text("(func (drop ", n, "(i32.add (i32.const 1) ", "(i32.const 1)", ")", ")))")
        },
        GrowthRow(.text, "text: folded ifs", 10_000, most: 1_000_000, validate) { n in
            text("(func ", n, "(if (i32.const 1) (then ", "", "))", "))")
        },
        GrowthRow(.text, "text: block comments inside one another", 1_300_000, validate) { n in
            text("", n, "(;", "", ";)")
        },
        GrowthRow(.text, "text: block comments one after another", 1_100_000, validate) { n in text("", n, "(;;)") },
        GrowthRow(.text, "text: line comments", 1_100_000, validate) { n in text("", n, ";;\n") },
        GrowthRow(.text, "text: annotations inside one another", 1_600_000, validate) { n in
            text("(@a ", n, "(", "", ")", "))")
        },
        GrowthRow(.text, "text: annotations one after another", 200_000, validate) { n in text("", n, "(@a)") },
        GrowthRow(.text, "text: parentheses that do not close", 280_000, validate, exits: 3) { n in
            text("(func ", n, "(block ", "", "", "")
        },
        GrowthRow(
            .text, "text: an invalid body, whose place is searched for", 20_000, most: 900_000, validate, exits: 3
        ) { n in
            text("(func ", n, "(drop (i32.add (i32.const 1) (i32.const 2)))", " drop", "", "))")
        },
        GrowthRow(.text, "text: functions", 48_000, most: 900_000, validate) { n in text("", n, "(func)") },
        GrowthRow(.text, "text: functions with inline types, all different", 3_800, most: 900_000, validate) { n in
            numbered("", n) { index in
                "(func (param " + (0..<20).map { index >> $0 & 1 == 0 ? "i32 " : "i64 " }.joined() + "))"
            }
        },
        GrowthRow(.text, "text: functions with inline exports", 16_000, most: 900_000, validate) { n in
            numbered("", n) { "(func (export \"e\($0)\"))" }
        },
        GrowthRow(.text, "text: inline exports of one function", 21_000, most: 900_000, validate) { n in
            numbered("(func ", n, "))") { "(export \"e\($0)\")" }
        },
        GrowthRow(.text, "text: inline elements", 57_000, validate) { n in
            text("(func $f) (table funcref (elem ", n, "$f ", "", "", ")))")
        },
        GrowthRow(.text, "text: element segments", 20_000, validate) { n in text("(func $f)", n, "(elem func $f)") },
        GrowthRow(.text, "text: data in pieces", 290_000, validate) { n in text("(data ", n, "\"a\" ", "", "", "))") },
        GrowthRow(.text, "text: data with escapes", 140_000, validate) { n in
            text("(data \"", n, "\\00\\u{1F600}", "", "", "\"))")
        },
        GrowthRow(.text, "text: groups of two types", 11_000, most: 400_000, validate) { n in
            text("", n, "(rec (type (struct)) (type (struct)))")
        },
        GrowthRow(.text, "text: custom sections", 25_000, most: 100_000, validate) { n in
            text("", n, "(@custom \"c\" \"x\")")
        },
        GrowthRow(.text, "text: instructions", 93_000, validate) { n in text("(func ", n, "nop ", "", "", "))") },
        GrowthRow(
            .text, "text: assertions of a script", 11_000, words: ["wast", "MODULE"],
            files: { n, folder in
                let module = "(module (func (export \"f\") (result i32) (i32.const 1)))\n"
                let line = "(assert_return (invoke \"f\") (i32.const 1))\n"
                return [try folder.file("module", (module + String(repeating: line, count: n)).utf8)]
            }),
        GrowthRow(
            .text, "text: modules of a script", 570, words: ["wast", "MODULE"],
            files: { n, folder in
                [try folder.file("module", String(repeating: "(module (func))\n", count: n).utf8)]
            }),
    ]

    private static let numbers: [GrowthRow] = [
        ("a float of n digits", "f64.const 1.", "3", ""), ("a float of n zeros and a digit", "f64.const 0.", "0", "1"),
        ("a large float of n digits", "f64.const 1", "0", ""),
        ("a hexadecimal float of n digits", "f64.const 0x1.", "3", ""),
        ("an exponent of n digits", "f64.const 1e", "0", "1"), ("an integer of n zeros", "i32.const 0", "0", "1"),
        ("an integer with n underscores", "i32.const 1", "_1", ""), ("a NaN of n zeros", "f64.const nan:0x", "0", "1"),
        ("a float of n digits that is nearly halfway", "f32.const 1.00000005960464477539062", "0", "1"),
    ].map { name, before, digit, after in
        // A number that is out of range is refused.
        let refused = name.contains("large float") || name.contains("underscores")
        return GrowthRow(.text, "text: \(name)", 100_000, most: 1_000_000, validate, exits: refused ? 3 : 0) { n in
            text("(func (drop (\(before)", n, digit, after, "", "))))")
        }
    }

    private static let names: [GrowthRow] = [
        GrowthRow(.text, "text: an identifier of n bytes, four times", 100_000, most: 1_000_000, validate) { n in
            let name = "$" + String(repeating: "a", count: n)
            return Array("(module (func \(name) (call \(name)) (call \(name)) (call \(name))))".utf8)
        },
        GrowthRow(.text, "text: names of functions", 13_000, most: 900_000, validate) { n in
            numbered("", n) { "(func $f\($0) (call $f\((n - 1) - $0)))" }
        },
        GrowthRow(.text, "text: names of locals", 12_000, most: 50_000, validate) { n in
            numbered("(func ", n, "))") { "(local $l\($0) i32)" }
        },
        GrowthRow(
            .text, "text: names of labels, inside one another, and branches to the outermost", 13_000, most: 1_000_000,
            validate
        ) { n in
            let blocks = (0..<n).map { "(block $b\($0) " }.joined()
            let branches = String(repeating: "(br_if $b0 (i32.const 0)) ", count: n)
            return Array("(module (func \(blocks) \(branches) \(String(repeating: ")", count: n))))".utf8)
        },
        GrowthRow(.text, "text: labels without names, and branches past them", 17_000, most: 1_000_000, validate) { n in
            text(
                "(func (block $out ", n, "(block ", String(repeating: "(br_if $out (i32.const 0)) ", count: n), ")",
                ")))")
        },
        GrowthRow(.text, "text: labels with the same name, inside one another", 15_000, most: 1_000_000, validate) {
            n in
            text("(func ", n, "(block $b (br_if $b (i32.const 0)) ", "", ")", "))")
        },
        GrowthRow(.text, "text: names of fields", 2_500, most: 10_000, validate) { n in
            numbered("(type (struct ", n, ")))") { "(field $f\($0) i32)" }
        },
        GrowthRow(.text, "text: names of types in one group", 8_700, most: 900_000, validate) { n in
            numbered("(rec ", n, "))") { "(type $t\($0) (struct (field (ref null $t\((n - 1) - $0)))))" }
        },
    ]

    private static let printing: [GrowthRow] = [
        GrowthRow(.print, "print: blocks inside one another", 18_000, most: 1_000_000) { n in
            ModuleBytes.start(ModuleBytes.repeated([0x02, 0x40], n) ++ ModuleBytes.repeated([0x0B], n))
        },
        GrowthRow(.print, "print: blocks and instructions at the same depth", 17_000, most: 1_000_000) { n in
            ModuleBytes.start(
                ModuleBytes.repeated([0x02, 0x40], n) ++ ModuleBytes.repeated([0x01], n)
                    ++ ModuleBytes.repeated([0x0B], n))
        },
        GrowthRow(.print, "print: instructions", 190_000) { n in ModuleBytes.start(ModuleBytes.repeated([0x01], n)) },
        GrowthRow(.print, "print: calls of a function with a name of n/10 bytes", 110_000, most: 900_000) { n in
            var module = ModuleBytes()
            module.addFunction(ModuleBytes.repeated([0x10, 0], n))
            let names = [1, 0] ++ ModuleBytes.name(ofLength: n / 10)
            module.customs = ModuleBytes.custom("name", ModuleBytes.section(1, names))
            return module.bytes
        },
        GrowthRow(.print, "print: uses of a type with n/10 parameters", 2_500, most: 10_000) { n in
            var module = ModuleBytes()
            module.types.add([0x60] ++ ModuleBytes.leb(n / 10) ++ ModuleBytes.repeated([0x7B], n / 10) ++ [0])
            module.functions.add([1], n)
            module.code.add(ModuleBytes.body([]), n)
            return module.bytes
        },
        GrowthRow(.print, "print: one function with 50,000 locals, n times", 5, most: 80) { n in
            var module = ModuleBytes()
            module.addFunction(locals: ModuleBytes.locals((50_000, 0x7F)), [], times: n)
            return module.bytes
        },
        GrowthRow(.print, "print: labels with names of n bytes", 16_000, most: 100_000) { n in
            var module = ModuleBytes()
            module.addFunction(
                ModuleBytes.repeated([0x02, 0x40], n) ++ ModuleBytes.repeated([0x0C, 0], n)
                    ++ ModuleBytes.repeated([0x0B], n))
            let names = [1, 0, 1, 0] ++ ModuleBytes.name(ofLength: n)
            module.customs = ModuleBytes.custom("name", ModuleBytes.section(3, names))
            return module.bytes
        },
    ]
}

extension GrowthRow {
    /// The rows for the patterns of `InterruptedLoadingTests`, some of which are invalid.
    static let loading = LoadingPattern.all.map { pattern in
        let isInvalid = ["an export twice", "an invalid last body"].contains(pattern.name)
        return GrowthRow(.load, "loading: \(pattern.name)", pattern.count, exits: isInvalid ? 3 : 0, pattern.module)
    }
}
