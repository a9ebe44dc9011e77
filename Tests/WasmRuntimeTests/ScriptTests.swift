import Foundation
import Testing
import WasmRuntime
import WastRunner

/// The folders of the package, found from this file.
enum Folder {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The official test suite, if it is available.
    static let suite: URL? = {
        let candidates = [
            ProcessInfo.processInfo.environment["NESTBOX_TESTSUITE"].map { URL(fileURLWithPath: $0) },
            package.appendingPathComponent("spectests/testsuite"),
            package.appendingPathComponent("../shared/testsuite").standardized,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    /// The scripts of a proposal that is supported but not in the official suite yet, if they are available.
    static let compactImports: URL? = {
        let candidates = [
            ProcessInfo.processInfo.environment["NESTBOX_PROPOSALS"].map { URL(fileURLWithPath: $0) },
            package.appendingPathComponent("spectests/proposals"),
            package.appendingPathComponent("../shared/proposals").standardized,
        ]
        return candidates.compactMap { $0?.appendingPathComponent("compact-import-section") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    static let own = package.appendingPathComponent("spectests/nestbox")

    /// Returns the paths of the scripts in a folder and its subfolders.
    static func scripts(in folder: URL?) -> [String] {
        guard let folder, let paths = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".wast") }.sorted()
    }

    static func read(_ path: String, in folder: URL) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(path)))
    }
}

struct ScriptTests {
    /// The project's scripts pass, and skip nothing.
    @Test(arguments: Folder.scripts(in: Folder.own))
    func ownScriptsPass(_ path: String) throws {
        for lowering in Guest.heapUses + [Guest.debuggable] {
            var options = WastOptions().suiting(path)
            options.lowering = lowering
            let report = WastSession.run(try Folder.read(path, in: Folder.own), options: options)
            for failure in report.failures {
                Issue.record("line \(failure.line): expected \(failure.expected); found \(failure.found)")
            }
            #expect(report.passed > 0)
            #expect(report.skippedByReason == [:])
        }
    }

    @Test(.enabled(if: Folder.compactImports != nil), arguments: Folder.scripts(in: Folder.compactImports))
    func scriptsOfCompactImportsPass(_ path: String) throws {
        let folder = try #require(Folder.compactImports)
        let report = WastSession.run(try Folder.read(path, in: folder), options: WastOptions())
        for failure in report.failures {
            Issue.record("line \(failure.line): expected \(failure.expected); found \(failure.found)")
        }
        #expect(report.passed > 0)
        #expect(report.skippedByReason == [:])
    }

    /// All scripts pass, and spend the same budget, if every call is suspended again and again.
    @Test(arguments: Folder.scripts(in: Folder.own))
    func ownScriptsPassInParts(_ path: String) throws {
        try ScriptTests.compareParts(path, try Folder.read(path, in: Folder.own))
    }

    @Test(.enabled(if: Folder.suite != nil), arguments: Folder.scripts(in: Folder.suite))
    func officialScriptsPassInParts(_ path: String) throws {
        let folder = try #require(Folder.suite)
        let source = try Folder.read(path, in: folder)
        guard ScriptTests.takes(path, oneOf: 4) else { return }
        try ScriptTests.compareParts(path, source)
    }

    /// Suspended calls of all scripts go on in other stores, from bytes.
    @Test(arguments: Folder.scripts(in: Folder.own))
    func ownScriptsPassInOtherStores(_ path: String) throws {
        try ScriptTests.compareParts(path, try Folder.read(path, in: Folder.own), movesCalls: true)
    }

    @Test(.enabled(if: Folder.suite != nil), arguments: Folder.scripts(in: Folder.suite))
    func officialScriptsPassInOtherStores(_ path: String) throws {
        let folder = try #require(Folder.suite)
        guard ScriptTests.takes(path, oneOf: 8) else { return }
        try ScriptTests.compareParts(path, try Folder.read(path, in: folder), movesCalls: true)
    }

    /// Whether a script is run in parts. Most scripts of vectors have thousands of calls without a loop: some of them
    /// suffice, unless the environment asks for all (`NESTBOX_ALL_SCRIPTS`).
    private static func takes(_ path: String, oneOf count: Int) -> Bool {
        !path.hasPrefix("simd_") || path.utf8.count % count == 0
            || ProcessInfo.processInfo.environment["NESTBOX_ALL_SCRIPTS"] != nil
    }

