// The system calls of Nestbox and all of its unsafe code, here and in the other files of this name. These functions
// check results and turn them into Swift values; their callers decide what the values mean.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The `errno` of a system call that failed.
struct SystemError: Error, Hashable {
    var code: Int32

    /// The error of the call that has just failed.
    static var last: SystemError { SystemError(code: errno) }

    /// The error of a call that would have had to wait.
    static let temporary = SystemError(code: EAGAIN)

    /// Whether the call would have had to wait.
    var isTemporary: Bool { code == EAGAIN || code == EWOULDBLOCK }

    /// The system's description of the error.
    var text: String { String(cString: strerror(code)) }
}

/// The kind of a descriptor's object. Writing depends on it.
enum DescriptorKind {
    case terminal, pipe, socket, file, other
}

enum Syscalls {
    // MARK: Descriptors

    /// Reads some bytes; 0 at the end.
    static func readSome(_ descriptor: Int32, into buffer: inout MutableSpan<UInt8>) throws(SystemError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            if errno != EINTR { throw .last }
        }
    }

    /// Writes some bytes to anything but a socket. A pipe without readers is `EPIPE`, and a file that would exceed the
    /// process's limit is `EFBIG`: the signals that would end the process are suppressed.
    static func writeSome(_ descriptor: Int32, _ bytes: Span<UInt8>) throws(SystemError) -> Int {
        while true {
            let count = withoutSignals { bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }
            if count >= 0 { return count }
            if errno != EINTR { throw .last }
        }
    }

    /// Writes some bytes to a pipe or device without waiting, as ``writeSome(_:_:)`` otherwise.
    ///
    /// - Returns: The number of bytes; `nil` if the system cannot write to this descriptor without waiting.
    /// - Throws: `EAGAIN` if nothing can be written now.
    static func writeWithoutWaiting(_ descriptor: Int32, _ bytes: Span<UInt8>) throws(SystemError) -> Int? {
        guard let pwritev2 else { return nil }
        while true {
            let count = withoutSignals {
                bytes.withUnsafeBytes { bytes in
                    var part = iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                    // The offset -1 is the current position, and the flag 8 RWF_NOWAIT.
                    return pwritev2(descriptor, &part, 1, -1, 8)
                }
            }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            // If the call failed for another reason, `write` fails for it too.
            case EOPNOTSUPP, ENOSYS, EINVAL, EPERM, ESPIPE: return nil
            default: throw .last
            }
        }
    }

    /// Linux's `pwritev2`, which Swift's module of the C library does not declare; `nil` where there is none.
    private static let pwritev2: PositionedWrite? = {
        #if os(Linux)
            guard let symbol = dlsym(nil, "pwritev2") else { return nil }
            return unsafeBitCast(symbol, to: PositionedWrite.self)
        #else
            return nil
        #endif
    }()

    private typealias PositionedWrite =
        @convention(c) (Int32, UnsafePointer<iovec>, Int32, off_t, Int32) -> Int

    /// Writes some bytes to a socket, as ``writeSome(_:_:)``, without waiting.
    static func sendSome(_ descriptor: Int32, _ bytes: Span<UInt8>) throws(SystemError) -> Int {
        while true {
            let count = withoutSignals {
                bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
            }
            if count >= 0 { return count }
            if errno != EINTR { throw .last }
        }
    }

    /// Runs a system call that writes. The signals that a failed write sends are blocked on this thread meanwhile, and
    /// the call's own signal is swallowed. `errno` is preserved.
    static func withoutSignals(_ body: () -> Int) -> Int {
        if areWriteSignalsIgnored { return body() }
        var signals = sigset_t()
        var previous = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        for signal in writeSignals { sigaddset(&signals, signal) }
        sigemptyset(&before)
        sigpending(&before)
        pthread_sigmask(SIG_BLOCK, &signals, &previous)
        let result = body()
        let code = errno
        if result < 0 {
            for signal in writeSignals where sigismember(&before, signal) != 1 { swallow(signal) }
        }
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        errno = code
        return result
    }

    /// Blocks the signal USR1 on this thread, and on those that it starts from now on.
    static func holdUserSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR1)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Removes the signal USR1 if it is pending; returns whether it was.
    static func takeUserSignal() -> Bool {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigpending(&signals)
        guard sigismember(&signals, SIGUSR1) == 1 else { return false }
        swallow(SIGUSR1)
        return true
    }

    /// Removes a blocked signal if it is pending.
    private static func swallow(_ signal: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigpending(&signals)
        guard sigismember(&signals, signal) == 1 else { return }
        sigemptyset(&signals)
        sigaddset(&signals, signal)
        var received: Int32 = 0
        sigwait(&signals, &received)
    }

    /// The signals that a failed write sends: for a pipe without readers, and for a file that would be too large.
    private static let writeSignals = [SIGPIPE, SIGXFSZ]

    /// Set once, by a program that has no other threads yet.
    nonisolated(unsafe) private static var areWriteSignalsIgnored = false

    /// Ignores the signals that a failed write sends, for the whole process. Call it before the program starts threads.
    static func ignoreWriteSignals() {
        for number in writeSignals { _ = signal(number, SIG_IGN) }
        areWriteSignalsIgnored = true
    }

    /// Waits until a descriptor can be read or written, at most this long.
    ///
    /// - Returns: Whether the descriptor's other end is closed; `nil` if it is not ready.
    static func waitUntilReady(_ descriptor: Int32, toWrite: Bool, nanoseconds: UInt64) -> Bool? {
        var entry = pollfd(fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        let milliseconds = nanoseconds / 1_000_000 &+ (nanoseconds % 1_000_000 == 0 ? 0 : 1)
        let count = poll(&entry, 1, Int32(clamping: milliseconds))
        // A descriptor that cannot be polled (POLLNVAL, for example some systems' devices) counts as ready: reading or
        // writing it reports an error if it fails.
        guard count > 0 else { return nil }
        return entry.revents & Int16(POLLHUP | POLLERR) != 0
    }

    static func kind(of descriptor: Int32) -> DescriptorKind {
        if isatty(descriptor) == 1 { return .terminal }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFIFO: return .pipe
        case S_IFSOCK: return .socket
        case S_IFREG: return .file
        default: return .other
        }
    }

    /// The bytes that a pipe takes without blocking once it is ready to be written.
    static var pipeTransferSize: Int { Int(PIPE_BUF) }

    /// Opens a file by its path on the host.
    ///
    /// - Parameter waiting: If `false`, opening a pipe for reading does not wait for a writer, and reading fails
    ///   instead of waiting.
    static func openFile(_ path: HostPath, forWriting: Bool, waiting: Bool = true) throws(SystemError) -> Int32 {
        try check(path)
        let flags = (forWriting ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY) | (waiting ? 0 : O_NONBLOCK)
        while true {
            let descriptor = withCString(path.bytes) { open($0, flags | O_CLOEXEC | O_NOCTTY, 0o666) }
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw .last }
        }
    }

    /// The size of a regular file, as a hint; 0 for others.
    static func sizeHint(of descriptor: Int32) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return max(0, Int(clamping: status.st_size))
    }

    /// Returns the names in a folder without `.` and `..`, in no particular order; `nil` if it is not a folder or
    /// cannot be read.
    static func names(inFolder path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = String(decoding: EntryReader.name(of: entry), as: UTF8.self)
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func closeFile(_ descriptor: Int32) { _ = close(descriptor) }

    /// Opens `/dev/null` in place of each standard stream that is closed, so that no other file gets its number.
    static func openMissingStandardStreams() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            // All lower numbers are taken, so that the file gets this one.
            let opened = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
            if opened > descriptor { _ = close(opened) }
        }
    }

    // MARK: Time and randomness

    /// Returns the time of a clock in nanoseconds.
    static func time(isMonotonic: Bool) -> UInt64 {
        var time = timespec()
        guard clock_gettime(isMonotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &time) == 0 else { return 0 }
        return time.nanoseconds
    }

    static func resolution(isMonotonic: Bool) -> UInt64 {
        var time = timespec()
        guard clock_getres(isMonotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &time) == 0 else { return 1 }
        return max(1, time.nanoseconds)
    }

    /// Sleeps this long, or less if a signal comes.
    static func sleep(nanoseconds: UInt64) {
        var time = timespec()
        time.tv_sec = .init(clamping: nanoseconds / 1_000_000_000)
        time.tv_nsec = .init(truncatingIfNeeded: nanoseconds % 1_000_000_000)
        _ = nanosleep(&time, nil)
    }

    /// Fills a buffer with bytes from the system's source of randomness.
    static func fillRandom(_ bytes: inout MutableSpan<UInt8>) throws(SystemError) {
        let failed = bytes.withUnsafeMutableBytes { buffer -> Bool in
            #if canImport(Darwin)
                arc4random_buf(buffer.baseAddress, buffer.count)
                return false
            #else
                // The maximum of one call. (`getrandom` gives more, but Swift does not import it on every Linux.)
                let most = 256
                for start in stride(from: 0, to: buffer.count, by: most) {
                    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start &+ most, buffer.count)])
                    if getentropy(part.baseAddress, part.count) != 0 { return true }
                }
                return false
            #endif
        }
        if failed { throw .last }
    }
}

