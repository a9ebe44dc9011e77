// nestbox-meter REPORT SECONDS COMMAND [ARGUMENT…]
//
// Runs a command with the standard input of this program and writes one line to the file REPORT: exit status (or -signal),
// user, system and wall time in microseconds, and peak resident memory in KiB. The command is killed when it has used
// SECONDS of processor time. Exits with 0 if the line was written.
//
// This is a separate program without Foundation because Linux counts what the parent had resident when it started a
// process as memory of that process: peaks below this program's own (some 8 MiB) cannot be told apart.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct Measurement {
    var status: Int32
    var usage: rusage
    var wallNanoseconds: UInt64

    /// The line for the report.
    var line: String {
        let exit = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        #if canImport(Darwin)
            let peak = usage.ru_maxrss / 1024
        #else
            let peak = usage.ru_maxrss
        #endif
        let user = Measurement.microseconds(usage.ru_utime)
        return "\(exit) \(user) \(Measurement.microseconds(usage.ru_stime)) \(wallNanoseconds / 1000) \(peak)\n"
    }

    private static func microseconds(_ time: timeval) -> Int { Int(time.tv_sec) * 1_000_000 + Int(time.tv_usec) }
}

func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Limits the processor time of the command, which inherits the limit of this process.
func limitProcessorTime(seconds: UInt) {
    var limits = rlimit()
    limits.rlim_cur = rlim_t(seconds)
    limits.rlim_max = rlim_t(seconds)
    #if canImport(Glibc)
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limits)
    #else
        setrlimit(RLIMIT_CPU, &limits)
    #endif
}

/// Runs a command to its end; returns `nil` if it cannot be started.
func measure(_ command: [String]) -> Measurement? {
    var arguments = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let start = monotonicNanoseconds()
    guard let program = command.first, posix_spawnp(&process, program, nil, nil, arguments, environ) == 0 else {
        return nil
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
        if errno != EINTR { return nil }
    }
    return Measurement(status: status, usage: usage, wallNanoseconds: monotonicNanoseconds() - start)
}

func writeReport(_ line: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let isWritten = fputs(line, file) >= 0
    return fclose(file) == 0 && isWritten
}

func fail(_ message: String) -> Never {
    let line = Array((message + "\n").utf8)
    _ = write(2, line, line.count)
    exit(2)
}

let words = CommandLine.arguments
guard words.count > 3, let seconds = UInt(words[2]) else {
    fail("usage: nestbox-meter REPORT SECONDS COMMAND [ARGUMENT…]")
}
limitProcessorTime(seconds: seconds)
guard let measurement = measure(Array(words[3...])) else { fail("\(words[3]) cannot be started") }
guard writeReport(measurement.line, to: words[1]) else { fail("\(words[1]) cannot be written") }
