// A shop asks plug-ins of others how much to order. A plug-in may ask for the stock and spend its budget, and nothing
// else.

import Nestbox

/// Fills the stock up to 50.
let careful = """
    (module
      (import "shop" "stock" (func $stock (param i32) (result i32)))
      (func (export "order") (param $item i32) (result i32)
        (i32.sub (i32.const 50) (call $stock (local.get $item)))))
    """

/// Also wants to know the prices.
let curious = """
    (module
      (import "shop" "stock" (func $stock (param i32) (result i32)))
      (import "shop" "price" (func $price (param i32) (result i32)))
      (func (export "order") (param $item i32) (result i32) (call $price (local.get $item))))
    """

/// Never answers.
let endless = """
    (module
      (func $think (loop $forever (br $forever)))
      (func (export "order") (param $item i32) (result i32) (call $think) (i32.const 0)))
    """

/// Asks a plug-in how much of an item to order.
func quantity(of item: Int32, by plugIn: String) throws -> Int32 {
    let stock: [Int32: Int32] = [7: 12]
    var shop = HostModule("shop")
    shop.define("stock", HostFunction { (item: Int32) in stock[item] ?? 0 })
    shop.define("price", HostFunction { (item: Int32) in item * 100 })

    var policy = Policy()
    policy.hostFunctions.allow = ["shop.stock"]
    policy.resources.budget = 10_000

    let session = try GuestSession(policy, hostModules: [shop])
    let instance = try session.instantiate(session.load(Array(plugIn.utf8)))
    let order = try instance.function(named: "order", as: ((Int32) throws -> Int32).self)
    return try order(item)
}

for plugIn in [careful, curious, endless] {
    do {
        print("orders \(try quantity(of: 7, by: plugIn))")
    } catch {
        print("\(error)")
    }
}
