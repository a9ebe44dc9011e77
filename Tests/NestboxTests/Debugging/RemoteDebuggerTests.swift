import Nestbox
import Testing
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText

/// Calls under a debugger, seen through its packets.
struct RemoteDebuggerTests {
    /// Calls itself, and has a local, a global and a memory to look at.
    static let text = """
        (module
          (memory (export "memory") 1)
          (global $count (mut i64) (i64.const 7))
          (data (i32.const 16) "abcdef")
          (func $factorial (export "factorial") (param $n i32) (result i32) (local $rest f64)
            (local.set $rest (f64.const 1.5))
            (global.set $count (i64.add (global.get $count) (i64.const 1)))
            (if (result i32) (i32.eqz (local.get $n))
              (then (i32.const 1))
              (else
                (i32.mul (local.get $n) (call $factorial (i32.sub (local.get $n) (i32.const 1)))))))
          (func (export "trap") (param i32) (result i32)
            (i32.add (i32.const 5) (i32.div_u (i32.const 1) (local.get 0))))
          (func (export "endless") (loop $l (br $l)))
          (func (export "nothing")))
        """

    /// The module in the binary format, for its offsets.
    static func module(_ text: String = text) throws -> (module: Module, bytes: [UInt8]) {
        let bytes = BinaryEncoder.encode(try TextParser.parseModule(Array(text.utf8)))
        return (try Module(bytes: bytes), bytes)
    }

    static func client(_ name: Name, _ arguments: [Value] = []) throws -> DebuggerClient {
        let instance = try Store(instruments: .debugging).instantiate(module().module)
        let function = try #require(instance.function(named: name))
        return DebuggerClient(try RemoteDebugger([function.begin(arguments)]))
    }

    /// The offsets of a function's instructions.
    static func offsets(_ name: Name) throws -> [Int] {
        let module = try module().module.validated
        let index = try #require(module.export(name)?.index)
        var decoded = DecodedCode()
        let body = module.module.bodies[Int(index)]
        try InstructionDecoder.decode(body.code, of: module.module.bytes, into: &decoded)
        return decoded.instructions.map { Int($0.offset) }
    }

    // MARK: Steps

    @Test func everyInstructionIsAStop() throws {
        let client = try Self.client("factorial", [.i32(0)])
        let all = try Self.offsets("factorial")
        // All but the arm that is not executed, and the end of the blocks, which `else` leads behind.
        let elseArm = 11...17
        var expected = all.enumerated().filter { !elseArm.contains($0.offset) }.map(\.element)[...]
        while true {
            guard let next = expected.popFirst() else { throw DebuggerError.notDebuggable }
            #expect(client.offsets == [next])
            let answer = client.send("vCont;s:1")
            if answer.hasPrefix("W") { break }
            #expect(answer.hasPrefix("T05"))
        }
        #expect(expected.isEmpty)
        #expect(try client.results == [1])
    }

    @Test func valuesOfFrames() throws {
        let client = try Self.client("factorial", [.i32(3)])
        let offsets = try Self.offsets("factorial")
        let multiplication = offsets[offsets.count - 3]
        #expect(client.send(DebuggerClient.breakpoint(multiplication)) == "OK")
        #expect(client.send("c").hasPrefix("T05thread:1;"))
        // The innermost call with an argument other than 0 multiplies first.
        let frames = client.offsets
        #expect(frames.first == multiplication && frames.count == 3)
        #expect(frames.dropFirst().allSatisfy { $0 == multiplication })
        #expect((0..<3).map { client.local(0, frame: $0) } == ["01000000", "02000000", "03000000"])
        #expect(client.local(1) == "000000000000f83f")
        #expect((0..<2).map { client.send("qWasmStackValue:0;\($0)") } == ["01000000", "01000000"])
        #expect(client.send("qWasmStackValue:2;0") == "03000000")
        #expect(client.send("qWasmStackValue:2;1") == "E03")
        #expect(client.send("qWasmGlobal:0;0") == "0b00000000000000")
        #expect(client.send("m10,6") == "616263646566")
        #expect(client.send("M11,2:5859") == "OK" && client.send("m10,4") == "61585964")
        #expect(client.send("mfffe,8") == "0000" && client.send("m10000,1") == "E08")
        #expect(client.send("m4000000000000000,8") == "0061736d01000000")
        #expect(client.send("c").hasPrefix("T05"))
        #expect(client.send(DebuggerClient.breakpoint(multiplication, set: false)) == "OK")
        #expect(client.send("c") == "W00")
        #expect(try client.results == [6])
    }

