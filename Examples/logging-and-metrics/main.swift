// Every call of a host function is logged with the units that it spends, and counted with the time that it takes.

import Nestbox

let guest = """
    (module
      (import "shop" "stock" (func $stock (param i32) (result i32)))
      (import "shop" "order" (func $order (param i32 i32)))
      (func (export "run") (local $item i32)
        (local.set $item (i32.const 3))
        (loop $next
          (if (i32.lt_s (call $stock (local.get $item)) (i32.const 10))
            (then (call $order (local.get $item) (i32.const 50))))
          (br_if $next (local.tee $item (i32.sub (local.get $item) (i32.const 1)))))))
    """

var shop = HostModule("shop")
shop.define("stock", price: 100, HostFunction { (item: Int32) in item * 4 })
shop.define("order", price: 500, HostFunction { (item: Int32, count: Int32) in })
var policy = Policy()
policy.hostFunctions.allow = ["shop.stock", "shop.order"]

let session = try GuestSession(policy, hostModules: [shop])
session.store.observer = StoreObserver { level, message, metadata in
    print("\(level): \(message) \(metadata["import"] ?? "") for \(metadata["units"] ?? "0") units")
}
let instance = try session.instantiate(session.load(Array(guest.utf8)))
let (result, summary) = session.store.summarize { try instance.call("run") }
_ = try result.get()
for call in summary.hostCalls {
    print(
        "\(call.name): \(call.count) calls, \((call.nanoseconds ?? 0) < 1_000_000_000 ? "less" : "more") than a second")
}
print("\(summary.units) units in all")
