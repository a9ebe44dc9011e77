/// The data of a function that a call needs, in 16 bytes.
struct FunctionRecord {
    static let host = UInt32.max

    /// The store's number for the function's type: equal types have equal numbers.
    var type: UInt32
    /// The index of the instance that the function belongs to, or ``host``.
    var instance: UInt32
    /// The function's entry in its module's internal code; 0 while it is not lowered.
    var entry: UInt32
    /// The function's index among those that its module defines, or among the store's host functions.
    var index: UInt32
}
