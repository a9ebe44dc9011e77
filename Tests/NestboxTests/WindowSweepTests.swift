import Foundation
import Nestbox
import NestboxBenchmark
import Testing
import WasmBinary
import WasmSyntax
import WasmText

@testable import WasmRuntime

/// Every operation with its operands in the last slots of a frame's window, in the last frame that fits into the value
/// stack at its current size: an access one slot too far crashes the process, which is a separate one.
struct WindowSweepTests {
    /// The slots of a window; the frame's header and locals come before the operands.
    static let window = 65_536
    /// The maximum number of locals of a function.
    static let mostLocals = 50_000
    /// The number of heights that are tried, from the highest down.
    static let heights = 16
    /// The start of the last frame that fits, for each size of the growing stack: twice the slots with a slack of 16
    /// each time, and at last `StoreLimits.stackSlots`.
    static let edges: [Int] = {
        var (usable, result) = (window + 4_096, [Int]())
        while usable < (1 << 20) + window {
            result.append(usable - window)
            usable = (usable + 16) * 2
        }
        return result + [1 << 20]
    }()

    /// The operations to execute at the edge: those without calls one after another at each height; those with calls,
    /// after which the stack is larger, alone.
    struct Sweep: Sendable {
        var bodies: [String]
        /// The slots of a function that contains one body and all locals of ``OperationModule``.
        var frameSize: Int
        var heights: Int

        /// Returns the number of operands to push before the first body, so that the frame fills its window in the end.
        func operands(_ locals: Int) -> Int { window - 1 - mostLocals + locals - frameSize - (heights - 1) }

        func text(_ locals: Int, excess: Int = 0) -> String {
            let all = bodies.joined(separator: "\n")
            let pushes = String(repeating: "(i32.const 0)", count: operands(locals) + excess)
            return pushes + all + String(repeating: "(i32.const 0)" + all, count: heights - 1)
        }
    }

    /// Bodies that the time tests do not have.
    static let hostCalls = [
        "(call $print (local.get $i))", "(call $print2 (local.get $i) (local.get $f))",
        "(return_call $print (local.get $i))",
        "(return_call_indirect $hosts (type $printType) (local.get $i) (i32.const 0))",
        "(return_call_ref $printType (local.get $i) (ref.func $print))",
    ]

    static let bodies = OperationRow.all.filter { !$0.form.contains("50,000") }.map(\.body) + hostCalls

    private static let hosts = """
        (type $printType (func (param i32)))
        (import "host" "print" (func $print (type $printType)))
        (import "host" "print2" (func $print2 (param i32 f32)))

        """
    private static let host = """
        (module (func (export "print") (param i32)) (func (export "print2") (param i32 f32)))
        """
    private static let tables = """
        (table $hosts 1 funcref) (elem (table $hosts) (i32.const 0) func $print)
        (elem declare func $print)

        """
    /// Loads from a constant address, so that all functions have the same constants in slots.
    private static let beginning =
        "(type $empty) " + OperationModule.locals + OperationModule.fullLocals + OperationModule.setUp
        + OperationModule.fullSetUp + "(drop (i32.load $first (i32.const 0)))"
    private static let definitions = "(module " + hosts + OperationModule.definitions + OperationModule.fullDefinitions

    /// Returns the bodies to try, grouped by the slots that they take.
    static func sweeps() throws -> (sweeps: [Sweep], locals: Int) {
        let text = definitions + tables + bodies.map { "(func \(beginning) \($0) return)\n" }.joined() + ")"
        let session = try GuestSession(TimeCostTests.policy)
        try session.provide("other", TimeCostTests.policy.load(Array(OperationModule.other.utf8)))
        try session.provide("host", TimeCostTests.policy.load(Array(host.utf8)))
        let instance = try session.instantiate(TimeCostTests.policy.load(Array(text.utf8)))
        let code = try #require(session.store.state.instances[instance.address.index].code)
        let module = code.module.validated.module
        let first = module.bodies.count - bodies.count
        var groups: [Int: [String]] = [:]
        var sweeps: [Sweep] = []
        for (index, body) in bodies.enumerated() {
            let entry = try code.entry(of: first + index, in: session.store)
            let size = try #require(code.function(containing: entry)).frameSize
            if body.contains("call") {
                sweeps.append(Sweep(bodies: [body], frameSize: size, heights: 1))
            } else {
                groups[size, default: []].append(body)
            }
        }
        sweeps += groups.sorted { $0.key < $1.key }.map { Sweep(bodies: $1, frameSize: $0, heights: heights) }
        return (sweeps, module.bodies[first].locals.reduce(0) { $0 + Int($1.count) })
    }

