#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension HostProcess {
    /// Flushes the streams of the C library and ends the process with an exit code.
    package static func end(_ code: Int32) -> Never {
        fflush(nil)
        exit(code)
    }

    /// Writes a line to the process's own standard error. If writing fails, the rest of the line is lost.
    package static func writeErrorLine(_ line: String) {
        let stream = HostOutput(descriptor: 2)
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            guard let count = try? stream.write(bytes.span.extracting(written..<bytes.count)), count > 0 else { return }
            written += count
        }
    }
}