    private static func compareParts(_ path: String, _ source: [UInt8], movesCalls: Bool = false) throws {
        var options = WastOptions().suiting(path)
        var whole = WastSession.run(source, options: options)
        options.suspensionSeed = path.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }
        options.movesCalls = movesCalls
        var parts = WastSession.run(source, options: options)
        if parts.spent > 100_000 { #expect((parts.moves > 0) == movesCalls) }
        #expect(parts.spent == whole.spent, "\(parts.moves) moves")
        whole.settle(expected.filter { $0.concerns(path) }, validatedOnly: false)
        parts.settle(expected.filter { $0.concerns(path) }, validatedOnly: false)
        #expect(parts.passed == whole.passed)
        for failure in parts.failures {
            Issue.record("line \(failure.line): expected \(failure.expected); found \(failure.found)")
        }
    }

    /// The official scripts that allocate pass with a collection before every allocation.
    @Test(.enabled(if: Folder.suite != nil), arguments: Folder.scripts(in: Folder.suite))
    func officialScriptsPassWhateverIsCollected(_ path: String) throws {
        let folder = try #require(Folder.suite)
        let source = try Folder.read(path, in: folder)
        let text = String(decoding: source, as: UTF8.self)
        guard ["struct.", "array.", "throw", "i31", "externref"].contains(where: text.contains) else { return }
        var options = WastOptions().suiting(path)
        options.lowering.collectsAlways = true
        var report = WastSession.run(source, options: options)
        report.settle(ScriptTests.expected.filter { $0.concerns(path) }, validatedOnly: false)
        for failure in report.failures {
            Issue.record("line \(failure.line): expected \(failure.expected); found \(failure.found)")
        }
    }

    // MARK: Counted blocks

    /// With counted blocks, scripts pass and spend the same, and the counts explain every unit: in one go, and if every call
    /// is suspended again and again.
    @Test(arguments: Folder.scripts(in: Folder.own), BudgetUnit.allCases)
    func ownScriptsAreCounted(_ path: String, _ unit: BudgetUnit) throws {
        try ScriptTests.compareCounted(path, try Folder.read(path, in: Folder.own), unit)
    }

    @Test(.enabled(if: Folder.suite != nil), arguments: Folder.scripts(in: Folder.suite))
    func officialScriptsAreCounted(_ path: String) throws {
        let folder = try #require(Folder.suite)
        guard ScriptTests.takes(path, oneOf: 8) else { return }
        try ScriptTests.compareCounted(path, try Folder.read(path, in: folder), .instruction)
    }

    private static func compareCounted(_ path: String, _ source: [UInt8], _ unit: BudgetUnit) throws {
        var options = WastOptions().suiting(path)
        options.lowering.budgetUnit = unit
        let plain = WastSession.run(source, options: options)
        options.lowering.instruments = .blockCounts
        for seed in [nil, path.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }] {
            options.suspensionSeed = seed
            let counted = WastSession.run(source, options: options)
            #expect(counted.passedLines == plain.passedLines)
            #expect(counted.spent == plain.spent)
            #expect(counted.unexplainedUnits == 0, "\(seed == nil ? "whole" : "in parts")")
            if plain.spent > 0 { #expect(counted.countedFunctions > 0) }
        }
    }

    static let expected: [ExpectedFailure] = {
        let file = Folder.package.appendingPathComponent("spectests/expected-failures.txt")
        return (try? ExpectedFailure.list(String(contentsOf: file, encoding: .utf8))) ?? []
    }()

    /// The official suite, if it is available, passes; a second run only validates its modules.
    @Test(.enabled(if: Folder.suite != nil), arguments: Folder.scripts(in: Folder.suite))
    func officialScriptsPass(_ path: String) throws {
        let folder = try #require(Folder.suite)
        let source = try Folder.read(path, in: folder)
        for validatesOnly in [false, true] {
            var options = WastOptions().suiting(path)
            options.validatesOnly = validatesOnly
            var report = WastSession.run(source, options: options)
            report.settle(ScriptTests.expected.filter { $0.concerns(path) }, validatedOnly: validatesOnly)
            for failure in report.failures {
                Issue.record("line \(failure.line): expected \(failure.expected); found \(failure.found)")
            }
        }
    }
}
