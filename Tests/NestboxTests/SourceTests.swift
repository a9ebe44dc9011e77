import Foundation
import Nestbox
import Testing
import WasmBinary
import WasmRuntime
import WasmSyntax

/// Source lines in backtraces and on the command line. `WasmDebugInfoTests` has what is read from DWARF.
struct SourceTests {
    static let optimised = Repository.path("Tests/DebugInfo/lines-4-O2.wasm")
    static let plain = Repository.path("Tests/DebugInfo/lines-5-O0.wasm")

    /// Calls `compute` so that it divides by zero, in functions that are inlined in it.
    static func trap(_ module: Module) throws -> Trap {
        let instance = try Store().instantiate(module)
        // `#require(throws:)` would describe the trap, for which its source is read.
        do {
            _ = try instance.call("compute", [.i32(1), .i32(7)])
        } catch let trap as Trap {
            return trap
        }
        throw NoTrap()
    }

    private struct NoTrap: Error {}

    private static func module(_ path: String) throws -> Module {
        try Module(bytes: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    }

    /// A map in which all code is line 3, column 5, of a file.
    static func sourceMap(_ file: String) throws -> SourceMap {
        // The mapping is for offset 0 on: file 0, line 2, column 4, counted from 0.
        try SourceMap(Array(#"{"version":3,"sources":["\#(file)"],"names":["mapped"],"mappings":"AAEIA"}"#.utf8))
    }

    @Test func aFrameHasTheInlinedCallsInnermostFirst() throws {
        let frame = try #require(try SourceTests.trap(SourceTests.module(SourceTests.optimised)).backtrace.first)
        #expect(frame.sources.map(\.function) == ["divided", "step", "compute"])
        #expect(frame.sources.map { "\($0)" } == ["include/numbers.h:8:14", "compute.c:10:10", "compute.c:18:16"])
        #expect(frame.sources.map(\.isInlined) == [true, true, false])
        #expect(frame.source == frame.sources.first)
        #expect(frame.source?.file?.path == "/demo/include/numbers.h")
        #expect(frame.source?.file?.compilationFolder == "/demo")
    }

    @Test func messagesShowTheSource() throws {
        let trap = try SourceTests.trap(SourceTests.module(SourceTests.optimised))
        let offset = try #require(trap.backtrace.first?.offset)
        #expect(
            trap.description == """
                integer divide by zero
                  #0 function 0 compute (inlined divided) at include/numbers.h:8:14 (byte \(offset))
                       inlined into step at compute.c:10:10
                       inlined into compute at compute.c:18:16
                """)
        let plain = try SourceTests.trap(SourceTests.module(SourceTests.plain))
        let offsets = plain.backtrace.map(\.offset)
        #expect(
            plain.description == """
                integer divide by zero
                  #0 function 3 divided at include/numbers.h:8:14 (byte \(offsets[0]))
                  #1 function 1 compute (inlined step) at compute.c:10:10 (byte \(offsets[1]))
                       inlined into compute at compute.c:18:16
                """)
    }

    /// A trap reads no debug information, and frames are equal whatever is known of their source.
    @Test func nothingIsReadBeforeItIsAskedFor() throws {
        var syntax = try BinaryDecoder.decode(Repository.bytes("Tests/DebugInfo/lines-4-O2.wasm"))
        for section in syntax.customSections where section.name == ".debug_info" {
            syntax.bytes[section.contents.lowerBound + 4] = 77
        }
        let module = try Module(bytes: BinaryEncoder.encode(syntax))
        let trap = try SourceTests.trap(module)
        #expect(module.debugInformation.problems.isEmpty)
        #expect(trap.backtrace.allSatisfy { $0.sources.isEmpty && $0.source == nil })
        #expect(module.debugInformation.problems.map(\.section) == [".debug_info"])
        #expect(module.debugInformation.problems.first?.description.contains("unsupported DWARF version 77") == true)
        #expect(trap.description.contains("compute at byte "))
        let whole = try SourceTests.trap(SourceTests.module(SourceTests.optimised))
        #expect(whole.backtrace == trap.backtrace && Set(whole.backtrace) == Set(trap.backtrace))
        let made = Trap.Frame(functionIndex: 0, functionName: "compute", offset: trap.backtrace[0].offset)
        #expect(made == trap.backtrace[0] && made.sources.isEmpty)
    }

    @Test func suspendedCallsHaveSources() throws {
        let store = Store()
        store.budget.allow(60)
        let instance = try store.instantiate(SourceTests.module(SourceTests.plain))
        let call = try #require(instance.function(named: "compute")).begin([.i32(1), .i32(2)])
        _ = try call.resume()
        #expect(call.backtrace.last?.sources.last?.function == "compute")
        #expect(call.backtrace.last?.source?.file?.path == "/demo/compute.c")
    }

    @Test func aSourceMapTakesThePlaceOfDWARF() throws {
        let module = try SourceTests.module(SourceTests.optimised)
        let mapped = module.with(try SourceTests.sourceMap("x.ts"))
        let sources = try SourceTests.trap(mapped).backtrace.flatMap(\.sources)
        #expect(sources.map { "\($0.function ?? "") \($0)" } == ["mapped x.ts:3:5"])
        #expect(try SourceTests.trap(mapped.with(nil)).backtrace.first?.sources.count == 3)
        #expect(try SourceTests.trap(module).backtrace.first?.sources.count == 3)
    }

    /// A hostile path or name writes nothing to a terminal, and forges no line.
    @Test func pathsAreEscaped() throws {
        let module = try SourceTests.module(SourceTests.optimised)
        let mapped = module.with(try SourceTests.sourceMap(#"a\u001b[2J\nnestbox: fine \u202e.c"#))
        let lines = try SourceTests.trap(mapped).description.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[1].contains(#"at a\u{1b}[2J\u{a}nestbox: fine \u{202e}.c:3:5 (byte"#))
    }
}

/// Source lines on the command line.
struct SourceCommandTests {
    private static let command = NestboxCommand.built

    @Test func runAndReplayShowTheSource() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("r")
        let run = try Self.command.run([
            "run", "--record", recording, "--invoke", "compute", SourceTests.optimised, "1", "7",
        ])
        #expect(run.code == 134)
        #expect(run.stderr.contains("compute (inlined divided) at include/numbers.h:8:14 (byte "))
        #expect(run.stderr.contains("\n       inlined into step at compute.c:10:10\n"))
        let replay = try Self.command.run(["replay", recording])
        let frames = run.stderr.drop { $0 != "\n" }
        #expect(frames.count > 100 && replay.stderr.contains(frames))
    }

    @Test func runTakesASourceMap() throws {
        let folder = try TemporaryFolder()
        let map = try folder.file("m.map", #"{"version":3,"sources":["x.ts"],"names":[],"mappings":"AAEI"}"#.utf8)
        let words = ["run", "--source-map", map, "--invoke", "compute", SourceTests.optimised, "1", "7"]
        #expect(try Self.command.run(words).stderr.contains("compute at x.ts:3:5 (byte "))
        let broken = try folder.file("b.map", #"{"version":4}"#.utf8)
        for (file, said) in [(broken, "unsupported version 4"), (folder.path("none"), "none")] {
            let outcome = try Self.command.run([
                "run", "--source-map", file, "--invoke", "compute", SourceTests.optimised, "1", "7",
            ])
            #expect(outcome.code == 2 && outcome.stderr.contains(said), "\(outcome.stderr)")
        }
    }

    @Test func inspectTellsWhatThereIs() throws {
        for (path, line) in [
            (SourceTests.optimised, "DWARF 4, 3 units with lines; names"),
            (SourceTests.plain, "DWARF 5, 3 units with lines; names"),
            (NestboxCommand.guest("crash"), "names"),
        ] {
            #expect(try Self.command.run(["inspect", path]).text.contains("\n  debug information: \(line)\n"))
        }
        let json = try Self.command.run(["inspect", "--json", SourceTests.optimised])
        let members = try #require(JSONSerialization.jsonObject(with: Data(json.stdout)) as? [String: Any])
        let expected: NSDictionary = [
            "dwarfVersions": [4], "units": 3, "lines": true, "names": true, "sourceMapURL": NSNull(),
        ]
        #expect((members["debugInformation"] as? NSDictionary) == expected)
        let folder = try TemporaryFolder()
        let url = #"(module (@custom "sourceMappingURL" "\05a\1b.js"))"#
        let module = try folder.file("m.wat", url.utf8)
        #expect(
            try Self.command.run(["inspect", module]).text.contains(#"debug information: source map at "a\u{1b}.js""#))
    }

    @Test func inspectShowsTheSourcesOfOffsets() throws {
        let trap = try SourceTests.trap(Module(bytes: Repository.bytes("Tests/DebugInfo/lines-4-O2.wasm")))
        let offset = try #require(trap.backtrace.first?.offset)
        let text = try Self.command.run(["inspect", "--source-at", "\(offset),0x8", SourceTests.optimised]).text
        #expect(
            text == """
                byte \(offset): divided at include/numbers.h:8:14
                  inlined into step at compute.c:10:10
                  inlined into compute at compute.c:18:16
                byte 8: unknown

                """)
        let json = try Self.command.run(["inspect", "--json", "--source-at", "\(offset)", SourceTests.optimised])
        let entries = try #require(JSONSerialization.jsonObject(with: Data(json.stdout)) as? [[String: Any]])
        let sources = try #require(entries.first?["sources"] as? [[String: Any]])
        #expect(sources.map { $0["function"] as? String } == ["divided", "step", "compute"])
        #expect(sources.map { $0["line"] as? Int } == [8, 10, 18])
        #expect(sources.map { $0["inlined"] as? Bool } == [true, true, false])
        #expect(try Self.command.run(["inspect", "--source-at", "0xx", SourceTests.optimised]).code == 2)
    }

    @Test func inspectShowsTheLinesOfAllCode() throws {
        let lines = try Self.command.run(["inspect", "--lines", SourceTests.optimised]).text.split(separator: "\n")
        #expect(lines.count > 200)
        #expect(lines.contains { $0.hasSuffix(": include/numbers.h:8:14") })
        let json = try Self.command.run(["inspect", "--lines", "--json", SourceTests.optimised])
        let entries = try #require(JSONSerialization.jsonObject(with: Data(json.stdout)) as? [[String: Any]])
        #expect(entries.count == lines.count)
    }
}
