import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A guest without code: it calls WASI functions on a memory that stays the same between calls.
final class Guest {
    let wasi: WASI
    let store: Store
    var memory: [UInt8]
    /// An object that has to live as long as the guest.
    var companion: AnyObject?
    /// The name of the module that functions are imported from.
    var module = WASIFunction.moduleName

    init(
        _ wasi: WASI, memorySize: Int = 65_536, interruption: (any Interruption)? = nil,
        limits: StoreLimits = StoreLimits()
    ) {
        self.wasi = wasi
        store = Store(limits: limits)
        memory = [UInt8](repeating: 0xAA, count: memorySize)
        store.interruption = interruption
    }

    convenience init(
        memorySize: Int = 65_536, interruption: (any Interruption)? = nil, limits: StoreLimits = StoreLimits(),
        _ grant: (inout WASIConfiguration) throws -> Void
    ) rethrows {
        var configuration = WASIConfiguration()
        try grant(&configuration)
        self.init(WASI(configuration), memorySize: memorySize, interruption: interruption, limits: limits)
    }

    struct NotLinked: Error {}

    /// Calls a function, and returns its error code; `nil` for a function without results.
    @discardableResult
    func call(_ name: Name, _ arguments: UInt64...) throws -> Errno? { try call(name, arguments) }

    func call(_ name: Name, _ arguments: [UInt64]) throws -> Errno? {
        guard let function = WASIFunction.named(name),
            case .function(let host) = wasi.resolve(module: module, name: name, type: function.type)
        else { throw NotLinked() }
        var lent: [UInt8] = []
        swap(&lent, &memory)
        do {
            let (results, after) = try store.callForTest(host, arguments: arguments, memory: lent)
            memory = after
            return results.first.flatMap { Errno(rawValue: UInt16(truncatingIfNeeded: $0)) }
        } catch {
            memory = store.state.memories.first?.bytes ?? lent
            throw error
        }
    }

    func u32(_ address: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(address, 4)) }
    func u64(_ address: Int) -> UInt64 { number(address, 8) }

    func number(_ address: Int, _ size: Int) -> UInt64 {
        memory[address..<address + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    func put(_ bytes: some Collection<UInt8>, at address: Int) {
        memory.replaceSubrange(address..<address + bytes.count, with: bytes)
    }

    /// Writes little-endian 32-bit numbers.
    func put(_ numbers: UInt32..., at address: Int) {
        var writer = ByteWriter()
        for number in numbers { writer.fixed(number) }
        put(writer.bytes, at: address)
    }

    /// The addresses whose bytes differ from the initial filling of the memory.
    var touched: [Int] { memory.indices.filter { memory[$0] != 0xAA } }
}

/// An interruption that stops the guest after this number of polls.
final class Countdown: Interruption, @unchecked Sendable {
    var remaining: Int
    init(_ count: Int) { remaining = count }

    func reasonToStop() -> InterruptReason? {
        remaining -= 1
        return remaining < 0 ? .cancelled : nil
    }
}

/// A stream that transfers some bytes at a time, is not always ready, and records its calls.
final class FakeStream: WASIInputStream, WASIOutputStream {
    var isTerminal = false
    var buffering: WASIBuffering
    /// The answers to the next polls; when none are left, the stream is ready.
    var readyAnswers: [Bool] = []
    var most: Int
    var error: Errno?
    var written: [UInt8] = []
    var writes: [Int] = []
    var longestWait: UInt64 = 0
    var refusesWhenNotReady = false
    /// How many of the next writes throw `EAGAIN`.
    var refusals = 0
    /// After so many bytes, writing fails.
    var failsAfter: (bytes: Int, error: Errno)?

    init(buffering: WASIBuffering = .none, most: Int = .max) {
        self.buffering = buffering
        self.most = most
    }

    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        longestWait = max(longestWait, nanoseconds)
        return readyAnswers.isEmpty || readyAnswers.removeFirst() ? WASIReadiness() : nil
    }

    func read(into buffer: inout MutableSpan<UInt8>) throws -> Int {
        if let error { throw error }
        let count = min(most, buffer.count)
        for index in 0..<count { buffer[index] = 0x55 }
        return count
    }

    func write(_ bytes: Span<UInt8>) throws -> Int {
        if let error { throw error }
        if let failsAfter, written.count >= failsAfter.bytes { throw failsAfter.error }
        if refusals > 0 {
            refusals -= 1
            throw Errno.again
        }
        let count = min(most, bytes.count)
        writes.append(count)
        for index in 0..<count { written.append(bytes[index]) }
        return count
    }
}
