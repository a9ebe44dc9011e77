import Foundation
import Nestbox
import Testing

/// Every operation with its operands in the last slots of a frame's window, the frame being the last that fits into the
/// value stack as it is: whatever reads or writes one slot too many ends the process, or is seen in what comes back.
struct WindowSweepTests {
    /// Slots of a window; the frame's header and locals come before the operands.
    static let window = 65_536
    /// Heights that are tried, up to those for which there is no room.
    static let heights = 20
    /// Where the last frame begins that fits, each time that the stack has grown: twice as many slots and the slack of 16,
    /// and in the end as many as `StoreLimits.stackSlots`.
    static let edges: [Int] = {
        var (usable, result) = (window + 4_096, [Int]())
        while usable < (1 << 20) + window {
            result.append(usable - window)
            usable = (usable + 16) * 2
        }
        return result + [1 << 20]
    }()

    /// Rows that the time tests have not: host functions, whose results go where the arguments were.
    static let hostCalls = [
        "(call $print (local.get $i))", "(call $print2 (local.get $i) (local.get $f))", "(return_call $print (local.get $i))",
        "(return_call_indirect $hosts (type $printType) (local.get $i) (i32.const 0))",
        "(return_call_ref $printType (local.get $i) (ref.func $print))",
    ]

    /// Pushes so many operands, by calls: a constant takes two bytes each.
    static func push(_ count: Int) -> String {
        var (left, result) = (count, "")
        for size in [1000, 100, 10, 1] {
            result += String(repeating: "(call $p\(size))", count: left / size)
            left %= size
        }
        return result
    }

    /// A script that calls each body at each height, with a frame at each edge.
    static func script(_ bodies: [(body: String, isFull: Bool)], _ heights: Range<Int>, _ edges: [Int]) -> String {
        var module = "(module \(OperationModule.definitions)\(OperationModule.fullDefinitions)\(helpers(edges))"
        var calls = ""
        var count = 0
        for (body, isFull) in bodies {
            let locals = OperationModule.locals + (isFull ? OperationModule.fullLocals : "")
            let setUp = OperationModule.setUp + (isFull ? OperationModule.fullSetUp : "")
            for height in heights {
                // The header, and no more locals than 40: the sum need not be exact, as every height is tried.
                let operands = window - (isFull ? 26 : 13) - height
                module += "(func $s\(count) (type $empty) \(locals) \(setUp) \(push(operands)) \(body) return)\n"
                for edge in edges.indices { calls += "(invoke \"down\(edge)\" (i32.const \(count)))\n" }
                count += 1
            }
        }
        module += "(table $sweep \(count) funcref) (elem (table $sweep) (i32.const 0) func "
        module += (0..<count).map { "$s\($0)" }.joined(separator: " ") + "))\n"
        return OperationModule.other + "\n(register \"other\")\n" + wasi + module + calls
    }

    /// The functions of WASI that the definitions import: not the real ones, which have tests of their own.
    static let wasi = """
        (module
          (func (export "clock_time_get") (param i32 i64 i32) (result i32) (i32.const 0))
          (func (export "fd_write") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
        (register "wasi_snapshot_preview1")

        """

    /// `down` calls itself until the frame of the function that it calls in the end begins at an edge: each frame takes 60,004
    /// slots with its two parameters, one local and the header; the last function's header and parameter are two more.
    static func helpers(_ edges: [Int]) -> String {
        var text = """
            (import "spectest" "print_i32" (func $print (type $printType)))
            (import "spectest" "print_i32_f32" (func $print2 (param i32 f32)))
            (type $printType (func (param i32)))
            (table $hosts 1 funcref) (elem (table $hosts) (i32.const 0) func $print)
            (elem declare func $print)

            """
        for size in [1000, 100, 10, 1] {
            text += "(func $p\(size) (result \(String(repeating: "i32 ", count: size)))"
            text += String(repeating: "(i32.const 0)", count: size) + ")\n"
        }
        for (number, edge) in edges.enumerated() {
            let levels = (edge - 6) / 60_004
            text += """
                (func $rest\(number) (param $row i32)
                  \(push(edge - 6 - levels * 60_004)) (call_indirect $sweep (type $empty) (local.get $row)) return)
                (func $walk\(number) (param $row i32) (param $n i32) (param $unused i32)
                  (if (i32.eqz (local.get $n)) (then (return_call $last\(number) (local.get $row) (i32.const 0) (i32.const 0))))
                  \(push(60_000)) (call $walk\(number) (local.get $row) (i32.sub (local.get $n) (i32.const 1)) (i32.const 0))
                  return)
                (func $last\(number) (param i32 i32 i32) (call $rest\(number) (local.get 0)))
                (func (export "down\(number)") (param i32)
                  (return_call $walk\(number) (local.get 0) (i32.const \(levels)) (i32.const 0)))

                """
        }
        return text
    }

    static let bodies: [(body: String, isFull: Bool)] =
        OperationRow.all.filter { !$0.form.contains("50,000") }.map { ($0.body, $0.setting == .full) }
        + hostCalls.map { ($0, false) }

    /// In a process of its own: a fault here is a crash.
    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: [0, 1])
    func noOperationReachesBeyondTheWindow(_ part: Int) throws {
        let nestbox = try #require(ProcessMeter.release).nestbox
        // All heights at the first edge; at the others those at which the operand is in the window's last slots.
        let sets = part == 0 ? [(0..<WindowSweepTests.heights, [0])] : [(0..<3, Array(1..<WindowSweepTests.edges.count))]
        for (heights, edges) in sets {
            let script = WindowSweepTests.script(WindowSweepTests.bodies, heights, edges.map { WindowSweepTests.edges[$0] })
            let folder = try TemporaryFolder()
            let outcome = try nestbox.run(["wast", "--features", Feature.optional.map(\.optionName).joined(separator: ","), folder.file("sweep.wast", script.utf8)])
            #expect(!outcome.crashed, "\(outcome.stderr)")
            let summary = try #require(outcome.text.split(separator: "\n").last)
            print("sweep \(part):", summary)
            let fits = outcome.text.split(separator: "\n").filter { $0.contains("call stack exhausted") }.count
            // Some have room at each edge, and the last ones have none.
            #expect(fits > 0)
            #expect(!outcome.text.contains("unknown") && !outcome.text.contains("invalid"), "\(outcome.text.prefix(2000))")
        }
    }
}
