import WasmBinary
import WasmRuntime

extension Snapshot {
    /// Returns a module, in the binary format, whose instances begin with the state of this snapshot's instance: its
    /// memories, tables and globals, without its start function. Any engine runs it.
    ///
    /// - Throws: ``SnapshotError/noModule(_:)`` if a call is suspended, or if the state has more than a module can say:
    ///   objects of the heap or of the host, and tables, memories and globals of other instances.
    public func module() throws(SnapshotError) -> [UInt8] { BinaryEncoder.encode(try moduleSyntax()) }
}
