import Synchronization
import WasmSyntax

/// What a module tells of the source that it was made from: functions, files, lines and columns, from DWARF in its custom
/// sections or from a ``SourceMap``.
///
/// Nothing is read before it is asked for, and a unit of the program only when an offset in it is. What was read is kept,
/// with the module, for all threads. The information is input like the module: faulty information gives no answers, and
/// ``problems``. No file is opened because a module names it.
///
/// An ``Interruption`` that is polled meanwhile must not use the debug information of the same module.
public final class DebugInformation: Sendable {
    /// The most locations of an offset, which are as many as calls are inlined in one another.
    public static let maximumLocations = 256

    /// Units of work that the frames of backtraces may take, all together: some tenths of a second, enough for units of 30
    /// MB.
    package static let frameWork = 32 << 20

    /// The source map that takes the place of DWARF, if the embedder has given one.
    public let sourceMap: SourceMap?
    private let module: ModuleSyntax
    private let storage: (any ReaderStorage)?

    package init(_ module: ModuleSyntax, sourceMap: SourceMap? = nil) {
        (self.module, self.sourceMap) = (module, sourceMap)
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, *) {
            storage = LockedReader(module)
        } else {
            storage = nil
        }
    }

    /// The places of the source that the instruction at a byte offset of the module was made from: the innermost one first,
    /// then for each inlined call the place of the call. Empty if nothing is known.
    ///
    /// - Parameters:
    ///   - offset: Bytes from the start of the module, as in `Trap.Frame.offset`.
    ///   - interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``.
    public func sources(at offset: Int, interruption: (any Interruption)? = nil) throws -> [SourceLocation] {
        try sources(at: offset, interruption, isForFrames: false)
    }

    /// The places of the source for a frame of a backtrace, which nothing interrupts: what is too large to be read in some
    /// tenths of a second gives none.
    package func frameSources(at offset: Int) -> [SourceLocation] {
        // Without an interruption, nothing is thrown.
        (try? sources(at: offset, nil, isForFrames: true)) ?? []
    }

    private func sources(
        at offset: Int, _ interruption: (any Interruption)?, isForFrames: Bool
    ) throws -> [SourceLocation] {
        if let sourceMap { return sourceMap.source(at: offset).map { [$0] } ?? [] }
        return try reading(interruption, isForFrames: isForFrames) { (reader) throws(DebugInformationError) in
            let address = DebugInformation.address(of: offset, in: reader.sections.code)
            guard let address else { return [] }
            return try reader.sources(at: address)
        }
    }

    /// The places of the source that the code at byte offsets of the module was made from, by increasing offset. Code of
    /// which nothing is known has no row.
    ///
    /// - Parameters:
    ///   - offsets: Bytes from the start of the module.
    ///   - interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``.
    public func lines(in offsets: Range<Int>, interruption: (any Interruption)? = nil) throws -> [LineRow] {
        if let sourceMap { return sourceMap.lines(in: offsets, end: module.bytes.count) }
        return try reading(interruption) { (reader) throws(DebugInformationError) in try reader.lines(in: offsets) }
    }

    /// The places of the source that a function of the module was made from; see ``lines(in:interruption:)``. Calls that
    /// were inlined in it are part of it.
    ///
    /// - Parameters:
    ///   - index: The function's index in its module, imported functions counted.
    ///   - interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``.
    public func lines(ofFunction index: UInt32, interruption: (any Interruption)? = nil) throws -> [LineRow] {
        try codeOffsets(ofFunction: index).map { try lines(in: $0, interruption: interruption) } ?? []
    }

    /// The byte offsets in the module of a function's instructions; `nil` if the module defines no such function, or was
    /// loaded from text.
    public func codeOffsets(ofFunction index: UInt32) -> Range<Int>? {
        let number = Int(index) &- module.importCount(of: .function)
        guard module.bodies.indices.contains(number), !DebugSections.isText(module) else { return nil }
        return module.bodies[number].code
    }

    /// The files that the module names, without repetitions, in their order. Headers are among them, whether they have code
    /// or not.
    ///
    /// - Parameter interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``.
    public func files(interruption: (any Interruption)? = nil) throws -> [SourceFile] {
        if let sourceMap { return sourceMap.files }
        return try reading(interruption) { (reader) throws(DebugInformationError) in try reader.files() }
    }

    /// A summary of what there is.
    ///
    /// - Parameter interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``Interrupted``.
    public func summary(interruption: (any Interruption)? = nil) throws -> DebugSummary {
        try reading(interruption) { (reader) throws(DebugInformationError) in
            try reader.index()
            return reader.summary
        }
    }

    /// The first faults that were found so far, at most 16. Where debug information is missing or broken, other methods
    /// return less or nothing.
    public var problems: [DebugInformationError] { storage?.problems ?? [] }

    /// Reads with the module's reader. Faults are noted, and give the result for a module without debug information.
    private func reading<Result: DebugAnswer & Sendable>(
        _ interruption: (any Interruption)?, isForFrames: Bool = false,
        _ read: (inout DWARFReader) throws(DebugInformationError) -> Result
    ) throws -> Result {
        do {
            return try using { (reader) throws(DebugInformationError) in
                reader.work.watch(interruption)
                reader.work.isForFrames = isForFrames
                defer { reader.work.watch(nil) }
                do throws(DebugInformationError) {
                    return try read(&reader)
                } catch {
                    guard !isForFrames || error.reasonToStop == nil else {
                        try reader.note(DebugInformationError.tooLargeForFrames)
                        return Result.none
                    }
                    try reader.note(error)
                    return Result.none
                }
            }
        } catch {
            throw error.told
        }
    }

    private func using<Result: Sendable>(
        _ body: (inout DWARFReader) throws(DebugInformationError) -> Result
    ) throws(DebugInformationError) -> Result {
        if let storage { return try storage.using(body) }
        var reader = DWARFReader(DebugSections(module))
        return try body(&reader)
    }

    /// The address that DWARF has for a byte offset of a module: an offset in the contents of the code section. `nil` for an
    /// offset outside of it.
    static func address(of offset: Int, in code: Range<Int>) -> UInt32? {
        code.contains(offset) ? UInt32(truncatingIfNeeded: offset &- code.lowerBound) : nil
    }

    /// The byte offset of a module that an address of DWARF stands for.
    static func offset(of address: UInt32, in code: Range<Int>) -> Int { code.lowerBound &+ Int(address) }
}

