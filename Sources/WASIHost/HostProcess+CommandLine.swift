import WASIPreview1

#if canImport(Darwin)
    @preconcurrency import Darwin
#elseif canImport(Glibc)
    // For `stdout`, which the module declares as a variable.
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#endif

extension HostProcess {
    /// Flushes the streams of the C library and ends the process with an exit code.
    package static func end(_ code: Int32) -> Never {
        // Swift's `print` writes to the C library's buffer, and tells no error. A closed pipe is no fault: its reader has
        // had enough.
        let isFlushed = fflush(nil) == 0
        if !isFlushed || ferror(stdout) != 0 {
            // The error of an earlier write is lost.
            let error = isFlushed ? nil : SystemError.last
            let isClosedPipe =
                error?.code == EPIPE || Syscalls.waitUntilReady(1, toWrite: true, nanoseconds: 0) == true
            if !isClosedPipe {
                writeErrorLine("nestbox: the output could not be written" + (error.map { ": \($0.text)" } ?? ""))
            }
            exit(code == 0 ? 1 : code)
        }
        exit(code)
    }

    /// Writes what `print` has collected, so that it comes before what is written to other streams next.
    package static func flush() { fflush(nil) }

    /// The words of the command line, the program's name included, as the system passed them: they need not be UTF-8.
    package static var arguments: [[UInt8]] { Syscalls.arguments }

    /// Returns a variable of the process's environment; `nil` if it is not set.
    package static func environmentVariable(_ name: String) -> [UInt8]? { Syscalls.environmentVariable(name) }

    /// Whether a stream of the process, 0 to 2, is a terminal.
    package static func isTerminal(_ descriptor: Int32) -> Bool { Syscalls.isTerminal(descriptor) }

    /// Whether the host has a file, a folder or anything else at a path.
    package static func exists(_ path: HostPath) -> Bool { Syscalls.exists(path) }

    /// Writes a line to the process's own standard error. If writing fails, the rest of the line is lost.
    package static func writeErrorLine(_ line: String) {
        try? HostOutput(descriptor: 2).writeAll(Array((line + "\n").utf8).span)
    }
}
