import Nestbox

extension Guest {
    /// A small guest for a try without QuickJS: it prepares a table of primes. The request is a number N, and the answer the
    /// Nth prime. The request `spoil` destroys the table, `loop` never ends, and a number beyond the table traps.
    static let primes = Guest(
        module: Array(text.utf8),
        serve: { instance in
            guard let serve = instance.function(named: "serve") else { throw CallError.unknownFunction("serve") }
            return try serve.begin()
        },
        requests: ["1000", "spoil", "1000", "loop", "99999", "10000"])

    /// At address 0, a list of one buffer; at 8, how many bytes were read or written; at 64, the buffer; from 65,536, a byte
    /// for each number, which is 1 for those that are not prime.
    private static let text = """
        (module
          (import "wasi_snapshot_preview1" "fd_read"
            (func $fd_read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write"
            (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 3)
          (data (i32.const 32) "spoiled\\n")
          (func (export "_initialize") (local $n i32) (local $multiple i32)
            (local.set $n (i32.const 2))
            (loop $next
              (local.set $multiple (i32.mul (local.get $n) (local.get $n)))
              (block $done
                (loop $mark
                  (br_if $done (i32.ge_u (local.get $multiple) (i32.const 131072)))
                  (i32.store8 offset=65536 (local.get $multiple) (i32.const 1))
                  (local.set $multiple (i32.add (local.get $multiple) (local.get $n)))
                  (br $mark)))
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (br_if $next (i32.lt_u (local.get $n) (i32.const 363)))))
          (func $prime (param $count i32) (result i32) (local $n i32)
            (local.set $n (i32.const 1))
            (loop $next
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (local.set $count
                (i32.sub (local.get $count) (i32.eqz (i32.load8_u offset=65536 (local.get $n)))))
              (br_if $next (local.get $count)))
            (local.get $n))
          (func $number (result i32) (local $at i32) (local $digit i32) (local $n i32)
            (loop $next
              (local.set $digit (i32.sub (i32.load8_u offset=64 (local.get $at)) (i32.const 48)))
              (if (i32.lt_u (local.get $digit) (i32.const 10))
                (then
                  (local.set $n (i32.add (i32.mul (local.get $n) (i32.const 10)) (local.get $digit)))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (br $next))))
            (local.get $n))
          (func $print (param $n i32) (local $at i32)
            (local.set $at (i32.const 95))
            (i32.store8 (local.get $at) (i32.const 10))
            (loop $next
              (local.set $at (i32.sub (local.get $at) (i32.const 1)))
              (i32.store8 (local.get $at)
                (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 48)))
              (br_if $next (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
            (call $write (local.get $at) (i32.sub (i32.const 96) (local.get $at))))
          (func $write (param $at i32) (param $count i32)
            (i32.store (i32.const 0) (local.get $at))
            (i32.store (i32.const 4) (local.get $count))
            (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
          (func $spoil
            (memory.fill (i32.const 65536) (i32.const 0) (i32.const 131072))
            (call $write (i32.const 32) (i32.const 8)))
          (func (export "serve") (local $first i32)
            (i32.store (i32.const 0) (i32.const 64))
            (i32.store (i32.const 4) (i32.const 16))
            (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
            (local.set $first (i32.load8_u (i32.const 64)))
            (if (i32.eq (local.get $first) (i32.const 108)) (then (loop $forever (br $forever))))
            (if (i32.eq (local.get $first) (i32.const 115))
              (then (call $spoil))
              (else (call $print (call $prime (call $number)))))))
        """
}
