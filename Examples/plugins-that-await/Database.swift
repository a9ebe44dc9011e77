/// The stock of a shop, in place of a database elsewhere: every answer takes a while.
actor Database {
    private let stock: [Int32: Int32] = [1: 40, 2: 7, 3: 25, 4: 0, 5: 61, 6: 12]

    func count(of item: Int32) async throws -> Int32 {
        try await Task.sleep(nanoseconds: 2_000_000)
        return stock[item] ?? 0
    }
}
