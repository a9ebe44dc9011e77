import Nestbox

/// A guest that prepares itself, reads a line from its standard input, answers it on its standard output, and ends.
struct Guest: Sendable {
    /// The module: a reactor of WASI.
    var module: [UInt8]
    /// Returns the call that prepares the guest and then serves one request.
    var serve: @Sendable (Instance) throws -> GuestCall
    /// Requests to show what the guest does.
    var requests: [String]
}
