// The host makes a memory, a global, a table and a tag for a guest, passes an object of its own through it, reads and
// changes a struct of the guest, and catches its exception.

import Nestbox

/// Takes an order of an item: the stock is at address 0, and function 0 of the table finds the price.
let guest = """
    (module
      (import "shop" "memory" (memory 1))
      (import "shop" "total" (global $total (mut i64)))
      (import "shop" "rules" (table $rules 1 funcref))
      (import "shop" "refused" (tag $refused (param i32)))
      (type $rule (func (param i64) (result i64)))
      (type $line (struct (field externref) (field (mut i32))))
      (func (export "order") (param $item externref) (param $count i32) (result anyref)
        (if (i32.gt_s (local.get $count) (i32.load (i32.const 0)))
          (then (throw $refused (i32.load (i32.const 0)))))
        (global.set $total
          (i64.add (global.get $total)
            (call_indirect $rules (type $rule) (i64.extend_i32_s (local.get $count)) (i32.const 0))))
        (struct.new $line (local.get $item) (local.get $count))))
    """

struct Item {
    var name: String
}

let store = Store()
let memory = try GuestMemory(pages: 1, in: store)
let total = try Global(.i64(0), isMutable: true, in: store)
let price = try Function(HostFunction { (count: Int64) in count * 25 }, in: store)
let rules = try Table(count: 1, filledWith: .funcref(price), in: store)
let refused = try Tag([.i32], in: store)

var imports = Imports()
imports.define("memory", in: "shop", .memory(memory))
imports.define("total", in: "shop", .global(total))
imports.define("rules", in: "shop", .table(rules))
imports.define("refused", in: "shop", .tag(refused))
let instance = try store.instantiate(Module(text: guest), imports: imports)

try memory.store(5 as Int32, at: 0)
let apple = ExternalReference(Item(name: "apple"), in: store)
if case .anyref(let line?) = try instance.call("order", [.externref(apple), .i32(4)])[0] {
    try line.setValue(.i32(3), at: 1)
    if case .externref(let item?)? = line[0], let item = item.object as? Item, let count = line[1] {
        print("\(count) of \(item.name), total \(total.value)")
    }
}
do {
    _ = try instance.call("order", [.externref(apple), .i32(6)])
} catch let exception as WasmException where exception.tag(in: store) == refused {
    print("refused: \(exception.values(in: store) ?? [])")
}
