import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

@Suite struct ArgumentTests {
    @Test func argumentsAreWrittenAndNothingElse() throws {
        let guest = try Guest { try $0.grantArguments(["prog", "", "größe"]) }
        #expect(try guest.call("args_sizes_get", 100, 200) == .success)
        #expect(guest.u32(100) == 3)
        #expect(guest.u32(200) == 14)
        #expect(guest.touched == Array(100..<104) + Array(200..<204))
        #expect(try guest.call("args_get", 301, 403) == .success)
        #expect([guest.u32(301), guest.u32(305), guest.u32(309)] == [403, 408, 409])
        #expect(Array(guest.memory[403..<417]) == Array("prog\0\0größe\0".utf8))
        #expect(guest.touched == Array(100..<104) + Array(200..<204) + Array(301..<313) + Array(403..<417))
    }

    @Test(arguments: [(65_536 - 7, 0), (0, 65_536 - 13), (0xFFFF_FFFF, 0), (0, 0xFFFF_FFFF), (65_536, 65_536)])
    func argumentsOutsideOfMemoryWriteNothing(_ pointers: UInt64, _ buffer: UInt64) throws {
        let guest = try Guest { try $0.grantArguments(["prog", "", "größe"]) }
        #expect(try guest.call("args_get", pointers, buffer) == .fault)
        #expect(guest.touched.isEmpty)
    }

    @Test(arguments: [(65_533, 0), (0, 65_533), (0xFFFF_FFFC, 0), (0, 0xFFFF_FFFF)])
    func sizesOutsideOfMemoryWriteNothing(_ count: UInt64, _ size: UInt64) throws {
        let guest = try Guest { try $0.grantArguments(["prog"]) }
        #expect(try guest.call("args_sizes_get", count, size) == .fault)
        #expect(try guest.call("environ_sizes_get", count, size) == .fault)
        #expect(guest.touched.isEmpty)
    }

    @Test func environmentIsWhatWasGrantedOnly() throws {
        let guest = try Guest { try $0.grantEnvironment(["A": "1", "B": "x=y"]) }
        #expect(try guest.call("environ_sizes_get", 0, 4) == .success)
        #expect([guest.u32(0), guest.u32(4)] == [2, 10])
        #expect(try guest.call("environ_get", 8, 100) == .success)
        #expect(Array(guest.memory[100..<110]) == Array("A=1\0B=x=y\0".utf8))

        let without = try Guest { try $0.grantArguments(["prog"]) }
        #expect(try without.call("environ_sizes_get", 0, 4) == .success)
        #expect([without.u32(0), without.u32(4)] == [0, 0])
        #expect(try without.call("environ_get", 65_536, 65_536) == .success)
    }

    @Test func badArgumentsAndVariablesAreRefused() {
        var configuration = WASIConfiguration()
        #expect(throws: WASIConfigurationError.zeroByte(in: "a\0b")) { try configuration.grantArguments(["a\0b"]) }
        #expect(throws: WASIConfigurationError.zeroByte(in: "A=\0")) { try configuration.grantEnvironment(["A": "\0"]) }
        #expect(throws: WASIConfigurationError.invalidVariableName("")) {
            try configuration.grantEnvironment(["": "b"])
        }
        #expect(throws: WASIConfigurationError.invalidVariableName("A=B")) {
            try configuration.grantEnvironment(["A=B": "c"])
        }
        #expect(throws: WASIConfigurationError.duplicateVariable("A")) {
            try configuration.grantEnvironment(["A": "1", "A": "2"])
        }
        #expect(throws: WASIConfigurationError.tooMany(count: 65_537, maximum: 65_536)) {
            try configuration.grantArguments([String](repeating: "", count: 65_537))
        }
        #expect(throws: WASIConfigurationError.tooLong(maximum: 2 << 20)) {
            try configuration.grantArguments([String(repeating: "x", count: 2 << 20)])
        }
        #expect(configuration.granted.isEmpty)
        // These names are equal as Swift strings, but their bytes differ.
        #expect(throws: Never.self) { try configuration.grantEnvironment(["\u{212B}": "1", "\u{C5}": "2"]) }
    }

    @Test func guestWithoutMemoryGetsEFAULT() throws {
        let guest = try Guest(memorySize: 0) {
            try $0.grantArguments(["a"])
            $0.grantRandom(SeededRandomSource(seed: 1))
        }
        #expect(try guest.call("args_sizes_get", 0, 0) == .fault)
        #expect(try guest.call("random_get", 0, 0) == .success)
        #expect(try guest.call("random_get", 0, 1) == .fault)
    }
}

