// example begin closures
import Nestbox

/// Functions for plug-ins that compute: their types are those of the closures.
func arithmetic() -> HostModule {
    var module = HostModule("arithmetic")
    module.define("add", HostFunction { (a: Int32, b: Int32) -> Int32 in a &+ b })
    module.define("root", HostFunction { (x: Double) -> Double in x.squareRoot() })
    module.define(
        "third",
        HostFunction { (x: Int64) throws -> Int64 in
            guard x.isMultiple(of: 3) else {
                throw ArgumentError(0, "is \(x), no multiple of 3")
            }
            return x / 3
        })
    return module
}
// example end

// example begin module
/// A function that takes text from the guest's memory. It has a grant, a price in units of
/// budget, and a deadline.
func notes(_ log: @escaping (Int32, String) -> Void) -> HostModule {
    var shop = HostModule("shop")
    shop.define(
        "note", grant: "logging", effects: [.readsMemory, .io], price: 500,
        deadlineNanoseconds: 10_000_000,
        parameters: [CallParameter("level", .number), CallParameter("message", .text)],
        HostFunction(type: FunctionType(parameters: [.i32, .i32, .i32], results: [])) { call in
            let level = try call.number(at: 0, in: Int32(0)...3)
            let message = try call.text(address: 1, length: 2, maximumCount: 1000)
            log(level, message)
        })
    return shop
}
// example end

// example begin memory
/// A function that works on the guest's memory in place, and pays for each byte before it does.
func upperCase() -> HostModule {
    var module = HostModule("text")
    module.define(
        "upper", effects: [.readsMemory, .writesMemory],
        HostFunction { (call: HostCall, address: UInt32, count: UInt32) throws -> Void in
            guard let memory = call.memory else {
                throw ArgumentError(0, "is an address, but there is no memory")
            }
            try call.charge(UInt64(count))
            try memory.withMutableBytes(at: UInt64(address), count: UInt64(count)) { bytes in
                for index in bytes.indices where (0x61...0x7A).contains(bytes[index]) {
                    bytes[index] &-= 0x20
                }
            }
        })
    return module
}
// example end

// example begin items
/// A guest that works in a memory of the host, calls what the host has put into a table, and
/// counts in a global.
func shared(_ module: Module) throws -> (text: String, calls: Value) {
    let store = Store()
    let memory = try GuestMemory(pages: 1, maximum: 16, in: store)
    let calls = try Global(.i32(0), isMutable: true, in: store)
    let table = try Table(count: 1, in: store)
    let half = HostFunction { (value: Int32) in value / 2 }
    try table.setValue(.funcref(Function(half, in: store)), at: 0)

    var imports = Imports()
    imports.define("memory", in: "env", .memory(memory))
    imports.define("calls", in: "env", .global(calls))
    imports.define("table", in: "env", .table(table))
    let instance = try store.instantiate(module, imports: imports)

    try memory.write(Array("42".utf8), at: 0)
    _ = try instance.call("halve")
    return (String(decoding: try memory.read(at: 0, count: 2), as: UTF8.self), calls.value)
}
// example end

// example begin typed
/// A guest's function as one of Swift.
func quotientAndRemainder(
    _ module: Module
) throws -> (UInt32, UInt32) throws -> (UInt32, UInt32) {
    let instance = try Store().instantiate(module)
    return try instance.function(
        named: "divide", as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)
}
// example end

// example begin strings
/// A guest that greets, and that may print lines.
func greeter(_ module: Module) throws -> (GuestString) throws -> GuestString {
    let imports: Imports = [
        "env": ["print": HostFunction { (line: GuestString) in print(line) }]
    ]
    let instance = try Store().instantiate(module, imports: imports)
    return try instance.function(
        named: "greet", as: ((GuestString) throws -> GuestString).self)
}
// example end