/// An answer about debug information.
protocol DebugAnswer {
    /// The answer for a module without debug information.
    static var none: Self { get }
}

extension Array: DebugAnswer {
    static var none: [Element] { [] }
}

/// A summary of a module's debug information.
public struct DebugSummary: Hashable, Sendable {
    /// The versions of DWARF that units have, increasing.
    public var versions: [Int] = []
    /// The number of DWARF units: compilations, mostly.
    public var unitCount = 0
    /// Whether there are tables of lines.
    public var hasLines = false
    /// The address of a source map that the module names, which is for tools that want to fetch it: Nestbox does not.
    public var sourceMapURL: Name?
}

extension DebugSummary: DebugAnswer {
    static var none: DebugSummary { DebugSummary() }
}

private protocol ReaderStorage: Sendable {
    func using<Result: Sendable>(
        _ body: (inout DWARFReader) throws(DebugInformationError) -> Result
    ) throws(DebugInformationError) -> Result
    var problems: [DebugInformationError] { get }
}

@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
private final class LockedReader: ReaderStorage {
    private let module: ModuleSyntax
    private let reader = Mutex<DWARFReader?>(nil)

    init(_ module: ModuleSyntax) { self.module = module }

    func using<Result: Sendable>(
        _ body: (inout DWARFReader) throws(DebugInformationError) -> Result
    ) throws(DebugInformationError) -> Result {
        try reader.withLock { (known) throws(DebugInformationError) in
            var reader = known ?? DWARFReader(DebugSections(module))
            // Without a second reference, whose existence would make the arrays copied.
            known = nil
            defer { known = reader }
            return try body(&reader)
        }
    }

    var problems: [DebugInformationError] { reader.withLock { $0?.problems ?? [] } }
}
