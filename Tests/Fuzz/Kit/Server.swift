import Foundation
import Nestbox
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// Answers requests, one after another.
package struct Server {
    private let input = FileHandle.standardInput
    private let output = FileHandle.standardOutput
    private var buffer = Data()
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    package init() {}

    package mutating func run() {
        while let line = readLine() {
            guard let request = try? decoder.decode(Request.self, from: line) else {
                FileHandle.standardError.write(Data("nestbox-fuzz: not a request\n".utf8))
                return
            }
            var parts: [[UInt8]] = []
            for size in request.sizes {
                guard let part = read(size) else { return }
                parts.append(part)
            }
            guard var answer = try? encoder.encode(Server.answer(request, parts)) else { return }
            answer.append(0x0A)
            output.write(answer)
        }
    }

    private mutating func fill() -> Bool {
        let more = input.availableData
        buffer.append(more)
        return !more.isEmpty
    }

    private mutating func readLine() -> Data? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = buffer[buffer.startIndex..<end]
                buffer = Data(buffer[buffer.index(after: end)...])
                return Data(line)
            }
            guard fill() else { return nil }
        }
    }

    private mutating func read(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard fill() else { return nil }
        }
        let part = Array(buffer.prefix(count))
        buffer = Data(buffer.dropFirst(count))
        return part
    }

    // MARK: Actions

    package static func answer(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        switch request.action {
        case .run: run(request, parts)
        case .parse: parse(request, parts)
        case .text: text(request, parts)
        case .sources: sources(request, parts)
        case .policy: policy(request, parts)
        case .dump: dump(request, parts)
        case .wasi: wasi(request)
        case .table: table(request)
        case .fault: Fault.answer(request)
        }
    }

    private static let features = FeatureSet.supported(with: Set(Feature.proposals.map(\.feature)))

    /// Decodes or parses a module, and validates it. On failure, fills in the answer and returns `nil`.
    private static func load(_ bytes: [UInt8], _ answer: inout Answer) -> ValidatedModule? {
        do {
            let module =
                Module.isText(bytes) ? try TextParser.parseModule(bytes) : try BinaryDecoder.decode(bytes)
            _ = NameSection(module).moduleName
            return try Validator.validate(module, features: features)
        } catch let error as ValidationError {
            (answer.status, answer.message) = ("invalid", error.description)
        } catch {
            (answer.status, answer.message) = ("malformed", "\(error)")
        }
        return nil
    }

    private static func run(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        var clock = PhaseClock()
        guard let modules = modules(request, parts, &answer, &clock) else {
            answer.times = clock.longest
            return answer
        }
        if request.fuel == 0 {
            answer.behaviour = Chain(modules).plan(RunOptions())
            return answer
        }
        let scan = ModuleScan(modules.filter { $0.name != "host" }.map { $0.module.validated.module })
        var options = RunOptions()
        options.fuel = request.fuel
        options.hostFunctions = request.hostFunctions
        let comparison = VariantComparison(Chain(modules), options, scan, sabotage: request.sabotage)
        answer.behaviour = comparison.reference
        answer.mismatch = comparison.mismatch
        (answer.runs, answer.comparisons) = (comparison.runs, comparison.comparisons)
        answer.allocates = scan.allocates
        answer.floats = scan.computesFloats
        answer.exceptions = scan.throwsExceptions
        answer.countsApart = scan.countsApart
        answer.times = clock.longest.merging(comparison.clock.longest) { max($0, $1) }
        answer.dearest = comparison.clock.dearest.map { [UInt64($0.microseconds), $0.spent] }
        return answer
    }

    /// Loads all parts. If one is refused, fills in the answer and returns `nil`.
    private static func modules(
        _ request: Request, _ parts: [[UInt8]], _ answer: inout Answer, _ clock: inout PhaseClock
    ) -> [(name: Name, module: Module)]? {
        var modules: [(name: Name, module: Module)] = []
        for (index, part) in parts.enumerated() {
            clock.begin("load")
            let valid = load(part, &answer)
            clock.end()
            guard let valid else { return nil }
            let name = index < request.names.count ? request.names[index] : "\(index)"
            modules.append((Name(name), Module(valid)))
        }
        return modules
    }

    private static func dump(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        var clock = PhaseClock()
        guard let modules = modules(request, parts, &answer, &clock) else { return answer }
        var options = RunOptions()
        options.fuel = request.fuel
        options.hostFunctions = request.hostFunctions
        let check = DumpCheck(Chain(modules), options, seed: request.seed, sabotage: request.sabotage)
        answer.mismatch = check.fault.map { "core dump: \($0)" }
        (answer.runs, answer.comparisons) = (check.dumps, check.comparisons)
        return answer
    }

    private static func parse(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        for part in parts {
            do {
                answer.binary = BinaryEncoder.encode(try TextParser.parseModule(part))
            } catch {
                (answer.status, answer.message) = ("malformed", error.description)
            }
        }
        return answer
    }

    private static func text(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        guard let first = parts.first else { return answer }
        do {
            let module = try BinaryDecoder.decode(first)
            answer.mismatch = TextRoundTrip.fault(of: module)
            for (index, part) in parts.dropFirst().enumerated() where answer.mismatch == nil {
                let fault =
                    Module.isText(part)
                    ? TextRoundTrip.fault(of: part, saying: module)
                    : TextRoundTrip.fault(ofBinary: part, saying: module)
                answer.mismatch = fault.map { "form \(index): \($0)" }
            }
            answer.comparisons = parts.count
            answer.runs = parts.count
            if request.count > 0 { answer.binary = try TextPrinter.print(module) }
        } catch {
            (answer.status, answer.message) = ("malformed", "\(error)")
        }
        return answer
    }

    private static func sources(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        var clock = PhaseClock()
        for part in parts {
            clock.begin("sources")
            switch SourceCheck.outcome(of: part) {
            case .answers(let count): answer.comparisons += count
            case .refused(let why): (answer.status, answer.message) = ("malformed", why)
            case .broken(let rule): answer.mismatch = rule
            }
            clock.end()
        }
        answer.runs = parts.count
        answer.times = clock.longest
        return answer
    }

    private static func policy(_ request: Request, _ parts: [[UInt8]]) -> Answer {
        var answer = Answer(id: request.id)
        for part in parts {
            switch PolicyCheck.outcome(of: part) {
            case .accepted: answer.comparisons += 1
            case .refused(let why): (answer.status, answer.message) = ("invalid", why)
            case .broken(let rule): answer.mismatch = rule
            }
        }
        answer.runs = parts.count
        return answer
    }

    private static func wasi(_ request: Request) -> Answer {
        var answer = Answer(id: request.id)
        do {
            answer.mismatch = try FolderModel.difference(seed: request.seed, steps: request.count).map {
                "folders: " + $0
            }
            let (difference, calls) = try GuestsInStep.difference(seed: request.seed, calls: request.count)
            if answer.mismatch == nil { answer.mismatch = difference.map { "guests: " + $0 } }
            answer.runs = calls * 4
            answer.comparisons = calls + request.count
        } catch {
            answer.mismatch = "\(error)"
        }
        return answer
    }

    private static func table(_ request: Request) -> Answer {
        var answer = Answer(id: request.id)
        answer.rows = InstructionTable.rows.map { row in
            [row.name, "\(row.immediates)", row.signatureText, row.feature.rawValue]
        }
        return answer
    }
}
