// A plug-in as a type of Swift. Its functions are found, and their types checked, when it is made.

import Nestbox

let guest = """
    (module
      (func (export "divide") (param $n i32) (param $by i32) (result i32 i32)
        (i32.div_u (local.get $n) (local.get $by))
        (i32.rem_u (local.get $n) (local.get $by)))
      (func (export "mean") (param $a f64) (param $b f64) (result f64)
        (f64.mul (f64.add (local.get $a) (local.get $b)) (f64.const 0.5)))
      (func (export "is_even") (param $n i64) (result i32)
        (i64.eqz (i64.and (local.get $n) (i64.const 1)))))
    """

struct Calculator {
    let divide: (UInt32, UInt32) throws -> (UInt32, UInt32)
    let mean: (Double, Double) throws -> Double
    let isEven: (Int64) throws -> Bool

    init(_ instance: Instance) throws {
        divide = try instance.function(named: "divide", as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)
        mean = try instance.function(named: "mean", as: ((Double, Double) throws -> Double).self)
        isEven = try instance.function(named: "is_even", as: ((Int64) throws -> Bool).self)
    }
}

let calculator = try Calculator(Store().instantiate(Module(text: guest)))
let (quotient, remainder) = try calculator.divide(17, 5)
print("17 / 5 = \(quotient), remainder \(remainder)")
print("mean of 1 and 2: \(try calculator.mean(1, 2))")
print("1,000,000,007 is even: \(try calculator.isEven(1_000_000_007))")

do {
    _ = try Calculator(Store().instantiate(Module(text: "(module (func (export \"divide\") (param i32)))")))
} catch {
    print(error)
}
