/// The plug-ins, in the text format. Compilers of other languages write the binary format, which is loaded likewise.
enum Modules {
    /// Adds up the stock of items 1 to 6.
    static let total = """
        (module (import "shop" "stock" (func $stock (param i32) (result i32)))
          (func (export "run") (result i32) (local $item i32) (local $sum i32)
            (local.set $item (i32.const 6))
            (loop $next
              (local.set $sum (i32.add (local.get $sum) (call $stock (local.get $item))))
              (br_if $next (local.tee $item (i32.sub (local.get $item) (i32.const 1)))))
            (local.get $sum)))
        """

    /// Counts those of items 1 to 6 of which fewer than 20 are left.
    static let shortages = """
        (module (import "shop" "stock" (func $stock (param i32) (result i32)))
          (func (export "run") (result i32) (local $item i32) (local $count i32)
            (local.set $item (i32.const 6))
            (loop $next
              (local.set $count
                (i32.add (local.get $count)
                  (i32.lt_s (call $stock (local.get $item)) (i32.const 20))))
              (br_if $next (local.tee $item (i32.sub (local.get $item) (i32.const 1)))))
            (local.get $count)))
        """

    /// Asks for an item again and again until it is there, which it never is.
    static let impatient = """
        (module (import "shop" "stock" (func $stock (param i32) (result i32)))
          (func (export "run") (result i32)
            (loop $again (br_if $again (i32.eqz (call $stock (i32.const 4)))))
            (i32.const 1)))
        """

    /// Asks nothing, and loops endlessly.
    static let endless = """
        (module (func (export "run") (result i32) (loop $forever (br $forever)) (unreachable)))
        """
}
