extension Array {
    /// The element at an index that comes from a module; `nil` if there is none.
    @inline(__always)
    subscript(checked index: UInt32) -> Element? {
        index < UInt32(truncatingIfNeeded: count) ? self[Int(index)] : nil
    }
}
