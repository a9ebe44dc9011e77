import Foundation
import Nestbox
import Testing
import WasmRuntime

/// Traces of guests in all formats.
struct TraceTests {
    private static let guest = """
        (module
          (import "host" "work" (func $work))
          (tag $tag)
          (memory 1 2)
          (func $inner (throw $tag))
          (func $outer (block $caught (try_table (catch $tag $caught) (call $inner)) (unreachable)))
          (func $trap unreachable)
          (func (export "\\1b[31m\\n") (call $work))
          (func (export "run") (call $outer) (call 4) (drop (memory.grow (i32.const 1))))
          (func (export "trap") (call $trap)))
        """

    private func trace(
        _ format: TraceFormatter.Format, filter: String? = nil, _ events: StoreObserver.Events = .all, of calls: [Name]
    ) throws -> String {
        var formatter = TraceFormatter(format, filter: filter)
        let store = Store(instruments: .functionEvents)
        let instance = try store.instantiate(
            Module(text: TraceTests.guest), imports: ["host": ["work": HostFunction {}]])
        var text = formatter.beginning
        var time: UInt64 = 1_000_000
        store.observer = StoreObserver(events) { event in
            time += 1_500
            text += formatter.line(of: event, at: time) ?? ""
        }
        for name in calls { _ = try? instance.call(name, []) }
        return text + formatter.end(at: time)
    }

    @Test func textIsIndented() throws {
        let text = try trace(.text, [.functions, .exceptions, .memoryGrowth], of: ["run"])
        #expect(
            text == """
                → function 5
                  → outer
                    → inner
                      throws in inner type="[] -> []"
                    catches in outer
                  ← outer
                  → function 4
                  ← function 4
                  memory grows from=1 to=2
                ← function 5

                """)
    }

    @Test(arguments: [("outer", 2), ("*", 6), ("function ?", 4), ("host.*", 1), ("*o*r*", 3), ("nothing", 0)])
    func filtersAreByName(filter: String, count: Int) throws {
        let lines = try trace(.json, filter: filter, [.functions, .hostCalls], of: ["run"]).split(separator: "\n")
        #expect(lines.count { !$0.contains("inner") } == count || filter == "*")
        for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any]) }
    }

    /// Every function that begins also ends, although a trap or an exception has no events for that.
    @Test func chromeEventsAreNested() throws {
        let text = try trace(.chrome, of: ["run", "trap", "run"])
        let events = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        var open: [String] = []
        for event in events {
            let name = try #require(event["name"] as? String)
            switch event["ph"] as? String {
            case "B": open.append(name)
            case "E": #expect(open.popLast() == name)
            case "X": #expect(name == "host.work")
            default: #expect(event["s"] as? String == "t")
            }
        }
        #expect(open.isEmpty)
        #expect(events.count { $0["ph"] as? String == "B" } == 10)
    }

    @Test func namesAreEscaped() throws {
        for format in TraceFormatter.Format.allCases {
            #expect(!(try trace(format, of: ["\u{1B}[31m\n", "run"]).contains("\u{1B}")))
        }
    }

    @Test(arguments: NestboxCommand.all)
    func theCommandWritesTraces(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let guest = Repository.path("Tests/Guests/divide.wasm")
        let file = folder.path("t.json")
        let words = ["run", "--trace", "calls,host,memory-growth", "--trace-to", file, "--trace-format", "chrome"]
        #expect(try nestbox.run(words + [guest]).code == 134)
        #expect(try JSONSerialization.jsonObject(with: Data(folder.text("t.json").utf8)) is [Any])
        let filtered = try nestbox.run(["run", "--trace", "calls", "--trace-filter", "main", guest])
        #expect(filtered.stderr.contains("→ main\n"))
        #expect(!filtered.stderr.contains("_start\n  →"))
        #expect(try nestbox.run(["run", "--trace", "all", guest]).code == 2)
        #expect(try nestbox.run(["run", "--trace-filter", "x", guest]).code == 2)
    }

    @Test(arguments: NestboxCommand.all)
    func theCommandComparesProfiles(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let guest = Repository.path("Tests/Guests/exitcode.wasm")
        for (file, argument) in [("a.json", "0"), ("b.json", "7")] {
            _ = try nestbox.run(["run", "--profile", folder.path(file), guest, argument])
        }
        let (a, b, page) = (folder.path("a.json"), folder.path("b.json"), folder.path("d.html"))
        #expect(try nestbox.run(["profile", "diff", a, a]).code == 0)
        let difference = try nestbox.run(["profile", "diff", "-o", page, a, b])
        #expect(difference.code == 1)
        #expect(difference.text.contains("printf_core"))
        #expect(try folder.text("d.html").hasPrefix("<!DOCTYPE html>"))
        #expect(try nestbox.run(["profile", "show", a]).text.contains("_start"))
        #expect(try nestbox.run(["profile", "show", guest]).code == 2)
        #expect(try nestbox.run(["profile", "diff", a]).code == 2)
    }

    @Test(arguments: NestboxCommand.all)
    func theCommandWritesCoverage(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let guest = Repository.path("Tests/Guests/divide.wasm")
        #expect(try nestbox.run(["run", "--coverage", folder.path("c.info"), guest]).code == 134)
        let text = try folder.text("c.info")
        #expect(text.hasPrefix("TN:\nSF:\(guest)\nFN:"))
        #expect(text.contains("FNDA:1,_start\n"))
    }
}
