// A guest works in parts of 10,000 units, and is suspended while the host finds an answer to its question.

import Nestbox

/// Adds up the answers to three questions, and works for a while before each of them.
let guest = """
    (module
      (import "host" "ask" (func $ask (param i32) (result i32)))
      (func $work (local $n i32)
        (local.set $n (i32.const 5000))
        (loop $next (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
      (func (export "run") (result i32) (local $question i32) (local $sum i32)
        (loop $next
          (call $work)
          (local.set $question (i32.add (local.get $question) (i32.const 1)))
          (local.set $sum (i32.add (local.get $sum) (call $ask (local.get $question))))
          (br_if $next (i32.lt_u (local.get $question) (i32.const 3))))
        (local.get $sum)))
    """

var imports = Imports()
imports.define("ask", in: "host", HostFunction { (question: Int32) -> Int32 in throw HostSuspension(question) })

let store = Store()
guard let run = try store.instantiate(Module(text: guest), imports: imports).function(named: "run") else {
    throw CallError.unknownFunction("run")
}
store.budget.allow(10_000)
let call = try run.begin()
var progress = try call.resume()
while case .suspended(let suspension) = progress {
    if case .hostFunction(let question) = suspension {
        print("question \(question.value)")
        progress = try call.resume(returning: [.i32(14)])
    } else {
        print("spent \(store.budget.spent) units")
        store.budget.allow(10_000)
        progress = try call.resume()
    }
}
if case .finished(let results) = progress { print("sum: \(results[0])") }
