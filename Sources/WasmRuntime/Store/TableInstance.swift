import WasmSyntax

/// A table (specification: *Execution / Runtime Structure / Table Instances*). References are as in slots: 0 for null.
struct TableInstance {
    var type: TableType
    var elements: [UInt64]
}
