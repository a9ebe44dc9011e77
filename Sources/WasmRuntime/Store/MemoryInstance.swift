import WasmSyntax

/// A linear memory (specification: *Execution / Runtime Structure / Memory Instances*).
package struct MemoryInstance {
    package var type: MemoryType
    package var bytes: [UInt8]
    /// Whether the bytes are out of the store for a host function's use just now; it cannot grow then.
    package var isLent = false
    /// How many bytes these are.
    package var lentBytes = 0

    package init(type: MemoryType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }
}
