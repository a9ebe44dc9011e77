// Measures how fast a guest runs in this build: prints the least milliseconds of several calls of fib(27).

import Foundation
import Nestbox
import NestboxFoundation

let text = """
    (module
      (func $fib (export "fib") (param i32) (result i32)
        (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
          (then (local.get 0))
          (else
            (i32.add
              (call $fib (i32.sub (local.get 0) (i32.const 1)))
              (call $fib (i32.sub (local.get 0) (i32.const 2))))))))
    """

do {
    let instance = try Store().instantiate(Module(data: Data(text.utf8)), imports: Imports())
    guard let fib = instance.function(named: "fib") else { throw CallError.unknownFunction("fib") }
    var best = Double.infinity
    for _ in 0..<9 {
        let start = ProcessInfo.processInfo.systemUptime
        let result: Int32 = try fib.call(Int32(27))
        best = min(best, (ProcessInfo.processInfo.systemUptime - start) * 1000)
        guard result == 196_418 else {
            print("fib(27) is \(result)")
            exit(1)
        }
    }
    print(best)
} catch {
    print(error.localizedDescription)
    exit(1)
}
