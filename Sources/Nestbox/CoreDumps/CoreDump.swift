import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The state in which a guest has failed, read from a file in the format of WebAssembly's tool conventions (*Coredump.md*),
/// which wasmtime and others write too.
///
/// ``Store/writeCoreDump(after:executable:interruption:to:)`` writes one. It contains all that the guest had in
/// its memories, secrets included.
public struct CoreDump: Sendable {
    /// A module that the guest consists of.
    public struct LoadedModule: Hashable, Sendable {
        /// Its name in its name section, the name under which others import from it, or that of its file.
        public var name: Name
        /// The digest of its bytes, which only Nestbox writes; `nil` also for a module that was loaded from text.
        public var digest: ModuleDigest?
    }

    /// An instance of a module.
    public struct LoadedInstance: Hashable, Sendable {
        /// The number of the module in ``CoreDump/modules``.
        public var module: Int
        /// The numbers of its memories in ``CoreDump/memories``, by their index in the module.
        public var memories: [Int]
        /// The numbers of its globals in ``CoreDump/globals``, by their index in the module.
        public var globals: [Int]
    }

    /// A call that had not returned.
    public struct Frame: Hashable, Sendable {
        /// The number of the function's instance in ``CoreDump/instances``.
        public var instance: Int
        /// The function's index in its module.
        public var functionIndex: UInt32
        /// The bytes from the beginning of the function's body, with its declarations of locals, to the instruction; 0 if
        /// the writer did not know.
        public var codeOffset: UInt32
        /// The values of the parameters and the other locals, by index; `nil` for those that the writer did not know.
        public var locals: [FrameValue?]
        /// The operands, the lowest first; `nil` for those that the writer did not know. Nestbox knows them in a store that
        /// can be debugged.
        public var operands: [FrameValue?]
    }

    /// A stack of calls.
    public struct CallStack: Hashable, Sendable {
        /// The name of the thread.
        public var name: Name
        /// The frames, innermost first.
        public var frames: [Frame]
        /// The number of outer frames that were left out. Only Nestbox writes it.
        public var omittedFrames: UInt32
    }

    /// A linear memory.
    public struct Memory: Hashable, Sendable {
        /// Its type. The smallest size is the size that the memory had.
        public var type: MemoryType
        /// The memory's size in bytes.
        public var size: UInt64
        /// The bytes that the file has of it. The others are zero.
        public var dataBytes: UInt64
        /// The numbers of its segments in the file's order.
        var segments: [Segment] = []
    }

    /// Bytes of a memory in the file.
    struct Segment: Hashable, Sendable {
        let address: UInt64
        let contents: Range<Int>
    }

    /// A global.
    public struct StoredGlobal: Hashable, Sendable {
        /// Its type. Files say of all references that they are nullable, and of most globals that they are constant.
        public var type: GlobalType
        /// The value; `nil` if the file has an expression that is no constant.
        public var value: FrameValue?
    }

    /// The name of the program.
    public internal(set) var executable = Name("")
    /// The reason why the guest failed, which only Nestbox writes.
    public internal(set) var reason: String?
    /// The modules.
    public internal(set) var modules: [LoadedModule] = []
    /// The instances.
    public internal(set) var instances: [LoadedInstance] = []
    /// The number of instances that were left out, because a module can have so many memories and globals only. Only Nestbox
    /// writes it.
    public internal(set) var omittedInstances: UInt32 = 0
    /// The calls that had not returned, by thread.
    public internal(set) var stacks: [CallStack] = []
    /// The memories of all instances.
    public internal(set) var memories: [Memory] = []
    /// The globals of all instances.
    public internal(set) var globals: [StoredGlobal] = []
    /// The file.
    let file: [UInt8]

    init(file: [UInt8]) { self.file = file }

    /// Returns bytes of a memory; `nil` if they are not all inside of it.
    ///
    /// - Parameters:
    ///   - count: The number of bytes, which are allocated.
    ///   - address: The address of the first one.
    ///   - memory: The number of the memory in ``memories``.
    public func bytes(_ count: Int, at address: UInt64, ofMemory memory: Int) -> [UInt8]? {
        guard memories.indices.contains(memory), count >= 0 else { return nil }
        let size = memories[memory].size
        guard UInt64(count) <= size, address <= size &- UInt64(count) else { return nil }
        let end = address &+ UInt64(count)
        var bytes = [UInt8](repeating: 0, count: count)
        for segment in memories[memory].segments {
            let segmentEnd = segment.address &+ UInt64(segment.contents.count)
            let (first, last) = (max(address, segment.address), min(end, segmentEnd))
            guard first < last else { continue }
            let place = Int(truncatingIfNeeded: first &- address)
            let source = segment.contents.lowerBound &+ Int(truncatingIfNeeded: first &- segment.address)
            let count = Int(truncatingIfNeeded: last &- first)
            bytes.replaceSubrange(place..<place &+ count, with: file[source..<source &+ count])
        }
        return bytes
    }
}

/// An error about core dumps.
public enum CoreDumpError: Error, Hashable, Sendable {
    /// The bytes are no core dump.
    case noCoreDump
    /// The bytes are a damaged core dump; the text says why, the number at which byte.
    case malformed(String, at: Int)
    /// The guest has more than the format can express: sections of 4 GiB.
    case tooLarge
    /// A memory cannot be read, because a host function that runs uses it.
    case memoryInUse
    /// The call is not suspended, or an interruption or an observer runs.
    case notSuspended
}

extension CoreDumpError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .noCoreDump: "these bytes are no core dump"
        case .malformed(let problem, let place): "malformed core dump at byte \(place): \(problem)"
        case .tooLarge: "the guest has more than 4 GiB that are not zero, which a core dump cannot express"
        case .memoryInUse: "a host function is using a memory of the guest"
        case .notSuspended: "the call is not suspended"
        }
    }
}
