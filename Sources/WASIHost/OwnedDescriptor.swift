/// A descriptor of the host, which is closed with this object if it is owned.
final class OwnedDescriptor {
    let number: Int32
    private let isOwned: Bool

    init(_ number: Int32, isOwned: Bool = true) {
        self.number = number
        self.isOwned = isOwned
    }

    deinit { if isOwned { Syscalls.closeFile(number) } }
}
