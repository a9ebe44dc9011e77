import WasmSyntax

/// An import that a module needs, and that nothing provides.
public struct MissingImport: Hashable, Sendable {
    /// The module that the import names.
    public let module: Name
    /// The import's name in the module.
    public let name: Name
    /// The type that the module wants, such as `func [i32] -> []`.
    public let type: String
    /// ``LinkError/Kind/unknownImport`` or ``LinkError/Kind/notGranted(_:)``.
    public let kind: LinkError.Kind
    /// Whatever would provide the import, and others with it.
    public let remedy: ImportRemedy
}

/// A way to provide imports that are missing. Messages group imports by it.
public struct ImportRemedy: Hashable, Sendable {
    /// A clause for the imports of the group, such as `not granted, needing exit: WASIConfiguration.grantExit()`.
    public var text: String
    /// Whether the imports are functions that can be linked and fail when they are called, with
    /// `WASIConfiguration.missing`.
    public var canBeStubbed: Bool

    /// A remedy with this text.
    public init(_ text: String, canBeStubbed: Bool = false) {
        self.text = text
        self.canBeStubbed = canBeStubbed
    }
}

// MARK: Imports of toolchains

extension ImportRemedy {
    /// Imports that are known to come from a toolchain, and the way to build without them.
    private struct Row {
        /// The name of the module.
        var module = "env"
        /// Whether the module's name only begins with ``module``.
        var isPrefix = false
        /// The beginnings of names; empty for any name.
        var names: [String] = []
        var remedy: String
    }

    private static let rows: [Row] = [
        Row(module: "wasi:", isPrefix: true, remedy: otherVersion),
        Row(module: "wasi_snapshot_preview2", remedy: otherVersion),
        Row(
            module: "wasi", names: ["thread-spawn"],
            remedy: "of WASI threads, which Nestbox does not have; build for one thread: wasm32-wasip1 without -threads"
        ),
        Row(module: "gojs", remedy: "of Go for JavaScript; build with GOOS=wasip1 GOARCH=wasm"),
        Row(module: "go", remedy: "of Go or TinyGo for JavaScript; build for wasip1"),
        Row(module: "wbg", remedy: wasmBindgen),
        Row(module: "__wbindgen", isPrefix: true, remedy: wasmBindgen),
        Row(module: "GOT.mem", remedy: sideModule),
        Row(module: "GOT.func", remedy: sideModule),
        Row(
            names: ["__memory_base", "__table_base", "__stack_pointer", "__indirect_function_table"],
            remedy: sideModule),
        Row(
            names: ["emscripten_notify_memory_growth"],
            remedy: "of Emscripten for memory that grows; build with -sALLOW_MEMORY_GROWTH=0"),
        Row(names: ["_embind_", "_emval_"], remedy: "of Embind, which binds to JavaScript; link without -lembind"),
        Row(
            names: ["emscripten_", "_emscripten_", "__syscall_", "invoke_"],
            remedy: "of Emscripten's JavaScript; build with -sSTANDALONE_WASM, which uses WASI as far as it goes"),
        Row(names: ["__cxa_"], remedy: "of exceptions of C++; compile with -fno-exceptions"),
        Row(names: ["abort"], remedy: "perhaps of AssemblyScript; build with --use abort="),
    ]

    private static let otherVersion =
        "of another version of WASI, for components; build for WASI preview 1, for example wasm32-wasip1"
    private static let wasmBindgen = "of wasm-bindgen, which needs JavaScript; build for wasm32-wasip1 without it"
    private static let sideModule =
        "of a side module for dynamic linking; link statically, without -shared or -sSIDE_MODULE"

    /// Returns the remedy for an import whose module nothing defines, or whose name its module lacks.
    init(forUnknown `import`: Import) {
        let (module, name) = (`import`.module.description, `import`.name.description)
        let row = ImportRemedy.rows.first { row in
            (row.isPrefix ? module.hasPrefix(row.module) : module == row.module)
                && (row.names.isEmpty || row.names.contains { name.hasPrefix($0) })
        }
        if let row {
            self.init(row.remedy)
            return
        }
        if module.utf8.count == 1, name.utf8.count <= 2 {
            self.init("perhaps of Emscripten with shortened names; build with -sSTANDALONE_WASM, which uses WASI")
            return
        }
        self = .undefined
    }

    /// The remedy for an import that nothing is known about.
    package static let undefined = ImportRemedy("defined by nothing; define it with Imports.define(_:in:_:)")
}

// MARK: Messages

extension LinkError {
    /// The most missing imports that an error lists; further ones are only counted.
    public static let maximumMissing = 64
    /// The most names of one group in a description.
    private static let maximumNames = 12
    /// The most groups in a description.
    private static let maximumGroups = 12

    /// Advice for a reader who does not write Swift, in the place of that in ``MissingImport/remedy``.
    package struct Advice {
        /// Returns a clause about an import, such as `denied by --deny random`; `nil` where ``ImportRemedy/text`` is for
        /// this reader, too.
        package var remedy: (MissingImport) -> String?
        /// A clause about letting calls of missing functions fail.
        package var stubs: String

        package init(stubs: String, remedy: @escaping (MissingImport) -> String?) {
            (self.stubs, self.remedy) = (stubs, remedy)
        }

        /// That of ``LinkError/description``.
        static var swift: Advice { Advice(stubs: "missing = .enosys") { _ in nil } }
    }

    /// The description with advice for this reader.
    package func description(_ advice: Advice) -> String {
        if missing.count > 1 { return missingDescription(advice) }
        guard let one = missing.first else { return factDescription }
        let remedy = advice.remedy(one)
        guard case .notGranted = one.kind else {
            return factDescription + ": \(one.type), \(remedy ?? one.remedy.text)"
        }
        guard let remedy else { return factDescription }
        let stubs = one.remedy.canBeStubbed ? "; or let it fail with ENOSYS: \(advice.stubs)" : ""
        return "\(module).\(name) is \(remedy)\(stubs)"
    }

    /// A line for each group of missing imports, with the way to provide them, and the names of the group.
    private func missingDescription(_ advice: Advice) -> String {
        struct Key: Hashable {
            var remedy: String
            /// The module belongs to the group: the remedy can be about it.
            var module: Name
        }
        var groups: [(remedy: String, module: Name, names: [String])] = []
        var numbers: [Key: Int] = [:]
        for one in missing {
            let name = one.kind == .unknownImport ? "\(one.name) (\(one.type))" : "\(one.name)"
            let key = Key(remedy: advice.remedy(one) ?? one.remedy.text, module: one.module)
            if let number = numbers[key] {
                groups[number].names.append(name)
            } else {
                numbers[key] = groups.count
                groups.append((key.remedy, one.module, [name]))
            }
        }
        var text = "\(missing.count &+ omittedMissing) imports are missing"
        for group in groups.prefix(LinkError.maximumGroups) {
            text += "\n  from \"\(group.module)\", \(group.remedy):\n    "
            text += group.names.prefix(LinkError.maximumNames).joined(separator: ", ")
            let rest = group.names.count &- LinkError.maximumNames
            if rest > 0 { text += ", and \(rest) more" }
        }
        let rest = groups.dropFirst(LinkError.maximumGroups).reduce(omittedMissing) { $0 &+ $1.names.count }
        if rest > 0 { text += "\n  … and \(rest) more imports" }
        if missing.contains(where: \.remedy.canBeStubbed) {
            text += "\n  If the program never calls those that are not granted: \(advice.stubs) links them, and calls "
            text += "fail with ENOSYS"
        }
        return text
    }
}
