import WasmSyntax

/// An argument of a host function that is not what it must be. Thrown by the host function, it ends the guest with a
/// trap.
public struct ArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which argument, from 0.
    public var index: Int
    /// What is wrong with it.
    public var problem: String

    public init(_ index: Int, _ problem: String) {
        self.index = index
        self.problem = problem
    }

    public var description: String { "argument \(index) \(problem)" }
}

/// Arguments come from the guest: these accessors check them before they are used.
extension HostCall {
    /// An integer that lies in a range: `try call.number(at: 0, in: Int32(1)...12)`. The range's type says how many bits
    /// count and whether there is a sign.
    public func number<Number: FixedWidthInteger>(
        at index: Int, in range: ClosedRange<Number>
    ) throws(ArgumentError) -> Number {
        let value = Number(truncatingIfNeeded: bits(at: index))
        guard range.contains(value) else {
            throw ArgumentError(index, "is \(value), not from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A copy of the bytes that two `i32` arguments say, an address and a length.
    ///
    /// - Parameter maximumCount: The most bytes; more are refused before anything is copied.
    public func bytes(address: Int, length: Int, maximumCount: UInt32) throws(ArgumentError) -> [UInt8] {
        let (memory, count) = try region(address, length, maximumCount)
        do {
            return try memory.read(at: UInt64(i32(at: address)), count: UInt64(count))
        } catch {
            throw ArgumentError(address, "is wrong: \(error)")
        }
    }

    /// A text in UTF-8 that two `i32` arguments say, an address and a length.
    ///
    /// - Parameter maximumCount: The most bytes.
    public func text(address: Int, length: Int, maximumCount: UInt32 = 4096) throws(ArgumentError) -> String {
        let bytes = try bytes(address: address, length: length, maximumCount: maximumCount)
        guard Name.isUTF8(bytes) else { throw ArgumentError(address, "is the address of what is not UTF-8") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes bytes to a buffer of the guest that two `i32` arguments say, an address and the room there: all, or on
    /// an error none.
    public func write(_ bytes: [UInt8], address: Int, room: Int) throws(ArgumentError) {
        let (memory, count) = try region(address, room, .max)
        guard bytes.count <= count else {
            throw ArgumentError(room, "is \(count), but \(bytes.count) bytes of room are needed")
        }
        do {
            try memory.write(bytes, at: UInt64(i32(at: address)))
        } catch {
            throw ArgumentError(address, "is wrong: \(error)")
        }
    }

    private func region(
        _ address: Int, _ length: Int, _ maximum: UInt32
    ) throws(ArgumentError) -> (GuestMemory, UInt32) {
        let count = i32(at: length)
        guard count <= maximum else { throw ArgumentError(length, "is \(count), at most \(maximum) are allowed") }
        guard let memory else { throw ArgumentError(address, "is an address, but the guest has no memory") }
        return (memory, count)
    }
}
