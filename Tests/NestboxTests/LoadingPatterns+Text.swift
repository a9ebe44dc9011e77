// Patterns of the text format.

extension LoadingPattern {
    /// A module with this text: `before`, many times `part`, `after`.
    private static func text(
        _ name: String, _ count: Int, _ before: String, _ part: String, _ after: String = ")"
    ) -> LoadingPattern {
        LoadingPattern(name, count) {
            Array(before.utf8) + repeated(Array(part.utf8), $0) + Array(after.utf8)
        }
    }

    /// A module with numbered fields.
    private static func fields(
        _ name: String, _ count: Int, _ field: @escaping @Sendable (Int) -> String
    ) -> LoadingPattern {
        LoadingPattern(name, count) { Array(("(module " + (0..<$0).map(field).joined() + ")").utf8) }
    }

    /// A construct nested in itself.
    private static func nested(
        _ name: String, _ count: Int, _ before: String, _ open: String, _ close: String, _ after: String
    ) -> LoadingPattern {
        LoadingPattern(name, count) {
            Array(before.utf8) + repeated(Array(open.utf8), $0) + repeated(Array(close.utf8), $0) + Array(after.utf8)
        }
    }

    static let texts: [LoadingPattern] = [
        text("text: white space", 100_000, "(module", " "),
        text("text: line comments", 20_000, "(module", ";; a\n"),
        text("text: a long line comment", 100_000, "(module ;;", "é", "\n)"),
        text("text: block comments", 20_000, "(module", "(; ;)"),
        nested("text: nested comments", 20_000, "(module ", "(;", ";)", ")"),
        nested("text: nested annotations", 20_000, "(module ", "(@a ", ")", ")"),
        text("text: annotations", 20_000, "(module", "(@a b)"),
        text("text: a long annotation", 50_000, "(module (@a", " b", "))"),
        text("text: strings of data", 10_000, "(module (data", " \"\\00\\u{41}a\"", "))"),
        text("text: a long string", 100_000, "(module (data \"", "a", "\"))"),
        text("text: a long string of escapes", 30_000, "(module (data \"", "\\00", "\"))"),
        text("text: a long identifier", 100_000, "(module (func $", "a", "))"),
        text("text: a long number", 100_000, "(module (memory 0", "0", "))"),
        text("text: a long float", 100_000, "(module (global f64 (f64.const 1.", "3", ")))"),
        text("text: a long hexadecimal float", 100_000, "(module (global f64 (f64.const 0x1.", "3", ")))"),
        fields("text: identifiers", 8_000) { "(func $f\($0))" },
        fields("text: quoted identifiers", 6_000) { "(func $\"f \($0)\")" },
        fields("text: an identifier used often", 6_000) { $0 == 0 ? "(func $f)" : "(export \"\($0)\" (func $f))" },
        fields("text: types", 6_000) { "(type $t\($0) (func (param i32)))" },
        fields("text: inline types", 3_000) { index in
            "(func" + (0..<13).map { index >> $0 & 1 == 0 ? " (param i32)" : " (param i64)" }.joined() + ")"
        },
        fields("text: uses of a long type", 3_000) {
            $0 == 0
                ? "(type $t (func (param" + String(repeating: " i32", count: 999) + ")))"
                : "(func (type $t) unreachable)"
        },
        fields("text: struct fields", 2_000) { "(type (struct (field $a i32) (field $b i64) (field $c\($0) f32)))" },
        text("text: a group of types", 6_000, "(module (rec", " (type (struct))", "))"),
        fields("text: imports", 4_000) { "(import \"a\" \"b\" (func $f\($0)))" },
        text("text: parameters in their own lists", 100, "(module ", "(func " + longParameters + ")"),
        text("text: locals", 20, "(module ", "(func (local" + String(repeating: " i32", count: 1_200) + "))"),
        fields("text: named locals", 200) { _ in
            "(func " + (0..<50).map { "(local $l\($0) i32)" }.joined() + ")"
        },
        text("text: plain instructions", 10_000, "(module (func ", "i32.const 0 drop ", "))"),
        text("text: folded instructions", 8_000, "(module (func ", "(drop (i32.const 0))", "))"),
        nested("text: deeply folded", 8_000, "(module (func (drop ", "(i32.eqz ", ")", " (i32.const 0))))"),
        nested("text: nested blocks", 10_000, "(module (func ", "block ", "end ", "))"),
        nested("text: nested folded blocks", 8_000, "(module (func ", "(block ", ")", "))"),
        nested("text: labels that shadow", 8_000, "(module (func ", "(block $l (br $l) ", ")", "))"),
        nested("text: nested ifs", 3_000, "(module (func ", "(if (i32.const 0) (then ", "))", "))"),
        text("text: elements", 20_000, "(module (func $f) (elem func", " $f", "))"),
        text("text: custom sections", 4_000, "(module", "(@custom \"a\" \"b\")"),
        text("text: custom sections before the first", 2_000, "(module", "(@custom \"a\" (before first) \"b\")"),
        fields("text: name annotations", 4_000) { "(func (@name \"n\($0)\"))" },
        text(
            "text: branch hints", 2_000, "(module (func ",
            "i32.const 0 (@metadata.code.branch_hint \"\\00\") br_if 0 ", "))"),
        nested("text: parentheses that are not closed", 30_000, "(module (func ", "(", "", ""),
        text("text: an error at the end", 8_000, "(module ", "(func)\n", "(nothing))"),
        fields("text: names beside a name section", 8_000) {
            $0 == 0 ? "(@custom \"name\" \"\\00\\02\\01m\")" : "(func $f\($0))"
        },
    ]

    private static let longParameters = String(repeating: "(param i32)", count: 100)
}