// MARK: Threads

extension Syscalls {
    /// The number of processors that are online.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// A started thread, which must be joined.
    struct Thread {
        fileprivate let handle: pthread_t

        /// Waits until the thread has ended.
        func join() { _ = pthread_join(handle, nil) }
    }

    /// Starts a thread that calls `body`; `nil` if the system cannot start one.
    static func startThread(_ body: ThreadBody) -> Thread? {
        let argument = Unmanaged.passRetained(body)
        #if canImport(Darwin)
            var handle: pthread_t?
        #else
            var handle: pthread_t = .init()
        #endif
        let failure = pthread_create(&handle, nil, threadMain, argument.toOpaque())
        guard failure == 0 else {
            argument.release()
            return nil
        }
        #if canImport(Darwin)
            return handle.map { Thread(handle: $0) }
        #else
            return Thread(handle: handle)
        #endif
    }
}

/// The work of a thread.
final class ThreadBody: Sendable {
    fileprivate let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

#if canImport(Darwin)
    private typealias ThreadArgument = UnsafeMutableRawPointer
#else
    private typealias ThreadArgument = UnsafeMutableRawPointer?
#endif

private func threadMain(_ argument: ThreadArgument) -> UnsafeMutableRawPointer? {
    let pointer: UnsafeMutableRawPointer? = argument
    if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().body() }
    return nil
}

/// A mutual exclusion lock.
final class Lock {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
