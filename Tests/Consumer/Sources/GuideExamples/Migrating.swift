// example begin call
import Nestbox

func factorial(of number: Int64) throws -> Int64 {
    let module = try Module(
        text: """
            (module
              (func $fac (export "fac") (param $n i64) (result i64)
                (if (result i64) (i64.eqz (local.get $n))
                  (then (i64.const 1))
                  (else
                    (i64.mul (local.get $n)
                      (call $fac (i64.sub (local.get $n) (i64.const 1))))))))
            """)
    let instance = try Store().instantiate(module)
    guard let fac = instance.function(named: "fac") else {
        throw CallError.unknownFunction("fac")
    }
    return try fac.call(number)
}
// example end

// example begin import
func printSum(_ module: Module) throws {
    var imports = Imports()
    imports.define("print_i32", in: "printer", HostFunction { (value: Int32) in print(value) })
    let instance = try Store().instantiate(module, imports: imports)
    _ = try instance.call("print_add", [.i32(42), .i32(3)])
}
// example end

// example begin string
func printer() -> HostFunction {
    HostFunction(type: FunctionType(parameters: [.i32, .i32], results: [])) { call in
        print(try call.text(address: 0, length: 1), terminator: "")
    }
}
// example end

// example begin fuel
func fibonacci(_ module: Module, of number: Int32) throws -> (result: Int32, units: UInt64) {
    let store = Store()
    store.budget.limit = 10_000
    let instance = try store.instantiate(module)
    guard let fibonacci = instance.function(named: "fibonacci") else {
        throw CallError.unknownFunction("fibonacci")
    }
    let result: Int32 = try fibonacci.call(number)
    return (result, store.budget.spent)
}
// example end
