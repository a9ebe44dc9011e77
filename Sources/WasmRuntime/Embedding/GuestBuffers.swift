import WasmSyntax

// Strings and bytes in typed functions: copies in the guest's memory, passed as an address and a length.

/// The way in which typed functions pass strings and bytes: who allocates memory in the guest, and how much is read.
///
/// The host allocates with a function that the guest exports. Without names, these are looked for: `malloc` and `free`;
/// `alloc` and `dealloc`, `allocate` and `deallocate`; `cabi_realloc`, whose memory belongs to the guest then.
public struct GuestBuffers: Hashable, Sendable {
    /// The name of the export that takes a number of bytes and returns their address; `nil` to look for one.
    public var allocate: Name?
    /// The name of the export that takes the address, or the address and the number of bytes, of arguments after the call;
    /// `nil` for the one that belongs to ``allocate``, if that is `nil` too, and otherwise for none.
    public var free: Name?
    /// The most bytes that are read for one value.
    public var maximumBytes: UInt32 = 16 << 20

    /// The default: exports that are looked for, and 16 MiB.
    public init() {}

    /// Exports with these names.
    public init(allocate: Name, free: Name? = nil) { (self.allocate, self.free) = (allocate, free) }
}

/// The exports of an instance that provide memory for strings and bytes.
final class BoundBuffers {
    let options: GuestBuffers
    private let allocate: Function?
    private let free: Function?

    init(_ options: GuestBuffers, of instance: Instance) {
        self.options = options
        if let name = options.allocate {
            allocate = BoundBuffers.find(name, BoundBuffers.allocating, instance)
            free = options.free.flatMap { BoundBuffers.find($0, BoundBuffers.freeing, instance) }
            return
        }
        for (name, freeName) in BoundBuffers.known {
            guard let found = BoundBuffers.find(name, BoundBuffers.allocating, instance) else { continue }
            allocate = found
            free = freeName.flatMap { BoundBuffers.find($0, BoundBuffers.freeing, instance) }
            return
        }
        (allocate, free) = (nil, nil)
    }

    /// The names that are looked for, best first.
    private static let known: [(allocate: Name, free: Name?)] = [
        ("malloc", "free"), ("alloc", "dealloc"), ("allocate", "deallocate"), ("cabi_realloc", nil),
    ]
    private static let reallocating = FunctionType(parameters: [.i32, .i32, .i32, .i32], results: [.i32])
    private static let allocating = [FunctionType(parameters: [.i32], results: [.i32]), reallocating]
    private static let freeing = [
        FunctionType(parameters: [.i32], results: []), FunctionType(parameters: [.i32, .i32], results: []),
    ]

    private static func find(_ name: Name, _ types: [FunctionType], _ instance: Instance) -> Function? {
        guard let function = instance.function(named: name), types.contains(function.type) else { return nil }
        return function
    }

    /// Returns the address of memory that the guest has allocated.
    func allocate(_ count: UInt32) throws -> UInt32 {
        guard let allocate else {
            throw TransferError("the guest exports no function that allocates memory: see GuestBuffers")
        }
        let isRealloc = allocate.type.parameters.count == 4
        let results = try allocate.call(
            isRealloc ? [.i32(0), .i32(0), .i32(1), .i32(Int32(bitPattern: count))] : [.i32(Int32(bitPattern: count))])
        guard case .i32(let address)? = results.first, address != 0 else {
            throw TransferError("the guest could not allocate \(count) bytes")
        }
        return UInt32(bitPattern: address)
    }

    /// Lets the guest free memory.
    func free(_ address: UInt32, _ count: UInt32) throws {
        guard let free else { return }
        let (address, count) = (Value.i32(Int32(bitPattern: address)), Value.i32(Int32(bitPattern: count)))
        _ = try free.call(free.type.parameters.count == 2 ? [address, count] : [address])
    }
}

extension CallValues {
    /// The guest's first memory.
    ///
    /// - Throws: ``TransferError`` if it has none.
    public func memory() throws -> GuestMemory {
        guard let instance, let address = store.firstMemory(of: instance) else {
            throw TransferError("the guest has no memory")
        }
        return GuestMemory(store: store, address: address, owner: instance)
    }

