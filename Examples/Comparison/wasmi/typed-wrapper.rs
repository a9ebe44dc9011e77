// In the API: yes.
// The functions need the store with each call, so that the wrapper owns it. A `bool` is no result: a number is.
// The guest of ../../typed-wrapper/main.swift is the argument.

use wasmi::{Engine, Error, Linker, Module, Store, TypedFunc};

struct Calculator {
    store: Store<()>,
    divide: TypedFunc<(u32, u32), (u32, u32)>,
    mean: TypedFunc<(f64, f64), f64>,
    is_even: TypedFunc<i64, i32>,
}

impl Calculator {
    fn new(text: &str) -> Result<Self, Error> {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &Module::new(&engine, text)?)?;
        Ok(Calculator {
            divide: instance.get_typed_func(&store, "divide")?,
            mean: instance.get_typed_func(&store, "mean")?,
            is_even: instance.get_typed_func(&store, "is_even")?,
            store,
        })
    }

    fn divide(&mut self, n: u32, by: u32) -> Result<(u32, u32), Error> {
        self.divide.call(&mut self.store, (n, by))
    }

    fn mean(&mut self, a: f64, b: f64) -> Result<f64, Error> {
        self.mean.call(&mut self.store, (a, b))
    }

    fn is_even(&mut self, n: i64) -> Result<bool, Error> {
        Ok(self.is_even.call(&mut self.store, n)? != 0)
    }
}

fn main() -> Result<(), Error> {
    let guest = std::env::args().nth(1).unwrap();
    let mut calculator = Calculator::new(&guest)?;
    let (quotient, remainder) = calculator.divide(17, 5)?;
    println!("17 / 5 = {quotient}, remainder {remainder}");
    println!("mean of 1 and 2: {:.1}", calculator.mean(1.0, 2.0)?);
    println!("1,000,000,007 is even: {}", calculator.is_even(1_000_000_007)?);

    if let Err(error) = Calculator::new("(module (func (export \"divide\") (param i32)))") {
        println!("{error}");
    }
    Ok(())
}
