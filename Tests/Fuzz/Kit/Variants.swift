import WasmRuntime
import WasmSyntax
import WasmValidation

/// A way to run a chain that must not make a difference.
package struct Variant: Sendable {
    package var name: String
    package var lowering: LoweringOptions
    /// Whether it must spend as many units as the reference.
    package var costsTheSame = true
}

/// Runs a chain in every way, and compares the behaviours.
package struct VariantComparison {
    package private(set) var reference = Behaviour()
    /// The first difference: in which way, and where.
    package private(set) var mismatch: String?
    /// The numbers of runs and of comparisons.
    package private(set) var runs = 0
    package private(set) var comparisons = 0
    package private(set) var clock = PhaseClock()

    private let chain: Chain
    private var options: RunOptions

    package init(_ chain: Chain, _ options: RunOptions, _ scan: ModuleScan, sabotage: Bool = false) {
        self.chain = chain
        self.options = options
        self.options.lowering = LoweringOptions(profile: .deterministic)
        reference = run(self.options.lowering)
        compare("unfused", LoweringOptions(fusing: false, profile: .deterministic), with: reference)
        var debuggable = LoweringOptions(profile: .deterministic)
        debuggable.instruments = .debugging
        compare("debuggable", debuggable, with: reference)
        var counted = self.options.lowering
        counted.instruments = .blockCounts
        compare("counted", counted, with: reference)
        // Seldom: it takes a hundred times as long.
        if chain.hash >> 61 == 0 {
            self.options.movesEvery = 1 &+ (chain.hash >> 20) % 2_000
            compare("moved", self.options.lowering, with: reference)
            self.options.movesEvery = nil
        }
        if scan.allocates {
            compare("collecting", LoweringOptions(collectsAlways: true, profile: .deterministic), with: reference)
        }
        if scan.computesFloats {
            // NaNs may differ: the run must only end.
            _ = run(LoweringOptions())
        } else {
            compare("full", LoweringOptions(), with: reference)
        }
        let time = LoweringOptions(profile: .deterministic, budgetUnit: .time)
        // A unit of time pays for another number of instructions, so the runs by time are compared only with each
        // other.
        self.options.fuel = options.fuel * 5
        let byTime = run(time)
        compare(
            "unfused by time", LoweringOptions(fusing: false, profile: .deterministic, budgetUnit: .time), with: byTime)
        counted.budgetUnit = .time
        compare("counted by time", counted, with: byTime)
        if sabotage { judge("sabotage", Behaviour(), with: reference) }
    }

    private mutating func run(_ lowering: LoweringOptions) -> Behaviour {
        options.lowering = lowering
        runs += 1
        return chain.run(options, &clock)
    }

    private mutating func compare(_ name: String, _ lowering: LoweringOptions, with expected: Behaviour) {
        judge(name, run(lowering), with: expected)
    }

    private mutating func judge(_ name: String, _ found: Behaviour, with expected: Behaviour) {
        comparisons += 1
        guard mismatch == nil, found != expected else { return }
        // If one of them has reached a limit of the host, only the calls before must be the same.
        if found.isLimited || expected.isLimited {
            let count = min(found.calls.count, expected.calls.count) - 1
            guard count > 0, found.calls.prefix(count) != expected.calls.prefix(count) else { return }
        }
        mismatch = "\(name): \(VariantComparison.difference(found, expected))"
    }

    /// Describes the first place where two behaviours differ.
    static func difference(_ found: Behaviour, _ expected: Behaviour) -> String {
        if found.link != expected.link { return "link: \(found.link), not \(expected.link)" }
        if found.linkSpent != expected.linkSpent { return "link costs \(found.linkSpent), not \(expected.linkSpent)" }
        for (one, other) in zip(found.calls, expected.calls) where one != other {
            return "export \(one.export): \(one.ending) \(one.values) spent \(one.spent), "
                + "not \(other.ending) \(other.values) spent \(other.spent)"
        }
        if found.calls.count != expected.calls.count {
            return "\(found.calls.count) calls, not \(expected.calls.count)"
        }
        for (one, other) in zip(found.state, expected.state) where one != other { return "\(one), not \(other)" }
        return "states differ in number"
    }
}

/// The properties of the modules' code that comparisons depend on.
package struct ModuleScan: Sendable {
    /// Whether the code allocates objects: then collecting always is a variant, too, and wasmtime counts differently.
    package var allocates = false
    /// Whether the code has operations whose NaNs are unspecified.
    package var computesFloats = false
    package var throwsExceptions = false
    /// Whether the code has an instruction that wasmtime 49 counts differently: it charges a failing `grow` the
    /// constant that it was called with, and nothing for `call_ref`.
    package var countsApart = false

    package init(_ modules: [ModuleSyntax]) {
        var code = DecodedCode()
        for module in modules {
            // Functions of the module that all chains can import from (scripts/fuzzing/smith.py).
            if module.imports.contains(where: { $0.name == "throw" }) { (allocates, throwsExceptions) = (true, true) }
            if module.imports.contains(where: { $0.name == "F" }) { computesFloats = true }
            if module.imports.contains(where: { $0.name == "grow" }) { countsApart = true }
            for body in module.bodies {
                guard (try? InstructionDecoder.decode(body.code, of: module.bytes, into: &code)) != nil else {
                    continue
                }
                for instruction in code.instructions { add(ModuleScan.traits[Int(instruction.opcode.rawValue)]) }
            }
        }
    }

    private mutating func add(_ traits: UInt8) {
        if traits == 0 { return }
        if traits & 1 != 0 { allocates = true }
        if traits & 2 != 0 { computesFloats = true }
        if traits & 4 != 0 { throwsExceptions = true }
        if traits & 8 != 0 { countsApart = true }
    }

    private static let traits: [UInt8] = InstructionTable.rows.map { row in
        let name = row.name
        var traits: UInt8 = 0
        if name.hasPrefix("struct.") || name.hasPrefix("array.") { traits |= 1 }
        if name.hasPrefix("throw") || name.hasPrefix("try") || name == "rethrow" { traits |= 5 }
        if ["f32.", "f64.", "f32x4.", "f64x2."].contains(where: name.hasPrefix), !name.contains(".const") {
            traits |= 2
        }
        if name.hasSuffix(".grow") || name.hasSuffix("call_ref") { traits |= 8 }
        if name.contains("relaxed") { traits |= 2 }
        return traits
    }
}
