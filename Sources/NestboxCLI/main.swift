import Nestbox
import WasmRuntime
import WasmSyntax
import Foundation
let bytes = [UInt8](FileManager.default.contents(atPath: CommandLine.arguments[1])!)
let m = try LoadedModule(bytes: bytes)
let s = Store()
let i = try s.instantiate(m)
let args = CommandLine.arguments.dropFirst(3).map { Value.i32(Int32($0)!) }
let c = ContinuousClock()
for _ in 0..<1 {
var r: [Value] = []
let b = s.budget.spent
let t = try c.measure { r = try i.call(Name(CommandLine.arguments[2]), args) }
print(r, s.budget.spent - b, t)
}
