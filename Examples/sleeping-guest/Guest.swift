import Nestbox

/// A guest that looks for the number below a limit from which the most Collatz steps lead to 1, and prints each number that
/// needs more steps than all numbers before it.
struct Guest {
    static let limit: Int32 = 3_000

    private static let text = """
        (module (import "host" "print" (func $print (param i32 i32)))
          (func $steps (param $n i64) (result i32) (local $count i32)
            (block $done
              (loop $next
                (br_if $done (i64.eq (local.get $n) (i64.const 1)))
                (local.set $n
                  (if (result i64) (i64.eqz (i64.and (local.get $n) (i64.const 1)))
                    (then (i64.shr_u (local.get $n) (i64.const 1)))
                    (else (i64.add (i64.mul (local.get $n) (i64.const 3)) (i64.const 1)))))
                (local.set $count (i32.add (local.get $count) (i32.const 1)))
                (br $next)))
            (local.get $count))
          (func (export "search") (param $limit i32) (result i32)
            (local $n i32) (local $count i32) (local $best i32) (local $most i32)
            (loop $next
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (local.set $count (call $steps (i64.extend_i32_u (local.get $n))))
              (if (i32.gt_u (local.get $count) (local.get $most))
                (then
                  (local.set $best (local.get $n))
                  (local.set $most (local.get $count))
                  (call $print (local.get $n) (local.get $count))))
              (br_if $next (i32.lt_u (local.get $n) (local.get $limit))))
            (local.get $best)))
        """

    let module: Module
    private var imports = Imports()

    /// A guest whose lines go to a function.
    init(printingTo output: @escaping (String) -> Void) throws {
        module = try Module(text: Guest.text)
        imports.define(
            "print", in: "host",
            HostFunction { (number: Int32, steps: Int32) in output("\(number) needs \(steps) steps") })
    }

    /// Returns a call that begins in an empty store.
    func begin(in store: Store) throws -> GuestCall {
        guard let search = try store.instantiate(module, imports: imports).function(named: "search") else {
            throw CallError.unknownFunction("search")
        }
        return try search.begin([.i32(Guest.limit)])
    }

    /// Returns the call of a guest that sleeps, in an empty store. The host function is linked anew.
    func wakeUp(_ bytes: [UInt8], in store: Store) throws -> GuestCall {
        try store.call(restoredFrom: Snapshot(bytes: bytes, modules: [module]), imports: imports)
    }
}
