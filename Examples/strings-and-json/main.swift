// Strings and JSON go to a guest and come back. They cross in the guest's memory, as an address and a number of bytes, and
// the guest's `allocate` makes room for arguments.

import Nestbox
import NestboxFoundation

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

let imports: Imports = ["shop": ["log": HostFunction { (line: GuestString) in print("log: \(line)") }]]
let instance = try Store().instantiate(Module(text: guest), imports: imports)
let confirm = try instance.function(
    named: "confirm", as: ((GuestJSON<Order>) throws -> GuestJSON<Confirmation>).self)
let confirmation = try confirm(GuestJSON(Order(item: "Äpfel", count: 3))).value
print("\(confirmation.order.count) \(confirmation.order.item), accepted: \(confirmation.accepted)")
