import Foundation
import Nestbox

extension Module {
    /// Loads a module as `init(bytes:limits:enabling:disabling:interruption:)` does.
    ///
    /// - Parameter data: The module in the binary or the text format.
    /// - Throws: As that initializer.
    public convenience init(
        data: Data, limits: StoreLimits = StoreLimits(), enabling enabled: Set<Feature> = [],
        disabling disabled: Set<Feature> = [], interruption: (any Interruption)? = nil
    ) throws {
        try self.init(
            bytes: Array(data), limits: limits, enabling: enabled, disabling: disabled,
            interruption: interruption)
    }

    /// Loads a module from a file or another URL that Foundation can read.
    ///
    /// - Throws: As `init(bytes:limits:enabling:disabling:interruption:)`; Foundation's error if the contents cannot be
    ///   read.
    public convenience init(
        contentsOf url: URL, limits: StoreLimits = StoreLimits(), enabling enabled: Set<Feature> = [],
        disabling disabled: Set<Feature> = [], interruption: (any Interruption)? = nil
    ) throws {
        try self.init(
            data: Data(contentsOf: url), limits: limits, enabling: enabled, disabling: disabled,
            interruption: interruption)
    }
}

extension Policy {
    /// Reads a policy from JSON, as `init(json:)` does.
    ///
    /// - Throws: ``PolicyFileError`` with the place of the first fault.
    public init(jsonData: Data) throws { try self.init(json: Array(jsonData)) }

    /// Reads a policy from a file of JSON.
    ///
    /// - Throws: ``PolicyFileError`` with the place of the first fault; Foundation's error if the file cannot be read.
    public init(contentsOf url: URL) throws { try self.init(jsonData: Data(contentsOf: url)) }
}

extension HostFolder {
    /// Opens a folder for granting it to a guest, as `init(path:allowingSystemFolders:)` does.
    ///
    /// - Throws: ``HostFileError`` if the folder cannot be opened, is no folder, or is refused; `CocoaError` if the URL is
    ///   not that of a file.
    public convenience init(url: URL, allowingSystemFolders: Bool = false) throws {
        guard url.isFileURL else { throw CocoaError(.fileReadUnsupportedScheme) }
        try self.init(path: url.path, allowingSystemFolders: allowingSystemFolders)
    }
}

extension GuestMemory {
    /// Returns a copy of `count` bytes.
    ///
    /// - Throws: ``MemoryAccessError`` if they are not all inside of the memory.
    public func readData(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Data {
        Data(try read(at: address, count: count))
    }
}

extension BufferInput {
    /// An input that gives these bytes, then ends.
    public convenience init(_ data: Data) { self.init(Array(data)) }
}

extension BufferOutput {
    /// The bytes written so far.
    public var data: Data { Data(bytes) }
}

extension HostInterruption {
    /// An interruption with a deadline this many seconds from now.
    ///
    /// - Parameter timeout: Seconds. A negative or undefined time is 0; more than 500 years is no deadline.
    public convenience init(timeout: TimeInterval) {
        let nanoseconds = timeout > 0 ? timeout * 1e9 : 0
        self.init(timeoutNanoseconds: nanoseconds < 0x1p63 ? UInt64(nanoseconds) : nil)
    }
}
