import Foundation
import WASIHost
import WasmRuntime
import WasmSyntax
import WasmValidation

/// The outcome of one call of an export. The Python side reads it, and computes the same for wasmtime.
package struct CallRecord: Hashable, Codable, Sendable {
    /// The place among the exports of the module.
    package var export: Int
    package var round: Int
    /// The letters of ``Signature``.
    package var parameters: String
    package var results: String
    /// `returned`, `exception`, or the kind of the trap.
    package var ending: String
    /// The results, as ``Observation/text(of:)`` writes them.
    package var values: [String]
    /// The units of budget that the call spent.
    package var spent: UInt64
}

/// The observable behaviour of a chain of modules: how they link, what each exported function does, and what state
/// remains.
package struct Behaviour: Hashable, Codable, Sendable {
    /// `ok`, or why instantiation failed, with the number of the module.
    package var link = "ok"
    package var linkSpent: UInt64 = 0
    package var calls: [CallRecord] = []
    /// The exported globals, memories and tables of the last module, with their places among its exports.
    package var state: [String] = []

    /// Whether a limit ended anything: after that, runs that reach the limit at another place may differ.
    package var isLimited: Bool {
        Observation.limits.contains(link) || calls.contains { Observation.limits.contains($0.ending) }
    }

    /// The same behaviour without the units spent.
    package var withoutCosts: Behaviour {
        var result = self
        result.linkSpent = 0
        for index in result.calls.indices { result.calls[index].spent = 0 }
        return result
    }
}

/// Texts for values, endings and memories.
package enum Observation {
    /// The endings that depend on limits of the host, not on the module alone.
    package static let limits: Set<String> = [
        "heap exhausted", "call stack exhausted", "deadline exceeded", "cancelled", "limit",
    ]

    package static func text(of value: Value) -> String {
        switch value {
        case .i32(let number): "i32:" + hex(UInt64(UInt32(bitPattern: number)))
        case .i64(let number): "i64:" + hex(UInt64(bitPattern: number))
        case .f32(let number): "f32:" + hex(UInt64(number.bitPattern))
        case .f64(let number): "f64:" + hex(number.bitPattern)
        case .v128(let low, let high): "v128:\(hex(low)):\(hex(high))"
        case .funcref(let function): function == nil ? "null" : "ref"
        case .externref(let reference): reference == nil ? "null" : "ref"
        case .anyref(let reference): reference.map { $0.i31.map { "i31:\($0)" } ?? "ref" } ?? "null"
        case .exnref(let reference): reference == nil ? "null" : "ref"
        }
    }

    private static func hex(_ number: UInt64) -> String { String(number, radix: 16) }

    /// The number of bytes at the beginning of a memory that are observed.
    package static let observedBytes: UInt64 = 131_072

    /// Returns the size of a memory and the checksum of its beginning, without trailing zeros.
    package static func text(of memory: GuestMemory) -> String {
        let count = min(memory.byteCount, observedBytes)
        let bytes = (try? memory.read(at: 0, count: count)) ?? []
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return "memory:\(memory.byteCount):" + String(CRC32.of(bytes[..<end]), radix: 16)
    }

    /// Returns the current state of an export; `nil` if it cannot be observed.
    package static func text(of external: External) -> String? {
        switch external {
        case .global(let global): "global:" + text(of: global.value)
        case .memory(let memory): text(of: memory)
        case .table(let table): "table:\(table.count)"
        case .function, .tag: nil
        }
    }

    /// Returns the kind of the error that ended a call, on one line.
    package static func text(of error: any Error) -> String {
        switch error {
        case let trap as Trap: trap.kind.description
        case is WasmException: "exception"
        case is LinkError: "link error"
        case is CallError: "call error"
        default: "error \(type(of: error))"
        }
    }
}

/// The checksum of zlib, which Python has, too.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { word, _ in word & 1 == 0 ? word >> 1 : word >> 1 ^ 0xEDB8_8320 }
    }

    package static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let table = table
        return ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