@Suite struct ClockRandomProcessTests {
    @Test func clocksTellTheirTime() throws {
        let guest = Guest { $0.grantClocks(VirtualClocks(realtime: 0x0102_0304_0506_0708)) }
        #expect(try guest.call("clock_time_get", 0, .max, 13) == .success)
        #expect(guest.u64(13) == 0x0102_0304_0506_0708)
        #expect(guest.touched == Array(13..<21))
        #expect(try guest.call("clock_res_get", 1, 32) == .success)
        #expect(guest.u64(32) == 1)
        for clock: UInt64 in [2, 3, 4, 0xFFFF_FFFF] {
            #expect(try guest.call("clock_time_get", clock, 0, 0) == .inval)
            #expect(try guest.call("clock_res_get", clock, 0) == .inval)
        }
        for address: UInt64 in [65_529, 65_536, 0xFFFF_FFFF] {
            #expect(try guest.call("clock_time_get", 0, 0, address) == .fault)
            #expect(try guest.call("clock_res_get", 0, address) == .fault)
        }
        #expect(guest.touched == Array(13..<21) + Array(32..<40))
    }

    @Test func randomFillsExactlyTheBuffer() throws {
        let guest = Guest(memorySize: 200_000) { $0.grantRandom(SeededRandomSource(seed: 7)) }
        #expect(try guest.call("random_get", 3, 150_000) == .success)
        #expect(guest.touched.count > 149_000)
        #expect(guest.touched.first.map { $0 >= 3 } == true)
        #expect(guest.touched.last.map { $0 < 150_003 } == true)
        #expect(Set(guest.memory[100_000..<150_000]).count == 256)
    }

    @Test(arguments: [(0, 65_537), (65_536, 1), (0xFFFF_FFFF, 0xFFFF_FFFF), (1, 0xFFFF_FFFF), (65_535, 2)])
    func randomOutsideOfMemoryWritesNothing(_ address: UInt64, _ size: UInt64) throws {
        let guest = Guest { $0.grantRandom(SeededRandomSource(seed: 7)) }
        #expect(try guest.call("random_get", address, size) == .fault)
        #expect(guest.touched.isEmpty)
    }

    @Test func randomCanBeStopped() throws {
        let guest = Guest(memorySize: 1 << 20, interruption: Countdown(3)) {
            $0.grantRandom(SeededRandomSource(seed: 7))
        }
        #expect(throws: Interrupted(.cancelled)) { try guest.call("random_get", 0, 1 << 20) }
        #expect(guest.memory[(3 * 65_536)...].allSatisfy { $0 == 0xAA })
    }

    @Test(arguments: [0, 1, 255, 256, 0xFFFF_FFFF] as [UInt64])
    func exitThrowsItsCode(_ code: UInt64) throws {
        let guest = Guest { $0.grantExit() }
        #expect(throws: GuestExit(code: UInt32(code))) { try guest.call("proc_exit", code) }
    }

    @Test func signalsDoWhatTheyDoByDefault() throws {
        let guest = Guest { $0.grantExit() }
        for ignored: UInt64 in [0, 13, 16, 17, 22, 27] { #expect(try guest.call("proc_raise", ignored) == .success) }
        for stopping: UInt64 in 18...21 { #expect(try guest.call("proc_raise", stopping) == .notsup) }
        for unknown: UInt64 in [31, 255, 0xFFFF_FFFF] { #expect(try guest.call("proc_raise", unknown) == .inval) }
        #expect(throws: GuestExit(code: 134)) { try guest.call("proc_raise", 6) }
    }

    @Test func yieldCanBeStopped() throws {
        let guest = Guest(interruption: Countdown(1)) { $0.grantYield() }
        #expect(try guest.call("sched_yield") == .success)
        #expect(throws: Interrupted(.cancelled)) { try guest.call("sched_yield") }
    }
}
