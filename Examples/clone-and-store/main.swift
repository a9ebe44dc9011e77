// A guest is prepared once, copied for each request, and stored as bytes. The programs warm-server and sleeping-guest do
// so for servers and between processes.

import Nestbox

/// Prepares a table of squares, and counts its answers.
let guest = """
    (module
      (memory 1)
      (global $answers (mut i32) (i32.const 0))
      (func (export "prepare") (local $n i32)
        (loop $next
          (i32.store (i32.shl (local.get $n) (i32.const 2)) (i32.mul (local.get $n) (local.get $n)))
          (local.set $n (i32.add (local.get $n) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $n) (i32.const 1000)))))
      (func (export "square") (param $n i32) (result i32 i32)
        (global.set $answers (i32.add (global.get $answers) (i32.const 1)))
        (i32.load (i32.shl (local.get $n) (i32.const 2)))
        (global.get $answers)))
    """

/// Answers a request in a copy of the guest, of which nothing remains.
func answer(_ request: Int32, from warm: Snapshot) throws -> String {
    let results = try Store().instantiate(warm).call("square", [.i32(request)])
    return "the square of \(request) is \(results[0]), answer \(results[1])"
}

let module = try Module(text: guest)
let instance = try Store().instantiate(module)
_ = try instance.call("prepare")
_ = try instance.call("square", [.i32(1)])
let warm = try instance.snapshot()
print(try answer(12, from: warm))
print(try answer(31, from: warm))

let stored: [UInt8] = try warm.bytes()
print(try answer(999, from: Snapshot(bytes: stored, modules: [module])))
