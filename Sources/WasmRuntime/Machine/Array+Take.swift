extension Array {
    /// Leaves the array empty, and returns what it was.
    mutating func take() -> Array {
        var result: Array = []
        swap(&result, &self)
        return result
    }
}
