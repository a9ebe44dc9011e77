import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

@Suite struct FuzzTests {
    /// Numbers at the limits of ranges, sizes and structures.
    static let edges: [UInt64] = [
        0, 1, 2, 3, 4, 7, 8, 16, 24, 31, 32, 48, 63, 64, 255, 256, 300, 1023, 1024, 1025, 4096, 4095, 4093, 4092, 4088,
        0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1000_0000, 0x2000_0001, 0x0555_5556,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    private func argument(_ random: inout SplitMix) -> UInt64 {
        switch random.next() % 4 {
        case 0: random.next()
        case 1: random.next() % 4096
        case 2: random.next() % 8
        default: FuzzTests.edges[Int(random.next() % UInt64(FuzzTests.edges.count))]
        }
    }

    /// Returns a guest with every grant, whose memory contains random numbers, many of them small.
    private func guest(_ random: inout SplitMix) throws -> Guest {
        let guest = try Guest(memorySize: 4096, interruption: Countdown(40)) {
            try $0.grantArguments(["a", "bc"])
            try $0.grantEnvironment(["A": "B"])
            $0.grantStandardInput(FakeStream(most: 5))
            $0.grantStandardOutput(FakeStream(buffering: .full, most: 1000))
            $0.grantStandardError(BufferOutput(capacity: 500))
            $0.grantClocks(VirtualClocks())
            $0.grantRandom(SeededRandomSource(seed: random.next()))
            $0.grantExit()
            $0.grantYield()
            $0.missing = .enosys
        }
        for index in stride(from: 0, to: 4096, by: 4) {
            guest.put(UInt32(truncatingIfNeeded: argument(&random)), at: index)
        }
        return guest
    }

    @Test func randomCallsNeverEndTheProcess() throws {
        var random = SplitMix(state: 42)
        var counts: [Errno: Int] = [:]
        var ends = 0
        for _ in 0..<2000 {
            let guest = try guest(&random)
            var functions: [(HostFunction, Int)] = []
            for row in WASIFunction.all {
                switch guest.wasi.resolve(module: WASIFunction.moduleName, name: row.name, type: row.type) {
                case .function(let function), .stub(let function):
                    functions.append((function, row.type.parameters.count))
                default: Issue.record("\(row.name) does not link")
                }
            }
            var memory = guest.memory
            guest.memory = []
            for _ in 0..<100 {
                let (function, count) = functions[Int(random.next() % UInt64(functions.count))]
                let arguments = (0..<count).map { _ in argument(&random) }
                do {
                    let (results, after) = try guest.store.callForTest(function, arguments: arguments, memory: memory)
                    memory = after
                    let error = try #require(Errno(rawValue: UInt16(truncatingIfNeeded: results.first ?? 0)))
                    counts[error, default: 0] += 1
                } catch is GuestExit {
                    ends += 1
                } catch is Interrupted {
                    ends += 1
                    guest.store.interruption = Countdown(40)
                }
                if memory.count != 4096 { Issue.record("the memory has \(memory.count) bytes") }
            }
        }
        // Random calls get past the first checks of the functions: each of these errors occurs often.
        for error: Errno in [.success, .badf, .fault, .inval, .spipe, .nosys, .notcapable] {
            #expect(counts[error, default: 0] > 200, "\(error)")
        }
        #expect(ends > 200)
    }
}

/// A generator of random numbers that its state determines.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
