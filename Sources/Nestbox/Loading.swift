import WASIHost
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

extension Module {
    /// Loads a module: decodes or parses all of it and validates all of it, before anything can run. Bodies of a large
    /// module are validated on several threads, which have ended when this returns.
    ///
    /// - Parameters:
    ///   - bytes: The module in the binary format, or in the text format (recognised by the missing magic number).
    ///   - limits: Only `moduleBytes` counts here.
    ///   - proposals: What the module may use beyond WebAssembly 3.0; see ``Feature/isProposal``.
    ///   - interruption: Can end it: is asked at least every millisecond of work, by each of the threads.
    /// - Throws: ``DecodeError`` or ``ParseError`` if it is malformed, ``ValidationError`` if it is invalid or uses
    ///   what is not supported, ``LinkError`` if it is larger than the limits allow, ``Interrupted``. Of several faults it is always the
    ///   same one: what is malformed first, then the first body that is invalid.
    public convenience init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling proposals: Set<Feature> = [],
        interruption: (any Interruption)? = nil
    ) throws {
        let loading = try Loading(bytes, limits, .supported(with: proposals), interruption)
        let (context, parts) = (loading.context, loading.parts)
        // Less than two parts for each are not worth a thread.
        let threads = min(HostThreads.processorCount, parts.count / 2)
        self.init(try loading.finish(HostThreads.map(parts.count, threads: threads) { context.validate(parts[$0]) }))
    }

    /// Loads a module as ``init(bytes:limits:enabling:interruption:)`` does, with the threads of Swift's concurrency, of
    /// which none is blocked.
    ///
    /// - Throws: As the initializer; `CancellationError` if the task is cancelled meanwhile, which is looked for as often
    ///   as the interruption is asked.
    public static func load(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling proposals: Set<Feature> = [],
        interruption: (any Interruption)? = nil
    ) async throws -> Module {
        let interruption = TaskInterruption(interruption)
        let loading: Loading
        do {
            loading = try Loading(bytes, limits, .supported(with: proposals), interruption)
        } catch {
            try Task.checkCancellation()
            throw error
        }
        let (context, parts) = (loading.context, loading.parts)
        let results = await withTaskGroup(of: (Int, Loading.PartResult)?.self) { group in
            for (number, part) in parts.enumerated() {
                group.addTask { Task.isCancelled ? nil : (number, context.validate(part)) }
            }
            var results = [Loading.PartResult?](repeating: nil, count: parts.count)
            for await case (let number, let result)? in group { results[number] = result }
            return results.compactMap { $0 }
        }
        try Task.checkCancellation()
        return Module(try loading.finish(results))
    }

    /// Whether this is taken for the text format: all that has no trace of the binary format's `\0asm`.
    package static func isText(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != 0 else { return false }
        return !bytes.dropFirst().starts(with: Array("asm".utf8))
    }

    /// Loads a module in the text format; see ``init(bytes:limits:enabling:interruption:)``.
    public convenience init(
        text: String, enabling proposals: Set<Feature> = [], interruption: (any Interruption)? = nil
    ) throws {
        try self.init(bytes: Array(text.utf8), enabling: proposals, interruption: interruption)
    }
}

/// Stops what a task does when the task is cancelled, or for the reasons of another interruption. It is to be asked by the
/// task's own code, or that of its children.
private final class TaskInterruption: Interruption {
    private let other: (any Interruption)?

    init(_ other: (any Interruption)?) { self.other = other }

    func reasonToStop() -> InterruptReason? { Task.isCancelled ? .cancelled : other?.reasonToStop() }
}

extension Feature {
    /// The proposals that can be enabled.
    public static var optional: [Feature] { allCases.filter(FeatureSet.optional.contains) }
}

/// A module of which all is checked but the bodies.
private struct Loading {
    typealias PartResult = Result<[UInt32], ValidationError>

    let bytes: [UInt8]
    let context: ModuleContext
    let parts: [Range<Int>]

    init(
        _ bytes: [UInt8], _ limits: StoreLimits, _ features: FeatureSet, _ interruption: (any Interruption)?
    ) throws {
        guard UInt64(bytes.count) <= limits.moduleBytes else {
            throw LinkError(limit: "a module of \(bytes.count) bytes; at most \(limits.moduleBytes) are allowed")
        }
        self.bytes = bytes
        do {
            let module =
                Module.isText(bytes)
                ? try TextParser.parseModule(bytes, options: ParserOptions(interruption: interruption))
                : try BinaryDecoder.decode(bytes, checkingBodies: false, interruption: interruption)
            context = try Validator.context(of: module, features, interruption: interruption)
            parts = context.parts
        } catch {
            throw Loading.first(of: error, bytes, interruption)
        }
    }

    /// The module, if its parts are valid.
    func finish(_ results: [PartResult]) throws -> ValidatedModule {
        do {
            return try Validator.validated(context, results)
        } catch {
            throw Loading.first(of: error, bytes, context.interruption)
        }
    }

    /// The fault to report. What is malformed comes before what is invalid, wherever it stands; but the decoder has not
    /// looked at the bodies, and does now.
    private static func first(
        of error: any Error, _ bytes: [UInt8], _ interruption: (any Interruption)?
    ) -> any Error {
        let told = (error as? any LoadingError)?.told ?? error
        guard !(told is Interrupted), !Module.isText(bytes) else { return told }
        do {
            _ = try BinaryDecoder.decode(bytes, interruption: interruption)
            return error
        } catch {
            return error.told
        }
    }
}

extension FeatureSet {
    /// What Nestbox can run today.
    package static let supported = FeatureSet.webAssembly3
    /// The proposals beyond WebAssembly 3.0 that Nestbox can run: off until they are enabled.
    package static let optional = FeatureSet([.threads, .wideArithmetic, .customPageSizes, .legacyExceptions])

    /// What modules may use if these proposals are enabled.
    package static func supported(with proposals: Set<Feature>) -> FeatureSet {
        FeatureSet.supported.union(FeatureSet(proposals).intersection(.optional))
    }
}
