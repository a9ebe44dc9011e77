import Foundation
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Classes of faults that were published for other runtimes: the behaviour of each call at the limits of its arguments
/// and of the files that it meets.
@Suite struct AdvisoryTests {
    /// The kinds of folders; each has a file `f` of 3 bytes.
    enum Kind: CaseIterable {
        case host, memory, overlay

        func guest(_ wasi: (inout WASIConfiguration) -> Void = { _ in }) throws -> Guest {
            let temporary = try TemporaryFolder()
            let folder: any WASIDirectory =
                switch self {
                case .host: try temporary.folder()
                case .memory: MemoryFolder()
                case .overlay: try OverlayFolder(above: try temporary.folder())
                }
            try folder.writeFile(at: "f", [1, 2, 3])
            let guest = try Guest { configuration in
                try configuration.grantFolder(folder, as: "/", permissions: .all)
                configuration.grantClocks(VirtualClocks())
                configuration.grantStandardInput(BufferInput("abc"))
                configuration.grantStandardOutput(BufferOutput())
                wasi(&configuration)
            }
            guest.companion = temporary
            return guest
        }
    }

    // MARK: Times

    /// Seconds before 1970, and beyond 64 bits of nanoseconds, signed and unsigned. The file system may change times
    /// that it cannot store.
    static let seconds = [-10_000_000_000, -2, -1, 0, 1, 9_223_372_036, 9_223_372_037, 18_446_744_074, 1 << 40]

