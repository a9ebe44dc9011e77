import Nestbox

/// Asks a plug-in how much to order. The plug-in asks back what is in stock.
func quantityToOrder(of item: Int32) throws -> Int32 {
    let plugIn = """
        (module
          (import "shop" "stock" (func $stock (param i32) (result i32)))
          (func (export "order") (param $item i32) (result i32)
            (i32.sub (i32.const 50) (call $stock (local.get $item)))))
        """
    let stock: [Int32: Int32] = [7: 12]
    var shop = HostModule("shop")
    shop.define("stock", HostFunction { (item: Int32) in stock[item] ?? 0 })

    var policy = Policy()  // Nothing is allowed yet.
    policy.hostFunctions.allow = ["shop.stock"]
    policy.resources.budget = 10_000  // About as many instructions.

    let session = try GuestSession(policy, hostModules: [shop])
    let instance = try session.instantiate(session.load(Array(plugIn.utf8)))
    guard let order = instance.function(named: "order") else {
        throw CallError.unknownFunction("order")
    }
    return try order.call(item)
}