    /// Appends the address and the number of bytes, after copying the bytes into memory that the guest allocates. Arguments
    /// are freed after the call.
    ///
    /// - Throws: ``TransferError`` if the guest cannot allocate; what a call of the guest throws.
    public mutating func append(copyOf bytes: [UInt8]) throws {
        guard let count = UInt32(exactly: bytes.count) else {
            throw TransferError("the bytes are more than a guest can hold")
        }
        try chargeBytes(UInt64(count))
        // Languages differ in what an empty allocation is, but not in one byte.
        let room = max(1, count)
        let address = try boundBuffers().allocate(room)
        noteAllocated(address, room)
        do {
            try memory().write(bytes, at: UInt64(address))
        } catch is MemoryAccessError {
            throw TransferError("the guest has allocated memory that does not exist")
        }
        append(bits: UInt64(address))
        append(bits: UInt64(count))
    }

    /// Reads an address and a number of bytes, and returns a copy of the bytes there. In a host function, the guest pays for
    /// them as for a copy of its own.
    ///
    /// - Parameter limit: The most bytes, beside the limit of ``GuestBuffers/maximumBytes``.
    /// - Throws: ``TransferError`` if the bytes are too many or lie outside of the memory; ``Trap`` if the budget is spent.
    public mutating func nextBytes(atMost limit: UInt32 = .max) throws -> [UInt8] {
        let (address, count) = (nextBits() & 0xFFFF_FFFF, nextBits() & 0xFFFF_FFFF)
        let maximum = UInt64(min(bufferOptions.maximumBytes, limit))
        guard count <= maximum else { throw TransferError("\(count) bytes are passed, at most \(maximum) are allowed") }
        try chargeBytes(count)
        do {
            return try memory().read(at: address, count: count)
        } catch let error as MemoryAccessError {
            throw TransferError("bytes are passed that do not exist: \(error)")
        }
    }

    /// Charges units of budget for work on the values, to be done afterwards; nothing outside of a host function's call.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if fewer units are left.
    public func charge(_ units: UInt64) throws {
        guard !isInHostFunction || store.machine.charge(units) else { throw Trap(.budgetExhausted) }
    }

    private func chargeBytes(_ count: UInt64) throws { try charge(BudgetCosts.bytes(count, store.options.budgetUnit)) }

    /// Lets the guest free the memory that it has allocated for arguments.
    mutating func freeArguments() throws {
        for (address, count) in takeAllocated() { try buffers?.free(address, count) }
    }

    private func boundBuffers() throws -> BoundBuffers {
        if let buffers { return buffers }
        guard let instance, let owner = Instance(store: store, instance) else {
            throw TransferError("no guest calls that could allocate memory")
        }
        return BoundBuffers(bufferOptions, of: owner)
    }
}

/// Bytes in typed functions: two `i32` values, the address and the number of bytes of a copy in the guest's memory.
public struct GuestBytes: WasmTransferable, Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The bytes.
    public var bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(arrayLiteral elements: UInt8...) { bytes = elements }

    public static var wasmTypes: [ValueType] { [.i32, .i32] }
    public func write(to values: inout CallValues) throws { try values.append(copyOf: bytes) }
    public init(from values: inout CallValues) throws { bytes = try values.nextBytes() }
}

/// A string in typed functions: two `i32` values, the address and the number of bytes of a UTF-8 copy in the guest's memory.
public struct GuestString: WasmTransferable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The string.
    public var text: String

    /// Wraps a string.
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public static var wasmTypes: [ValueType] { [.i32, .i32] }
    public func write(to values: inout CallValues) throws { try values.append(copyOf: Array(text.utf8)) }

    /// Reads the string.
    ///
    /// - Throws: ``TransferError`` if it is not UTF-8 or not in the memory.
    public init(from values: inout CallValues) throws {
        let bytes = try values.nextBytes()
        guard Name.isUTF8(bytes) else { throw TransferError("a text is passed that is not UTF-8") }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension GuestString: CustomStringConvertible {
    public var description: String { text }
}
