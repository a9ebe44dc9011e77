import Nestbox
import Testing

/// The audit of limits that a guest meets in its store and in its output: each kind has a line with its name and number.
@Suite struct AuditedLimitTests {
    static func program(_ body: String, _ definitions: String = "(memory 1)") -> String {
        "(module \(definitions) (func $start (export \"_start\") \(body)))"
    }

    /// The fields of `resources`, a program, and the line for the limit without its number and what was spent.
    static let rows: [(resources: String, program: String, line: String)] = [
        (
            #""memoryPages": 2"#, program("(drop (memory.grow (i32.const 5)))"),
            #""limit": "memoryPages", "maximum": 2, "count": 1"#
        ),
        (
            #""memoryPages": 9, "totalMemoryBytes": 131072"#, program("(drop (memory.grow (i32.const 5)))"),
            #""limit": "totalMemoryBytes", "maximum": 131072, "count": 1"#
        ),
        (
            #""tableElements": 10"#, program("(drop (table.grow (ref.null func) (i32.const 50)))", "(table 1 funcref)"),
            #""limit": "tableElements", "maximum": 10, "count": 1"#
        ),
        (
            #""totalTableElements": 10"#,
            program("(drop (table.grow (ref.null func) (i32.const 50)))", "(table 1 funcref)"),
            #""limit": "totalTableElements", "maximum": 10, "count": 1"#
        ),
        (
            #""hostBytes": 20000000, "totalMemoryBytes": 1000000000, "memoryPages": 60000"#,
            program("(drop (memory.grow (i32.const 5000)))"),
            #""limit": "hostBytes", "maximum": 20000000, "count": 1"#
        ),
        (
            #""heapBytes": 100000"#,
            program("(drop (array.new_default $a (i32.const 100000)))", "(type $a (array i64))"),
            #""limit": "heapBytes", "maximum": 100000, "count": 1"#
        ),
        (#""callDepth": 100"#, program("(call $start)"), #""limit": "callDepth", "maximum": 100, "count": 1"#),
        (#""budget": 1000"#, program("(loop (br 0))"), #""limit": "budget", "maximum": 1000, "count": 1"#),
        (
            #""budget": "unlimited", "deadlineMilliseconds": 200"#, program("(loop (br 0))"),
            #""limit": "deadline", "maximum": 200, "count": 1"#
        ),
    ]

    @Test(arguments: rows)
    func eachLimitHasALine(_ resources: String, _ program: String, _ line: String) throws {
        let log = BufferOutput()
        let session = try GuestSession(
            Policy(json: Array(#"{"resources": {\#(resources)}}"#.utf8)), auditor: AuditLog(to: log))
        _ = try? session.run(session.load(Array(program.utf8)))
        let lines = log.text.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("{\"n\": 1, \(line), \"spent\": ") ?? false, "\(log.text)")
        #expect(session.store.refusals.total == 1)
    }

    /// A guest that meets a limit again and again does not fill the log.
    @Test func theFirstSecondFourthEighthTimeIsTold() throws {
        let log = BufferOutput()
        let session = try GuestSession(
            Policy(json: Array(#"{"resources": {"memoryPages": 2}}"#.utf8)), auditor: AuditLog(to: log))
        let module = AuditedLimitTests.program(
            """
            (local $i i32)
            (loop (drop (memory.grow (i32.const 5)))
              (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
            """)
        try session.run(session.load(Array(module.utf8)))
        let lines = log.text.split(separator: "\n")
        #expect(lines.count == 10)
        for (index, line) in lines.enumerated() {
            #expect(line.contains("{\"n\": \(index + 1), \"limit\"") && line.contains("\"count\": \(1 << index),"))
        }
        #expect(session.store.refusals.counts == [.memoryPages: 1000])
    }

    /// The line of a limit comes before that of the call in the middle of which it was met, which has the lower number.
    @Test(arguments: ["error", "drop", "stop"])
    func outputBeyondItsMaximumIsTold(_ beyond: String) throws {
        let log = BufferOutput()
        let policy = try Policy(
            json: Array(
                #"{"allow": ["stdio"], "stdout": {"to": "embedder", "maximumBytes": 3, "beyond": "\#(beyond)"}}"#.utf8))
        let session = try GuestSession(policy, streams: .init(stdout: NullStream()), auditor: AuditLog(to: log))
        _ = try? session.run(session.load(Array(CommandDashTests.echo.utf8)))
        _ = try? session.run(session.load(Array(CommandDashTests.echo.utf8)))
        let lines = log.text.split(separator: "\n")
        let limits = lines.filter { $0.contains(#", "limit": "outputBytes", "maximum": 3, "count": 1, "#) }
        #expect(limits.count == 1 && lines[2].contains(#"{"n": 4, "limit""#), "\(log.text)")
        #expect(lines[3].hasPrefix(#"{"n": 3, "call""#), "\(log.text)")
    }
}
