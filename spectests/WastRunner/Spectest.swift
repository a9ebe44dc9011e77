import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// The module `spectest`, from which scripts of the official suite import. Its functions discard what they are called
/// to print.
enum Spectest {
    static let name: Name = "spectest"

    static func functions() -> [Name: HostFunction] {
        [
            "print": printing([]), "print_i32": printing([.i32]), "print_i64": printing([.i64]),
            "print_f32": printing([.f32]), "print_f64": printing([.f64]), "print_i32_f32": printing([.i32, .f32]),
            "print_f64_f64": printing([.f64, .f64]),
        ]
    }

    private static func printing(_ parameters: [ValueType]) -> HostFunction {
        HostFunction(type: FunctionType(parameters: parameters, results: [])) { _ in }
    }

    /// The definitions other than functions. Those of `fieldsBeyond` are left out if the features that they need are
    /// off.
    static let fields = """
        (global (export "global_i32") i32 (i32.const 666))
        (global (export "global_i64") i64 (i64.const 666))
        (global (export "global_f32") f32 (f32.const 666.6))
        (global (export "global_f64") f64 (f64.const 666.6))
        (table (export "table") 10 20 funcref)
        (memory (export "memory") 1 2)
        """
    static let fieldsBeyond = [
        #"(table (export "table64") i64 10 20 funcref)"#,
        #"(memory (export "shared_memory") 1 2 shared)"#,
    ]
}

extension WastSession {
    mutating func registerSpectest() {
        let candidates =
            [Spectest.fields + Spectest.fieldsBeyond.joined()]
            + Spectest.fieldsBeyond.map { Spectest.fields + $0 } + [Spectest.fields]
        for text in candidates {
            guard let module = try? TextParser.parseModule(Array(text.utf8)),
                let validated = try? Validator.validate(module, features: options.features),
                let instance = try? store.instantiate(Module(validated))
            else { continue }
            registered[Spectest.name] = .success(instance)
            return
        }
    }
}
