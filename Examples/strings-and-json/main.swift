// Strings and JSON go to a guest and come back. They cross in the guest's memory: an address and a number of bytes.

import Foundation
import Nestbox

/// Logs the request, and answers with a confirmation of it.
let guest = """
    (module
      (import "shop" "log" (func $log (param i32 i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "{\\"accepted\\":true,\\"order\\":")
      (global $free (mut i32) (i32.const 25))
      (func (export "allocate") (param $count i32) (result i32)
        (global.get $free)
        (global.set $free (i32.add (global.get $free) (local.get $count))))
      (func (export "confirm") (param $request i32) (param $count i32) (result i32 i32)
        (call $log (local.get $request) (local.get $count))
        (i32.store8 (i32.add (local.get $request) (local.get $count)) (i32.const 125))
        (i32.const 0)
        (i32.add (i32.add (local.get $request) (local.get $count)) (i32.const 1))))
    """

struct Order: Codable {
    var item: String
    var count: Int
}

struct Confirmation: Codable {
    var accepted: Bool
    var order: Order
}

/// The error that a plug-in exports no memory.
struct NoMemory: Error {}

/// A plug-in that confirms orders.
struct PlugIn {
    let memory: GuestMemory
    let allocate: (UInt32) throws -> UInt32
    let confirm: (UInt32, UInt32) throws -> (UInt32, UInt32)

    init(_ text: String) throws {
        var imports = Imports()
        let type = FunctionType(parameters: [.i32, .i32], results: [])
        let log = HostFunction(type: type) { call in print("log: \(try call.text(address: 0, length: 1))") }
        imports.define("log", in: "shop", log)
        let instance = try Store().instantiate(Module(text: text), imports: imports)
        guard let memory = instance.memory(named: "memory") else { throw NoMemory() }
        self.memory = memory
        allocate = try instance.function(named: "allocate", as: ((UInt32) throws -> UInt32).self)
        confirm = try instance.function(named: "confirm", as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)
    }

    func confirmation(of order: Order) throws -> Confirmation {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let request = try encoder.encode(order)
        let count = UInt32(request.count)
        let address = try allocate(count)
        try memory.write(request, at: UInt64(address))
        let answer = try confirm(address, count)
        let bytes = try memory.read(at: UInt64(answer.0), count: UInt64(answer.1))
        return try JSONDecoder().decode(Confirmation.self, from: Data(bytes))
    }
}

let confirmation = try PlugIn(guest).confirmation(of: Order(item: "Äpfel", count: 3))
print("\(confirmation.order.count) \(confirmation.order.item), accepted: \(confirmation.accepted)")
