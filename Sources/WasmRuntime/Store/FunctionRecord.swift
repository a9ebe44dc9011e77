/// What a call needs to know of a function, 16 bytes for each of the store.
struct FunctionRecord {
    static let host = UInt32.max

    /// The store's number for its type: equal types have equal numbers.
    var type: UInt32
    /// The instance it belongs to, or ``host``.
    var instance: UInt32
    /// Entry in the code of its module; 0 while it is not lowered.
    var entry: UInt32
    /// Index in its module, or in the store's host functions.
    var index: UInt32
}
