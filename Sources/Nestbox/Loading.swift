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
    ///   - enabled: Proposals beyond WebAssembly 3.0 that the module may use besides ``Feature/onByDefault``.
    ///   - disabled: Proposals that the module may not use, although they are on by default.
    ///   - interruption: Can end the loading: each of the threads polls it at least every millisecond of work.
    /// - Throws: ``DecodeError`` or ``ParseError`` if the module is malformed, ``FileFormatError`` if the bytes are
    ///   something else, ``ValidationError`` if it is invalid or uses features that are not enabled, ``LinkError`` if it
    ///   is larger than the limits allow, ``Interrupted``. A module with several faults always gives the same error:
    ///   malformed parts come before invalid ones, and an invalid body before later ones.
    public convenience init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling enabled: Set<Feature> = [],
        disabling disabled: Set<Feature> = [], interruption: (any Interruption)? = nil
    ) throws {
        try self.init(
            bytes: bytes, limits: limits, features: Feature.onByDefault.union(enabled).subtracting(disabled),
            interruption: interruption)
    }

    /// Loads a module as ``init(bytes:limits:enabling:disabling:interruption:)`` does.
    ///
    /// - Parameter features: All proposals that the module may use.
    package convenience init(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), features: Set<Feature>,
        interruption: (any Interruption)? = nil
    ) throws {
        let loading = try Loading(bytes, limits, .supported(with: features), interruption)
        let (context, parts) = (loading.context, loading.parts)
        // A thread is worth its start only for two parts or more.
        let threads = min(HostThreads.processorCount, parts.count / 2)
        self.init(try loading.finish(HostThreads.map(parts.count, threads: threads) { context.validate(parts[$0]) }))
    }

    /// Loads a module as ``init(bytes:limits:enabling:disabling:interruption:)`` does, on the threads of Swift's concurrency
    /// and without blocking them.
    ///
    /// - Throws: As the initializer; `CancellationError` if the task is cancelled meanwhile, which is checked whenever
    ///   the interruption is polled.
    public static func load(
        bytes: [UInt8], limits: StoreLimits = StoreLimits(), enabling enabled: Set<Feature> = [],
        disabling disabled: Set<Feature> = [], interruption: (any Interruption)? = nil
    ) async throws -> Module {
        let features = Feature.onByDefault.union(enabled).subtracting(disabled)
        let interruption = TaskInterruption(interruption)
        let loading: Loading
        do {
            loading = try Loading(bytes, limits, .supported(with: features), interruption)
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

    /// Whether bytes are taken for the text format: they are not empty, do not begin with a zero byte, and have no `asm`
    /// from the second byte on.
    package static func isText(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != 0 else { return false }
        return !bytes.dropFirst().starts(with: Array("asm".utf8))
    }

    /// Loads a module in the text format.
    ///
    /// - Throws: As ``init(bytes:limits:enabling:disabling:interruption:)``.
    public convenience init(
        text: String, enabling enabled: Set<Feature> = [], disabling disabled: Set<Feature> = [],
        interruption: (any Interruption)? = nil
    ) throws {
        try self.init(bytes: Array(text.utf8), enabling: enabled, disabling: disabled, interruption: interruption)
    }
}

/// A module that is checked except for its bodies.
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
            throw Loading.first(of: error, bytes, nil, interruption)
        }
    }

    /// Returns the module if its parts are valid.
    func finish(_ results: [PartResult]) throws -> ValidatedModule {
        do {
            return try Validator.validated(context, results)
        } catch {
            throw Loading.first(of: error, bytes, context, context.interruption)
        }
    }

    /// Returns the fault to report. A malformed part comes before an invalid one, wherever they are; but decoding has
    /// skipped the bodies so far, and checks them now.
    private static func first(
        of error: any Error, _ bytes: [UInt8], _ context: ModuleContext?, _ interruption: (any Interruption)?
    ) -> any Error {
        let told = (error as? any LoadingError)?.told ?? error
        if told is Interrupted { return told }
        let invalid = error as? ValidationError
        if invalid == nil, let other = FileFormatError(of: bytes) { return other }
        do {
            if Module.isText(bytes) {
                guard let invalid else { return told }
                return try invalid.placed(in: bytes, context, interruption)
            }
            _ = try BinaryDecoder.decode(bytes, interruption: interruption)
            return try invalid?.placed(in: nil, context, interruption) ?? error
        } catch {
            return (error as? any LoadingError)?.told ?? error
        }
    }
}

extension ValidationError {
    /// Returns the error with the function's name, and with its line and column in a text.
    ///
    /// - Parameters:
    ///   - text: The module in the text format; `nil` for the binary format.
    ///   - context: The module; `nil` if the fault is not in a body.
    fileprivate func placed(
        in text: [UInt8]?, _ context: ModuleContext?, _ interruption: (any Interruption)?
    ) throws -> ValidationError {
        var result = self
        if let functionIndex, let context {
            result.functionName = NameSection(context.module).functionName(functionIndex).map {
                text == nil ? $0.description : "$\($0)"
            }
        }
        guard let text, let offset else { return result }
        // The bytes of a text are not the module's: an offset in them would help nobody.
        if let place = try TextParser.place(of: offset, in: text, options: ParserOptions(interruption: interruption)) {
            (result.line, result.column) = place
        }
        return result
    }
}

extension FeatureSet {
    /// The features that modules may use unless a proposal is turned on or off.
    package static let supported = supported(with: Feature.onByDefault)

    /// Returns the features that modules may use if these proposals are on.
    package static func supported(with proposals: Set<Feature>) -> FeatureSet {
        FeatureSet.webAssembly3.union(FeatureSet(proposals))
    }
}
