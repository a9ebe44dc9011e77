;; A plug-in, for which `nestbox bindings -o Shop.swift shop.wat` has written Shop.swift.
(module $shop
  (import "warehouse" "stock" (func $stock (param $item i32) (result i32)))
  (global $largest (export "largest_order") i32 (i32.const 50))
  (func (export "order") (param $item i32) (result i32)
    (i32.sub (global.get $largest) (call $stock (local.get $item)))))