    @Test func aTrapIsAStopWithItsFrames() throws {
        let client = try Self.client("trap", [.i32(0)])
        let answer = client.send("c")
        #expect(answer.hasPrefix("T0bthread:1;") && answer.contains("reason:exception;description:"))
        let division = try Self.offsets("trap")[3]
        #expect(client.offsets == [division])
        #expect(client.local(0) == "00000000" && client.send("qWasmStackValue:0;0") == "05000000")
        #expect(client.send("c") == "W86")
        #expect(throws: Trap.self) { try client.debugger.ending?.get() }
    }

    @Test func anEndlessLoopCanBeStopped() throws {
        let client = try Self.client("endless")
        #expect(client.debugger.receive(DebuggerClient.packet("c")).isEmpty)
        for _ in 0..<5 { #expect(client.debugger.run(atMost: 1_000).answer.isEmpty && client.debugger.isRunning) }
        let answer = String(decoding: client.debugger.receive([3]), as: UTF8.self)
        #expect(answer.hasPrefix("$T02") && !client.debugger.isRunning)
        #expect(client.offsets.count == 1)
        _ = client.send("k")
        #expect(client.debugger.isFinished)
    }

    @Test func deadlinesAndBudgetsHold() throws {
        let store = Store(instruments: .debugging)
        store.budget.limit = 1_000
        let instance = try store.instantiate(Self.module().module)
        let endless = try #require(instance.function(named: "endless"))
        let client = DebuggerClient(try RemoteDebugger([endless.begin()]))
        #expect(client.send("c").hasPrefix("T0b"))
        #expect(client.send("c") == "W86")
        guard case .failure(let trap as Trap)? = client.debugger.ending else { throw DebuggerError.notDebuggable }
        #expect(trap.kind == .budgetExhausted && store.budget.spent > 1_000)
    }

    // MARK: Several calls and instances

    @Test func callsAreThreads() throws {
        let store = Store(instruments: .debugging)
        let (module, _) = try Self.module()
        let instances = [try store.instantiate(module), try store.instantiate(module)]
        let calls = try instances.enumerated().map { number, instance in
            let function = try #require(instance.function(named: "factorial"))
            return try function.begin([.i32(Int32(number) + 4)])
        }
        let client = DebuggerClient(try RemoteDebugger(calls))
        #expect(client.send("qfThreadInfo") == "m1,2")
        let offsets = try Self.offsets("factorial")
        // A breakpoint of one instance is one of its module.
        #expect(client.send(DebuggerClient.breakpoint(offsets[offsets.count - 3], instance: 1)) == "OK")
        #expect(client.send("c").hasPrefix("T05thread:1;"))
        #expect(client.send("Hg2") == "OK" && client.local(0) == "05000000")
        #expect(client.send("vCont;s:2").hasPrefix("T05thread:2;"))
        #expect(client.send("Hg1") == "OK" && client.local(0) == "01000000")
        let libraries = client.send("qXfer:libraries:read::0,fff")
        #expect(libraries.contains("4611686018427387904") && libraries.contains("\(1 << 62 | 1 << 32)"))
        #expect(client.send("D") == "OK" && client.debugger.isFinished)
        client.debugger.runToEnd { _ in }
        for call in calls { #expect(call.isFinished) }
    }

    @Test func onlyDebuggableStores() throws {
        let function = try #require(Store().instantiate(Self.module().module).function(named: "nothing"))
        #expect(throws: DebuggerError.notDebuggable) { try RemoteDebugger([function.begin()]) }
        #expect(throws: DebuggerError.notDebuggable) { try RemoteDebugger([]) }
        let others = try (0..<2).map { _ in
            let instance = try Store(instruments: .debugging).instantiate(Self.module().module)
            return try #require(instance.function(named: "nothing")).begin()
        }
        #expect(throws: DebuggerError.otherStore) { try RemoteDebugger(others) }
    }

    /// A host function's own call cannot be suspended, so that it passes breakpoints.
    @Test func callsOfHostFunctionsPassBreakpoints() throws {
        let store = Store(instruments: .debugging)
        let (inner, _) = try Self.module()
        let instance = try store.instantiate(inner)
        let factorial = try #require(instance.function(named: "factorial"))
        var imports = Imports()
        imports.define("call", in: "host", HostFunction { (number: Int32) -> Int32 in try factorial.call(number) })
        let text = """
            (module (import "host" "call" (func $f (param i32) (result i32)))
              (func (export "f") (result i32) i32.const 5 call $f))
            """
        let outer = try store.instantiate(Self.module(text).module, imports: imports)
        let function = try #require(outer.function(named: "f"))
        let client = DebuggerClient(try RemoteDebugger([function.begin()]))
        let first = try Self.offsets("factorial")[0]
        #expect(client.send(DebuggerClient.breakpoint(first)) == "OK")
        #expect(client.send("c") == "W00")
        #expect(try client.results == [120])
    }

    /// The frames of a call that was suspended in a store of another kind go on, and can be stopped everywhere.
    @Test(arguments: [false, true]) func callsOfASnapshot(_ isStored: Bool) throws {
        let (module, _) = try Self.module()
        let function = try #require(Store().instantiate(module).function(named: "factorial"))
        let call = try function.begin([.i32(6)])
        // In the middle of the calls.
        while call.backtrace.count < 3 { _ = try call.resume(yieldingAfter: 1) }
        var snapshot = try call.snapshot()
        if isStored { snapshot = try SnapshotFile(bytes: SnapshotFile(snapshot).bytes()).snapshot }
        let store = Store(instruments: .debugging)
        let restored = try store.call(restoredFrom: snapshot)
        let client = DebuggerClient(try RemoteDebugger([restored]))
        #expect(client.offsets.count == 3)
        #expect(client.local(0, frame: 2) == "06000000")
        let offsets = try Self.offsets("factorial")
        #expect(client.send(DebuggerClient.breakpoint(offsets[0])) == "OK")
        for expected in ["03000000", "02000000", "01000000", "00000000"] {
            #expect(client.send("c").contains("swbreak") && client.local(0) == expected)
        }
        #expect(restored.noteForDebugger == nil)
        // Behind the call, in each of the frames, also in a store that begins with the stopped call.
        if isStored { snapshot = try SnapshotFile(bytes: SnapshotFile(restored.snapshot()).bytes()).snapshot }
        let last = try isStored ? Store(instruments: .debugging).call(restoredFrom: snapshot) : restored
        let other = isStored ? DebuggerClient(try RemoteDebugger([last])) : client
        // Before the multiplication, and the ends of the conditional and the function.
        let product = offsets[offsets.count - 3]
        #expect(other.send(DebuggerClient.breakpoint(offsets[0], set: false)) == "OK")
        #expect(other.send(DebuggerClient.breakpoint(product)) == "OK")
        for expected in ["01000000", "02000000", "03000000", "04000000", "05000000", "06000000"] {
            #expect(other.send("c").contains("swbreak") && other.local(0) == expected)
        }
        #expect(other.send("c") == "W00")
        #expect(try other.results == [720])
    }

    /// Frames that keep their code, because there is no room for another one, are told.
    @Test func framesWithoutStopsAreTold() throws {
        let (module, _) = try Self.module()
        let function = try #require(Store().instantiate(module).function(named: "factorial"))
        let call = try function.begin([.i32(6)])
        while call.backtrace.isEmpty { _ = try call.resume(yieldingAfter: 1) }
        var limits = StoreLimits()
        limits.codeBytes = 0
        func note() throws -> String? {
            let store = Store(limits: limits, instruments: .debugging)
            return try store.call(restoredFrom: call.snapshot()).noteForDebugger
        }
        let places = "only at branches backwards, calls and returns"
        let name = call.frames[0].function.name ?? "0"
        #expect(try note() == "frame 0 (function \(name)) stops \(places) until it returns")
        while call.backtrace.count < 3 { _ = try call.resume(yieldingAfter: 1) }
        #expect(try note() == "3 frames, the innermost frame 0 (function \(name)), stop \(places) until they return")
    }

    /// A call in a store that can be debugged is stored and goes on in another one.
    @Test func snapshotsOfDebuggedCalls() throws {
        let (module, _) = try Self.module()
        let function = try #require(Store(instruments: .debugging).instantiate(module).function(named: "factorial"))
        let call = try function.begin([.i32(6)])
        for _ in 0..<30 { _ = try call.resume(yieldingAfter: 0) }
        let snapshot = try SnapshotFile(bytes: SnapshotFile(call.snapshot()).bytes()).snapshot
        #expect(throws: SnapshotError.otherOptions) { try Store().call(restoredFrom: snapshot) }
        let restored = try Store(instruments: .debugging).call(restoredFrom: snapshot)
        #expect(restored.backtrace == call.backtrace && restored.frames.map(\.locals) == call.frames.map(\.locals))
        #expect(restored.frames.map(\.operands) == call.frames.map(\.operands))
        let client = DebuggerClient(try RemoteDebugger([restored]))
        #expect(client.send("c") == "W00")
        #expect(try client.results == [720])
    }

    // MARK: Packets

    /// As much of the memory as a packet has.
    private static let contents =
        String(repeating: "0", count: 32) + "616263646566" + String(repeating: "0", count: 2 * 65_528 - 44)

    static let answers: [(String, String)] = [
        ("vCont?", "vCont;c;C;s;S"), ("qfThreadInfo", "m1"), ("qsThreadInfo", "l"), ("qC", "QC1"),
        ("qRegisterInfo1", "E45"), ("qWasmLocal:0;99", "E03"), ("qWasmLocal:9;0", "E03"), ("qWasmLocal:", "E03"),
        ("qWasmLocal:-1;-1", "E03"), ("qWasmCallStack:7", "E01"), ("p1", "E01"), ("m", "E01"), ("mx,1", "E01"),
        ("m8000000000000000,1", "E01"), ("m4000000500000000,1", "E08"), ("m0", "E01"), ("M0,1:zz", "E01"),
        ("M4000000000000000,1:00", "E01"), ("Z0,0,1", "E02"), ("Z0,4000000000000001,1", "E02"),
        ("Z2,0,1", ""), ("Z0", ""), ("Zx", ""), ("T1", "OK"), ("T9", "E01"), ("Hg9", "OK"), ("bs", ""), ("bc", ""),
        ("unknown", ""), ("", ""), ("qXfer:libraries:read::x,y", "E01"), ("qXfer:libraries:read::-5,fff", "E01"),
        ("qXfer:libraries:read::ffffff,fff", "l"), ("qXfer:auxv:read::0,1", ""), ("qMemoryRegionInfo:zz", "E01"),
        ("qWasmCallStack:-8000000000000000", "E01"), ("qWasmLocal:-9223372036854775808;0", "E03"),
        ("T-8000000000000000", "E01"), ("m-1,-8000000000000000", "E01"), ("Hg-1", "OK"),
        ("m0,-8000000000000000", "E08"), ("m0,7fffffffffffffff", contents),
        ("qMemoryRegionInfo:ffffffffffffffff", "E01"),
        ("qMemoryRegionInfo:0", "start:0;size:10000;permissions:rw;"),
        ("qMemoryRegionInfo:10000", "start:10000;size:ffff0000;"),
    ]

    @Test(arguments: answers.indices) func packetsAreAnswered(_ number: Int) throws {
        let (command, answer) = Self.answers[number]
        let client = try Self.client("nothing")
        #expect(client.send(command) == answer, "\(command)")
    }

    /// Numbers of threads that do not exist stand for the one that was chosen last.
    @Test(arguments: ["vCont;s:-8000000000000000", "vCont;s:0", "vCont;s:7fffffffffffffff", "vCont;s:x", "vCont;s"])
    func aStepOfNoThread(_ command: String) throws {
        let client = try Self.client("factorial", [.i32(0)])
        #expect(client.send(command).hasPrefix("T05thread:1;"))
        #expect(client.offsets.first == (try Self.offsets("factorial"))[1])
    }

    @Test func acknowledgements() throws {
        let function = try #require(
            Store(instruments: .debugging).instantiate(Self.module().module).function(named: "nothing"))
        let debugger = try RemoteDebugger([function.begin()])
        #expect(String(decoding: debugger.receive(Array("+$qC#b4".utf8)), as: UTF8.self) == "+$QC1#c5")
        #expect(String(decoding: debugger.receive(Array("-".utf8)), as: UTF8.self) == "$QC1#c5")
        #expect(String(decoding: debugger.receive(Array("$qC#00".utf8)), as: UTF8.self) == "-")
        // A packet may come in parts.
        #expect(debugger.receive(Array("$q".utf8)).isEmpty && debugger.receive(Array("C#b".utf8)).isEmpty)
        #expect(String(decoding: debugger.receive(Array("4".utf8)), as: UTF8.self) == "+$QC1#c5")
        // Nothing grows without end.
        _ = debugger.receive([UInt8](repeating: UInt8(ascii: "$"), count: 1 << 20))
        #expect(debugger.isFinished)
    }

    /// Whatever comes, there is an answer or none, and the guest can still be ended.
    @Test func damagedPacketsDoNoHarm() throws {
        let commands = Self.answers.map(\.0) + ["vCont;s:1", "c", "vCont;c", "m10,20", "M10,1:00", "QStartNoAckMode"]
        var random: UInt64 = 11
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        for _ in 0..<40 {
            let client = try Self.client("factorial", [.i32(5)])
            for _ in 0..<50 where !client.debugger.isFinished {
                var bytes = Array(commands[next(commands.count)].utf8)
                for _ in 0..<next(4) where !bytes.isEmpty {
                    switch next(3) {
                    case 0: bytes[next(bytes.count)] = UInt8(next(256))
                    case 1: bytes.remove(at: next(bytes.count))
                    default: bytes.insert(Array("0123456789abcdef,;:-".utf8)[next(20)], at: next(bytes.count))
                    }
                }
                _ = client.send(String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
