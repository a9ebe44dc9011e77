// Every call of a host function is logged with what the guest has spent before it, and counted with the time that it takes.

import Foundation
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

/// The number of calls of each host function, and their time in seconds.
final class Metrics: Auditor {
    private(set) var calls: [Name: (count: Int, time: TimeInterval)] = [:]
    private var begin = Date()

    func decide(_ call: AuditedCall) -> AuditDecision {
        let arguments = call.arguments.map { "\($0.content)" }
        print("\(call.name) \(arguments) after \(call.spent) units")
        begin = Date()
        return .allow
    }

    func record(_ call: AuditedCall, _ outcome: AuditOutcome) {
        calls[call.name, default: (0, 0)].count += 1
        calls[call.name, default: (0, 0)].time += Date().timeIntervalSince(begin)
    }
}

var shop = HostModule("shop")
shop.define("stock", price: 100, HostFunction { (item: Int32) in item * 4 })
shop.define("order", price: 500, HostFunction { (item: Int32, count: Int32) in })
var policy = Policy()
policy.hostFunctions.allow = ["shop.stock", "shop.order"]

let metrics = Metrics()
let session = try GuestSession(policy, hostModules: [shop], auditor: metrics)
_ = try session.instantiate(session.load(Array(guest.utf8))).call("run")
for (name, (count, time)) in metrics.calls.sorted(by: { $0.value.count > $1.value.count }) {
    print("\(name): \(count) calls, \(time < 1 ? "less" : "more") than a second")
}
print("\(session.store.budget.spent) units in all")