    @Test(arguments: seconds)
    func filesOfAnyDateHaveAStatus(_ seconds: Int) throws {
        let temporary = try TemporaryFolder()
        try temporary.write("abc", to: "f")
        var times = [timespec(), timespec()]
        for index in 0..<2 {
            times[index].tv_sec = seconds
            times[index].tv_nsec = 999_999_999
        }
        guard utimensat(AT_FDCWD, temporary.path + "/f", times, 0) == 0 else { return }
        for folder in [try temporary.folder() as any WASIDirectory, try OverlayFolder(above: try temporary.folder())] {
            let guest = try Guest(folder)
            #expect(try guest.call("path_filestat_get", [3, 0], "f", 64) == .success)
            let told = guest.u64(64 + 48)
            if seconds < 0 { #expect(told == 0) }
            var status = stat()
            try #require(lstat(temporary.path + "/f", &status) == 0)
            #if canImport(Darwin)
                let stored = status.st_mtimespec.tv_sec
            #else
                let stored = status.st_mtim.tv_sec
            #endif
            if stored >= 0 { #expect(told / 1_000_000_000 == min(UInt64(stored), UInt64.max / 1_000_000_000)) }
            if case .success(let fd) = try guest.open("f") {
                #expect(try guest.call("fd_filestat_get", fd, 64) == .success)
                #expect(guest.u64(64 + 48) == told)
            } else {
                Issue.record("not opened")
            }
            #expect(try guest.names().contains("f"))
        }
    }

    static let nanoseconds: [UInt64] = [
        0, 1, 999_999_999, UInt64(Int64.max) - 1, UInt64(Int64.max), UInt64(Int64.max) + 1, .max - 1, .max,
    ]

    @Test(arguments: Kind.allCases, nanoseconds)
    func anyTimeCanBeAskedFor(_ kind: Kind, _ time: UInt64) throws {
        let guest = try kind.guest()
        let error = try guest.call("path_filestat_set_times", [3, 0], "f", time, time, 5)
        #expect(try guest.call("path_filestat_get", [3, 0], "f", 64) == .success)
        let told = guest.u64(64 + 48)
        if kind != .host { #expect(error == .success && told == time) }
        let fd = try guest.open("f", .writing).get()
        _ = try guest.call("fd_filestat_set_times", fd, time, time, 5)
        #expect(try guest.call("fd_filestat_get", fd, 64) == .success)
        #expect(guest.u64(64 + 48) == told)
    }

    // MARK: Empty writes

    /// Writing nothing increases nothing: no file, no quota, no memory.
    @Test(arguments: Kind.allCases)
    func emptyWritesAddNothing(_ kind: Kind) throws {
        let guest = try kind.guest()
        let fd = try guest.open("f", .writing).get()
        guest.put(UInt32(100), 0, UInt32(65_536), 0, at: 8_000)
        for far in [0, 1 << 40, UInt64(Int64.max)] {
            for count in [0, 1, 2] as [UInt64] {
                #expect(try guest.call("fd_pwrite", fd, 8_000, count, far, 36) == .success)
                #expect(guest.u32(36) == 0)
            }
            #expect(try guest.call("fd_seek", fd, far, 0, 40) == .success)
            #expect(try guest.call("fd_write", fd, 8_000, 2, 36) == .success)
            #expect(guest.u64(40) == far)
        }
        #expect(try guest.call("fd_fdstat_set_flags", fd, 1) == .success)
        #expect(try guest.call("fd_write", fd, 8_000, 2, 36) == .success)
        #expect(try guest.call("fd_allocate", fd, 0, 0) == .inval)
        #expect(try guest.call("fd_write", 1, 8_000, 2, 36) == .success)
        #expect(guest.u32(36) == 0)
        #expect(try guest.call("fd_filestat_get", fd, 64) == .success)
        #expect(guest.u64(64 + 32) == 3)
        // A symbolic link needs a target.
        #expect(try guest.call("path_symlink", [], "", [3], "l") == .noent)
    }

    // MARK: Padding, and the bytes around

    /// A call writes the whole structure with its padding as zero, and no byte outside.
    @Test(arguments: Kind.allCases)
    func paddingIsZeroAndNothingElseIsTouched(_ kind: Kind) throws {
        func touched(by name: Name, _ arguments: [UInt64], zero: [Range<Int>]) throws -> Range<Int>? {
            let guest = try kind.guest()
            // A subscription for a time that is over, with padding that must not come back.
            guest.put([UInt8](repeating: 0, count: 48), at: 20_000)
            guest.put([0, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA], at: 20_008)
            let before = guest.memory
            #expect(try guest.call(name, arguments) == .success)
            for range in zero { #expect(guest.memory[range].allSatisfy { $0 == 0 }, "\(name) \(range)") }
            let changed = guest.memory.indices.filter { guest.memory[$0] != before[$0] && !(500..<504).contains($0) }
            return changed.first.map { $0..<((changed.last ?? $0) + 1) }
        }
        #expect(try touched(by: "fd_fdstat_get", [3, 1_000], zero: [1_001..<1_002, 1_004..<1_008]) == 1_000..<1_024)
        #expect(try touched(by: "fd_filestat_get", [3, 1_000], zero: [1_017..<1_024]) == 1_000..<1_064)
        #expect(try touched(by: "fd_prestat_get", [3, 1_000], zero: [1_000..<1_004]) == 1_000..<1_008)
        #expect(
            try touched(by: "poll_oneoff", [20_000, 1_000, 1, 500], zero: [1_010..<1_032]) == 1_000..<1_032)
        // The entries `.` and `f` have 25 bytes, `..` has 26.
        let entries = [1_021..<1_024, 1_046..<1_049, 1_072..<1_075]
        #expect(try touched(by: "fd_readdir", [3, 1_000, 4_096, 0, 500], zero: entries) == 1_000..<1_076)
        // The buffer ends in an entry's padding.
        #expect(try touched(by: "fd_readdir", [3, 1_000, 23, 0, 500], zero: [1_021..<1_023]) == 1_000..<1_023)
    }

    // MARK: Lengths and numbers at their extremes

    /// Every function answers with every argument at every extreme, without any other effect.
    @Test(arguments: Kind.allCases)
    func extremesAreAnswered(_ kind: Kind) throws {
        let extremes: [UInt64] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 63 - 1, 1 << 63, .max]
        for function in WASIFunction.all where !function.type.results.isEmpty && function.name != "proc_raise" {
            let parameters = function.type.parameters
            // The value of the other arguments, as an address, a descriptor or a length.
            for others in [0, 3, 1_000] as [UInt64] {
                for index in parameters.indices {
                    let guest = try kind.guest { configuration in
                        try? configuration.grantArguments(["a"])
                        try? configuration.grantEnvironment(["A": "B"])
                        configuration.grantRandom(SeededRandomSource(seed: 1))
                        configuration.grantSockets()
                    }
                    for extreme in extremes {
                        var arguments = parameters.map { _ in others }
                        if !arguments.isEmpty, function.name.text.hasPrefix("fd_") || index > 0 { arguments[0] = 3 }
                        arguments[index] = parameters[index] == .i32 ? extreme & 0xFFFF_FFFF : extreme
                        #expect(throws: Never.self, "\(function.name) \(arguments)") {
                            try guest.call(function.name, arguments)
                        }
                    }
                }
            }
        }
    }

    // MARK: Waiting

    static let clocks: [@Sendable () -> any WASIClocks] = [
        { VirtualClocks() }, { VirtualClocks(realtime: .max) }, { BudgetClocks(start: 0, nanosecondsPerUnit: 1) },
        { BudgetClocks(start: .max, nanosecondsPerUnit: .max) }, { CoarseClocks(VirtualClocks(), step: 1_000) },
        { HostClocks() }, { CoarseClocks(HostClocks(), step: 1_000_000) },
    ]

    private func poll(_ clocks: any WASIClocks, _ timeout: UInt64, flags: UInt16, id: UInt32) throws -> Errno? {
        let guest = Guest(interruption: Countdown(8)) { $0.grantClocks(clocks) }
        var writer = ByteWriter()
        for number in [UInt64(7), 0, UInt64(id), timeout, 0] { writer.fixed(number) }
        writer.fixed(UInt64(flags))
        guest.put(writer.bytes, at: 1_000)
        let error = try guest.call("poll_oneoff", 1_000, 2_000, 1, 500)
        #expect(guest.u32(500) == 1)
        #expect([guest.u64(2_000), guest.number(2_008, 2), guest.number(2_010, 1)] == [7, 0, 0])
        return error
    }

    /// A wait of no time, and a wait until a past moment, end at once with every clock.
    @Test(arguments: clocks.indices, [0, 1] as [UInt32])
    func aZeroTimeoutIsOverAtOnce(_ index: Int, _ id: UInt32) throws {
        for flags in [0, 1] as [UInt16] {
            #expect(try poll(AdvisoryTests.clocks[index](), 0, flags: flags, id: id) == .success)
        }
    }

    /// Simulated clocks advance to the end of a wait in one step, however long it is.
    @Test(arguments: 0..<5, [0, 1] as [UInt32])
    func aSimulatedClockEndsTheLongestWaitInOneStep(_ index: Int, _ id: UInt32) throws {
        for timeout in [20_000_001, 1 << 62, UInt64.max] {
            for flags in [0, 1] as [UInt16] {
                let clocks = AdvisoryTests.clocks[index]()
                #expect(try poll(clocks, timeout, flags: flags, id: id) == .success)
            }
        }
    }
}
