import WasmSyntax

/// An error for an argument that a host function cannot accept. Thrown by the host function, it ends the guest with a
/// trap.
public struct ArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The argument's index, from 0.
    public var index: Int
    /// The problem, worded to follow "argument 0" in a message.
    public var problem: String

    /// An error for the argument with this index.
    public init(_ index: Int, _ problem: String) {
        self.index = index
        self.problem = problem
    }

    public var description: String { "argument \(index) \(problem)" }
}

/// Arguments come from the guest: these accessors check them before they are used.
extension HostCall {
    /// Returns an integer argument if it lies in a range: `try call.number(at: 0, in: Int32(1)...12)`. The range's type
    /// determines the width and whether the integer is signed.
    ///
    /// - Throws: ``ArgumentError`` if it lies outside of the range.
    public func number<Number: FixedWidthInteger>(
        at index: Int, in range: ClosedRange<Number>
    ) throws(ArgumentError) -> Number {
        let value = Number(truncatingIfNeeded: bits(at: index))
        guard range.contains(value) else {
            throw ArgumentError(index, "is \(value), not from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Returns a copy of the bytes that two `i32` arguments describe, an address and a length.
    ///
    /// - Parameter maximumCount: The most bytes that the guest may pass; more are refused before anything is copied.
    /// - Throws: ``ArgumentError`` for more bytes, and for bytes outside of the memory.
    public func bytes(address: Int, length: Int, maximumCount: UInt32) throws(ArgumentError) -> [UInt8] {
        let (memory, count) = try region(address, length, maximumCount)
        do {
            return try memory.read(at: UInt64(i32(at: address)), count: UInt64(count))
        } catch {
            throw ArgumentError(address, "is wrong: \(error)")
        }
    }

    /// Returns the UTF-8 text that two `i32` arguments describe, an address and a length.
    ///
    /// - Parameter maximumCount: The most bytes that the guest may pass.
    /// - Throws: ``ArgumentError`` for more bytes, for bytes outside of the memory, and for text that is not UTF-8.
    public func text(address: Int, length: Int, maximumCount: UInt32 = 4096) throws(ArgumentError) -> String {
        let bytes = try bytes(address: address, length: length, maximumCount: maximumCount)
        guard Name.isUTF8(bytes) else { throw ArgumentError(address, "is the address of what is not UTF-8") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes bytes to the guest's buffer that two `i32` arguments describe, an address and a size: all bytes or, on an
    /// error, none.
    ///
    /// - Throws: ``ArgumentError`` if the bytes exceed the buffer, or the buffer exceeds the memory.
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
