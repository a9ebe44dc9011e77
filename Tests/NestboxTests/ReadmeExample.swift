// README begin
import Nestbox

/// Runs a program that nobody needs to trust, and gives its exit code and what it printed.
func runProgram(_ bytes: [UInt8]) throws -> (exitCode: UInt32, output: String) {
    let output = BufferOutput(capacity: 64 << 10)
    var grants = WASIConfiguration()  // Nothing is granted yet.
    try grants.grantArguments(["greeter", "wren", "robin"])
    try grants.grantEnvironment(["COLOUR": "green"])
    grants.grantStandardOutput(output)
    grants.grantExit()

    var limits = StoreLimits()
    limits.totalMemoryBytes = 16 << 20
    let store = Store(limits: limits)
    store.budget.allow(1_000_000)  // About as many instructions; more is a Trap.
    store.interruption = HostInterruption(timeoutNanoseconds: 2_000_000_000)

    let exitCode = try store.runCommand(Module(bytes: bytes), wasi: WASI(grants))
    print("exit code \(exitCode) after \(store.budget.spent) units:\n\(output.text)")
    return (exitCode, output.text)
}

/// Asks a plug-in how much to order. It asks back what is in stock: a host function is a Swift closure.
func quantityToOrder(of item: Int32) throws -> Int32 {
    let plugIn = try Module(
        text: """
            (module
              (import "shop" "stock" (func $stock (param i32) (result i32)))
              (func (export "order") (param $item i32) (result i32)
                (i32.sub (i32.const 50) (call $stock (local.get $item)))))
            """)
    let stock: [Int32: Int32] = [7: 12]
    var imports = Imports()
    imports.define("stock", in: "shop", HostFunction { (item: Int32) -> Int32 in stock[item] ?? 0 })

    let instance = try Store().instantiate(plugIn, imports: imports)
    guard let order = instance.function(named: "order") else { throw CallError.unknownFunction("order") }
    return try order.call(item)
}
// README end