    /// Returns a module whose functions `edge0` and so on call the operations with a frame at an edge. The locals are
    /// added here, because the text format has no short form for so many.
    static func module(_ operations: String, _ edges: [Int]) throws -> [UInt8] {
        let text = definitions + tables + helpers(edges) + "(func $sweep \(beginning) \(operations) return))"
        var module = try TextParser.parseModule(Array(text.utf8))
        let last = module.bodies.count - 1
        let own = module.bodies[last].locals.reduce(0) { $0 + $1.count }
        module.bodies[last].locals.append(LocalGroup(count: UInt32(mostLocals) - own, type: .i64))
        return BinaryEncoder.encode(module)
    }

    /// Returns the functions that lead to the edges. `walk` calls itself until the frame of the function that it
    /// finally calls begins at an edge; each frame takes 60,002 slots with its parameter and header.
    static func helpers(_ edges: [Int]) -> String {
        func push(_ count: Int) -> String {
            String(repeating: "(call $thousand)", count: count / 1000)
                + String(repeating: "(i32.const 0)", count: count % 1000)
        }
        var text = "(func $thousand (result \(String(repeating: "i32 ", count: 1000)))"
        text += String(repeating: "(i32.const 0)", count: 1000) + ")\n"
        for (number, edge) in edges.enumerated() {
            let levels = (edge - 1) / 60_002
            text += """
                (func $rest\(number) \(push(edge - 1 - levels * 60_002)) (call $sweep) return)
                (func $walk\(number) (param $n i32)
                  (if (i32.eqz (local.get $n)) (then (return_call $rest\(number))))
                  \(push(60_000)) (call $walk\(number) (i32.sub (local.get $n) (i32.const 1))) return)
                (func (export "edge\(number)") (return_call $walk\(number) (i32.const \(levels))))

                """
        }
        return text
    }

    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"))
    func noOperationReachesBeyondTheWindow() throws {
        let nestbox = try #require(ProcessMeter.release).nestbox
        let (sweeps, locals) = try WindowSweepTests.sweeps()
        let folder = try TemporaryFolder()
        let other = try folder.file("other.wat", OperationModule.other.utf8)
        let host = try folder.file("host.wat", WindowSweepTests.host.utf8)
        func module(_ sweep: Sweep, excess: Int, _ edges: [Int]) throws -> String {
            try folder.file("m.wasm", WindowSweepTests.module(sweep.text(locals, excess: excess), edges))
        }
        func run(_ module: String, edge: Int) throws -> NestboxCommand.Outcome {
            try nestbox.run([
                "run", "--features", Feature.proposals.map(\.feature.optionName).joined(separator: ","), "--preload",
                "other=\(other)",
                "--preload", "host=\(host)", "--allow", "clocks", "--allow", "stdout", "--invoke", "edge\(edge)",
                module,
            ])
        }
        var calls = 0
        for sweep in sweeps {
            let isGroup = sweep.heights > 1
            let edges = isGroup ? WindowSweepTests.edges : [WindowSweepTests.edges[0]]
            let path = try module(sweep, excess: 0, edges)
            for edge in edges.indices {
                let outcome = try run(path, edge: edge)
                let what = "edge \(edge), \(sweep.bodies.prefix(3)): \(outcome.stderr.prefix(300))"
                #expect(!outcome.crashed, "\(what)")
                // The frame fills its window: with one more operand, it would not fit.
                if isGroup { #expect(outcome.code == 0, "\(what)") }
                calls += sweep.bodies.count * sweep.heights
            }
            if isGroup {
                let outcome = try run(module(sweep, excess: 1, [WindowSweepTests.edges[0]]), edge: 0)
                #expect(outcome.stderr.contains("call stack exhausted"), "\(outcome.stderr)")
            }
        }
        print("window sweep: \(calls) operations at \(WindowSweepTests.edges.count) edges")
    }
}
