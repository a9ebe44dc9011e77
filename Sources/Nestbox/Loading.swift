import WASIHost
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

extension LoadedModule {
    /// Loads a module: decodes or parses all of it and validates all of it, before anything can run. Bodies of a large
    /// module are validated on several threads, which have ended when this returns.
    ///
    /// - Parameters:
    ///   - bytes: The module in the binary format, or in the text format (recognised by the missing magic number).
    ///   - limits: Only `moduleSize` counts here.
    ///   - proposals: What the module may use beyond WebAssembly 3.0; see ``Feature/isProposal``.
    /// - Throws: ``DecodeError`` or ``ParseError`` if it is malformed, ``ValidationError`` if it is invalid or uses
    ///   what is not supported, ``LinkError`` if it is larger than the limits allow. Of several faults it is always the
    ///   same one: what is malformed first, then the first body that is invalid.
    public convenience init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling proposals: Set<Feature> = []
    ) throws {
        let loading = try Loading(bytes, limits, .supported(with: proposals))
        let (context, parts) = (loading.context, loading.parts)
        // Less than two parts for each are not worth a thread.
        let threads = min(HostThreads.processorCount, parts.count / 2)
        self.init(try loading.finish(HostThreads.map(parts.count, threads: threads) { context.validate(parts[$0]) }))
    }

    /// Loads a module as ``init(bytes:limits:enabling:)`` does, with the threads of Swift's concurrency, of which none is blocked.
    ///
    /// - Throws: As the initializer; `CancellationError` if the task is cancelled meanwhile.
    public static func load(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling proposals: Set<Feature> = []
    ) async throws -> LoadedModule {
        let loading = try Loading(bytes, limits, .supported(with: proposals))
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
        return LoadedModule(try loading.finish(results))
    }

    /// Whether this is taken for the text format: all that has no trace of the binary format's `\0asm`.
    package static func isText(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != 0 else { return false }
        return !bytes.dropFirst().starts(with: Array("asm".utf8))
    }

    /// Loads a module in the text format; see ``init(bytes:limits:enabling:)``.
    public convenience init(text: String, enabling proposals: Set<Feature> = []) throws {
        try self.init(bytes: Array(text.utf8), enabling: proposals)
    }
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

    init(_ bytes: [UInt8], _ limits: StoreLimits, _ features: FeatureSet) throws {
        guard bytes.count <= limits.moduleSize else {
            throw LinkError(limit: "a module of \(bytes.count) bytes; at most \(limits.moduleSize) are allowed")
        }
        self.bytes = bytes
        do {
            let module =
                LoadedModule.isText(bytes)
                ? try TextParser.parseModule(bytes) : try BinaryDecoder.decode(bytes, checkingBodies: false)
            context = try Validator.context(of: module, features)
            parts = context.parts
        } catch {
            throw Loading.first(of: error, bytes)
        }
    }

    /// The module, if its parts are valid.
    func finish(_ results: [PartResult]) throws -> ValidatedModule {
        do {
            return try Validator.validated(context, results)
        } catch {
            throw Loading.first(of: error, bytes)
        }
    }

    /// The fault to report. What is malformed comes before what is invalid, wherever it stands; but the decoder has not
    /// looked at the bodies, and does now.
    private static func first(of error: any Error, _ bytes: [UInt8]) -> any Error {
        guard !LoadedModule.isText(bytes) else { return error }
        do {
            _ = try BinaryDecoder.decode(bytes)
            return error
        } catch {
            return error
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
