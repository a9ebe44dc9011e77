import Foundation
import Testing
import WasmBinary
import WasmSyntax
import WasmText
import WasmValidation

@testable import WasmRuntime

/// A generator of the same numbers in every run (SplitMix64).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Modules with damaged code: those that remain valid behave and cost the same, however they are lowered.
struct DifferentialTests {
    /// The behaviour of all functions of a module: endings, costs, and the memory afterwards.
    struct Behaviour: Hashable {
        var endings: [Ending] = []
        var spent: [UInt64] = []
        var memory: [UInt8] = []
    }

    /// - Parameter moves: Whether each call is suspended after every few units, and moved to a new store through bytes.
    static func behaviour(_ module: Module, _ lowering: LoweringOptions, moves: Bool = false) throws -> Behaviour {
        var limits = StoreLimits()
        limits.totalMemoryBytes = 4 << 20
        limits.totalTableElements = 10_000
        limits.callDepth = 100
        limits.stackSlots = 8_192
        var store = Store(limits: limits, options: lowering)
        var imports = Imports()
        imports.addProvider { _, _, type in .function(HostFunction(type: type) { _ in }) }
        var behaviour = Behaviour()
        store.budget.limit = 10_000
        guard var instance = try? store.instantiate(module, imports: imports) else { return behaviour }
        for export in module.validated.module.exports {
            if let function = instance.function(named: export.name) {
                for argument in [1, 7] as [Int32] {
                    let arguments = function.type.parameters.map { value($0, argument) }
                    store.budget.allow(2_000)
                    do {
                        guard moves else {
                            behaviour.endings.append(try Ending.of { try function.call(arguments) })
                            behaviour.spent.append(store.budget.spent)
                            continue
                        }
                        let current = Function(store: store, address: function.address)
                        var call = try current.begin(arguments)
                        behaviour.endings.append(
                            try Ending.of { try SnapshotTests.finish(&call, imports, movingEvery: 13) })
                        store = call.function.store
                        instance = Instance(store: store, module: module, address: instance.address)
                    } catch {
                        return behaviour
                    }
                    behaviour.spent.append(store.budget.spent)
                }
            }
            if let memory = instance.memory(named: export.name) {
                behaviour.memory += try memory.read(at: 0, count: min(memory.byteCount, 4_096))
            }
        }
        return behaviour
    }

    static func value(_ type: ValueType, _ number: Int32) -> Value {
        switch type {
        case .i32: .i32(number)
        case .i64: .i64(Int64(number) << 31)
        case .f32: .f32(Float(number) / 2)
        case .f64: .f64(Double(number) * 1e9)
        case .externref: .externref(nil)
        default: .funcref(nil)
        }
    }

    /// Returns all modules of a script in the binary format, with functions exported by number.
    static func modules(of script: [UInt8]) throws -> [[UInt8]] {
        var parser = try ScriptParser(script)
        var result: [[UInt8]] = []
        while let command = try? parser.next() {
            guard case .module(let source) = command.kind, case .module(var module)? = try? source.parse(),
                module.imports.allSatisfy({ $0.type.kind == .function })
            else { continue }
            module.exports = module.functions.indices.prefix(20).map {
                Export(name: Name("f\($0)"), kind: .function, index: UInt32($0 + module.imports.count))
            }
            if !module.memories.isEmpty { module.exports.append(Export(name: "m", kind: .memory, index: 0)) }
            result.append(BinaryEncoder.encode(module))
        }
        return result
    }

    static let folder = Folder.suite ?? Folder.own
    /// The features that modules may use: all that the test can compare, without vectors.
    static let features = FeatureSet.wasm2WithoutSIMD.union(
        FeatureSet([.tailCalls, .multiMemory, .memory64, .threads, .customPageSizes, .wideArithmetic]))
    static let rounds =
        ProcessInfo.processInfo.environment["NESTBOX_FUZZ"].flatMap(Int.init)
        ?? (Guest.isDebugBuild ? 1 : 4)

    /// All scripts; in a debug build every eighth, because the whole suite takes long.
    static let scripts: [String] = {
        let all = Folder.scripts(in: folder).filter { !$0.contains("/") || $0.hasPrefix("proposals/") }
        return stride(from: 0, to: all.count, by: Guest.isDebugBuild ? 8 : 1).map { all[$0] }
    }()

    @Test(arguments: scripts)
    func damagedCodeIsLoweredTheSame(_ path: String) throws {
        var numbers = Numbers(state: path.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        for bytes in try DifferentialTests.modules(of: try Folder.read(path, in: DifferentialTests.folder)) {
            guard let module = try? BinaryDecoder.decode(bytes),
                (try? Validator.validate(module, features: DifferentialTests.features)) != nil
            else { continue }
            let places = module.bodies.flatMap { Array($0.code) }
            guard !places.isEmpty else { continue }
            for _ in 0..<(DifferentialTests.rounds * (DifferentialTests.rounds > 1 ? 8 : 2)) {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...2, using: &numbers) {
                    let place = places.randomElement(using: &numbers) ?? 0
                    let limit: UInt8 = damaged[max(place - 1, 0)] >= 0xFC ? 0x4E : 0xC4
                    damaged[place] = UInt8.random(in: 0...limit, using: &numbers)
                }
                guard let module = try? BinaryDecoder.decode(damaged),
                    let valid = try? Validator.validate(module, features: DifferentialTests.features)
                else { continue }
                let loaded = Module(valid)
                let behaviours = try (Guest.lowerings + [Guest.debuggable]).map {
                    try DifferentialTests.behaviour(loaded, $0)
                }
                #expect(behaviours[0] == behaviours[1], "\(path): \(damaged)")
                // This takes much longer than the calls themselves.
                guard numbers.next() % 8 == 0 else { continue }
                let moved = try DifferentialTests.behaviour(loaded, Guest.lowerings[0], moves: true)
                #expect(behaviours[0] == moved, "\(path), moved: \(damaged)")
            }
        }
    }
}
