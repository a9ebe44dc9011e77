import Foundation
import Nestbox
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A guest that makes any calls it is told to.
package final class RandomGuest {
    private let functions: [Function]
    package let memory: GuestMemory
    private let wasi: WASI
    private let store = Store()

    /// - Parameter grant: Grants more than arguments, a variable, standard streams and clocks.
    package init(
        randomSeed: UInt64, _ grant: (inout WASIConfiguration) throws -> Void
    ) throws {
        var configuration = WASIConfiguration()
        try configuration.grantArguments(["a", "bc"])
        try configuration.grantEnvironment(["A": "B"])
        configuration.grantStandardInput(BufferInput("some input"))
        configuration.grantStandardOutput(BufferOutput(capacity: 5000))
        configuration.grantClocks(VirtualClocks())
        configuration.grantRandom(SeededRandomSource(seed: randomSeed))
        configuration.grantExit()
        try grant(&configuration)
        wasi = WASI(configuration)
        var imports = Imports()
        imports.add(wasi)
        let instance = try store.instantiate(RandomGuest.module.get(), imports: imports)
        functions = try (0..<RandomCall.signatures.count).map {
            try Missing.unwrap(instance.function(named: Name("\($0)")))
        }
        memory = try Missing.unwrap(instance.memory(named: "memory"))
    }

    private static let module = Result {
        var imports = ""
        var exports = ""
        for (index, (module, function)) in RandomCall.signatures.enumerated() {
            let type = function.type
            let parameters = type.parameters.map { "\($0)" }.joined(separator: " ")
            let signature = "(param \(parameters))" + (type.results.isEmpty ? "" : "(result i32)")
            imports += "(import \"\(module)\" \"\(function.name)\" (func \(signature)))"
            let arguments = type.parameters.indices.map { "(local.get \($0))" }.joined()
            exports += "(func (export \"\(index)\") \(signature) (call \(index) \(arguments)))"
        }
        return try Module(text: "(module \(imports) (memory (export \"memory\") 1) \(exports))")
    }

    package func sees(_ text: String) throws -> Bool {
        Data(try memory.read(at: 0, count: memory.byteCount)).firstRange(of: Data(text.utf8)) != nil
    }

    /// Makes a call; returns `nil` if the call ended the guest.
    package func perform(_ call: RandomCall) throws -> Errno? {
        try memory.write(call.buffers, at: RandomCall.buffersAddress)
        for path in RandomCall.paths { try memory.write(Array(path.text.utf8), at: path.address) }
        store.interruption = Patience()
        do {
            let results = try functions[call.index].call(call.arguments)
            guard case .i32(let code)? = results.first else { return nil }
            return try Missing.unwrap(Errno(rawValue: UInt16(truncatingIfNeeded: code)))
        } catch is GuestExit {
            return nil
        } catch let trap as Trap {
            guard case .interrupted = trap.kind else { throw trap }
            return nil
        }
    }
}

/// The error for a value that must exist and does not.
package struct Missing: Error {
    package static func unwrap<Thing>(_ thing: Thing?) throws -> Thing {
        guard let thing else { throw Missing() }
        return thing
    }
}

/// An interruption that ends a call at its 201st poll.
private final class Patience: Interruption, @unchecked Sendable {
    private var remaining = 200

    func reasonToStop() -> InterruptReason? {
        remaining -= 1
        return remaining < 0 ? .cancelled : nil
    }
}

/// A generator of random numbers that its state determines.
package struct SplitMix: Sendable {
    package var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
