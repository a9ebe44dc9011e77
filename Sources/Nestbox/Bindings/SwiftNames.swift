/// The identifiers of one scope of the source that is written: each is given once.
struct SwiftNames {
    private var taken: Set<String>
    /// The number that comes next behind an identifier that was wanted before.
    private var next: [String: Int] = [:]

    /// - Parameter reserved: The identifiers that the scope has already.
    init(reserved: Set<String>) { taken = reserved }

    /// Returns the identifier, or with a number behind it if the scope has it already.
    mutating func take(_ wanted: String) -> String {
        if taken.insert(wanted).inserted { return wanted }
        // A number that is skipped here is not tried again, so that many names do not take time in proportion to their
        // number squared.
        var number = next[wanted] ?? 2
        while !taken.insert("\(wanted)_\(number)").inserted { number &+= 1 }
        next[wanted] = number &+ 1
        return "\(wanted)_\(number)"
    }

    /// Returns an identifier for each of the names, in their order: the joined form where it is that of one name only, or
    /// else the plain form, which a name that is an identifier itself gets first.
    mutating func take(_ spellings: [SwiftSpelling]) -> [String] {
        var counts: [String: Int] = [:]
        for spelling in spellings { counts[spelling.joined, default: 0] &+= 1 }
        var result = spellings.map { _ in "" }
        for (index, spelling) in spellings.enumerated() where counts[spelling.joined] == 1 {
            result[index] = take(spelling.joined)
        }
        for isExact in [true, false] {
            for (index, spelling) in spellings.enumerated()
            where counts[spelling.joined] != 1 && spelling.isExact == isExact {
                result[index] = take(spelling.plain)
            }
        }
        return result
    }

    /// The identifier as source: in backticks if it is a word of the language.
    static func source(_ identifier: String) -> String { words.contains(identifier) ? "`\(identifier)`" : identifier }

    /// The words of Swift that are no identifiers everywhere. Backticks around others would do no harm.
    static let words: Set<String> = [
        "Any", "Protocol", "Self", "Type", "actor", "any", "as", "associatedtype", "async", "await", "borrowing",
        "break",
        "case", "catch", "class", "consume", "consuming", "continue", "copy", "default", "defer", "deinit", "didSet",
        "discard", "do", "each", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
        "get",
        "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "macro", "nil", "nonisolated", "open",
        "operator", "package", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return",
        "self",
        "set", "some", "static", "struct", "subscript", "super", "switch", "then", "throw", "throws", "true", "try",
        "typealias", "unsafe", "var", "where", "while", "willSet", "yield",
    ]

    /// The names that the source which is written uses: a member or a parameter of the name would hide the other one.
    /// (`self` cannot be assigned to, even in backticks.)
    static let used: Set<String> = [
        "BindingError", "CallError", "Double", "Exports", "Float", "Function", "FunctionType", "Global", "GuestMemory",
        "GuestSession", "HostCall", "HostFunction", "HostModule", "Imports", "Instance", "Int32", "Int64",
        "ExternalReference", "InternalReference", "Module", "Name", "SIMD16", "Self", "Store", "String", "Table", "Tag",
        "UInt64", "UInt8", "UTF8", "Value", "Void", "exports", "instance", "self",
    ]

    /// Names that the structure cannot have, because the source needs them for others.
    static let reservedTypes: Set<String> = used.union(words).union([
        "Array", "Never", "Nestbox", "Optional", "Swift", "SendableMetatype", "WasmValue",
    ])
}
