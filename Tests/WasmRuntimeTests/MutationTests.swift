import Foundation
import Testing
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// Damaged modules: whatever a module's bytes are, the result is an error or a normal run, never a crash.
struct MutationTests {
    /// A module with something in every section, small enough to try every damage.
    static let small = """
        (module $small
          (type $t (func (param i32) (result i32)))
          (import "host" "f" (func $host (param i32) (result i32)))
          (table $table 3 6 funcref) (memory $memory 1 2)
          (global $g (mut i64) (i64.const 0x123456789))
          (export "f" (func $f)) (export "m" (memory 0)) (start $start)
          (elem $e (i32.const 1) func $f $host) (elem $p funcref (ref.func $f) (ref.null func))
          (data $d (i32.const 8) "data") (data $q "passive")
          (func $start (table.init $table $p (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $p)
            (memory.init $q (i32.const 16) (i32.const 0) (i32.const 7)) (data.drop $q))
          (func $f (type $t) (local i64 f64) (local i32)
            (block $b (loop $l
              (br_table $l $b (i32.and (local.get 0) (i32.const 1)))))
            (if (result i32) (i32.lt_s (local.get 0) (i32.const 5))
              (then (call_indirect (type $t) (call $host (local.get 0)) (i32.const 2)))
              (else (i32.load offset=8 (local.tee 3 (i32.div_u (local.get 0) (i32.const 3))))))
            (global.set $g (i64.extend_i32_s (local.get 3)))
            (local.set 2 (f64.add (f64.const 1.5) (f64.convert_i64_s (global.get $g))))
            (memory.fill (i32.const 0) (i32.const 1) (i32.trunc_sat_f64_s (local.get 2)))
            (drop (memory.grow (i32.const 1)))))
        """

    /// Decodes, validates, instantiates with host functions for all imports, and calls all exported functions with a
    /// small budget. Returns whether there was an instance.
    static func run(_ bytes: [UInt8]) -> Bool {
        guard let module = try? BinaryDecoder.decode(bytes),
            let valid = try? Validator.validate(module, features: DifferentialTests.features)
        else { return false }
        // The name section reads untrusted names, too.
        _ = NameSection(module).moduleName
        var limits = StoreLimits()
        limits.totalMemoryBytes = 8 << 20
        limits.totalTableElements = 10_000
        limits.callDepth = 50
        limits.stackSlots = 4_096
        let store = Store(limits: limits)
        store.budget.allow(1_000)
        var imports = Imports()
        imports.addProvider { _, _, type in .function(HostFunction(type: type) { _ in }) }
        guard let instance = try? store.instantiate(Module(valid), imports: imports) else { return false }
        for export in valid.module.exports where export.kind == .function {
            guard let function = instance.function(named: export.name) else { continue }
            let arguments = function.type.parameters.map(zero)
            store.budget.allow(1_000)
            do {
                _ = try function.call(arguments)
            } catch {
                _ = "\(error)"
            }
        }
        return true
    }

    static func zero(_ type: ValueType) -> Value {
        switch type {
        case .i32: .i32(1)
        case .i64: .i64(1)
        case .f32: .f32(1)
        case .f64: .f64(1)
        case .externref: .externref(nil)
        default: .funcref(nil)
        }
    }

    static func smallBytes() throws -> [UInt8] {
        BinaryEncoder.encode(try TextParser.parseModule(Array(small.utf8)))
    }

    @Test func theModuleRunsUndamaged() throws {
        let bytes = try MutationTests.smallBytes()
        #expect(MutationTests.run(bytes))
    }

    /// A truncated module is an error, unless the cut is at the end of a section and the rest is a module.
    @Test func cutAtEveryByte() throws {
        let bytes = try MutationTests.smallBytes()
        let survivors = (0..<bytes.count).filter { MutationTests.run(Array(bytes[..<$0])) }
        #expect(survivors.count < 8)
    }

    /// Flips one bit or all bits of each byte; in a debug build only some of these ways.
    @Test(arguments: Guest.isDebugBuild ? [0, 7, 8] : Array(0..<9))
    func everyByteDamaged(_ way: Int) throws {
        var bytes = try MutationTests.smallBytes()
        let change: UInt8 = way == 8 ? 0xFF : 1 << UInt8(way)
        var runs = 0
        for index in bytes.indices {
            bytes[index] ^= change
            if MutationTests.run(bytes) { runs += 1 }
            bytes[index] ^= change
        }
        // Some damage is harmless, most is not.
        #expect(runs > 0 && runs < bytes.count)
    }

    /// A real program, compiled from C, cut and damaged at every byte; in a debug build only at every 37th or 997th.
    @Test(arguments: ["flood", "crash"])
    func aRealProgramDamaged(_ name: String) throws {
        let path = Folder.package.appendingPathComponent("Tests/Guests/\(name).wasm")
        var bytes = Array(try Data(contentsOf: path))
        #expect(MutationTests.run(bytes))
        let stride = Guest.isDebugBuild ? (name == "crash" ? 997 : 37) : 1
        for index in Swift.stride(from: 0, to: bytes.count, by: stride) {
            _ = MutationTests.run(Array(bytes[..<index]))
            bytes[index] ^= 0xFF
            _ = MutationTests.run(bytes)
            bytes[index] ^= 0xFF
        }
    }
}
