// In the API: partly: a hook is told that a host function is called, but not which one.
// `Store::call_hook` gets the store's data and the kind of call (`CallHook` in crates/wasmi/src/store/mod.rs), and no
// access to the fuel. Names, arguments, prices and fuel are therefore the task of a wrapper around each function.
// The guest of ../../logging-and-metrics/main.swift is the argument.

use std::{collections::BTreeMap, time::Duration, time::Instant};
use wasmi::{Caller, Config, Engine, Error, Linker, Module, Store};

const BUDGET: u64 = 1_000_000;

/// The number of calls of each host function, and their time.
type Metrics = BTreeMap<&'static str, (u32, Duration)>;

/// Logs and counts a call of a host function, which costs a price.
fn measured<R>(
    mut caller: Caller<'_, Metrics>, name: &'static str, arguments: &[i32], price: u64, body: impl FnOnce() -> R,
) -> Result<R, Error> {
    let left = caller.get_fuel()?;
    println!("{name} {arguments:?} after {} units", BUDGET - left);
    caller.set_fuel(left.checked_sub(price).ok_or(Error::new("budget exhausted"))?)?;
    let begin = Instant::now();
    let result = body();
    let entry = caller.data_mut().entry(name).or_default();
    entry.0 += 1;
    entry.1 += begin.elapsed();
    Ok(result)
}

fn main() -> Result<(), Error> {
    let guest = std::env::args().nth(1).unwrap();
    let mut config = Config::default();
    config.consume_fuel(true);
    let engine = Engine::new(&config);
    let mut linker = Linker::new(&engine);
    linker.func_wrap("shop", "stock", |caller: Caller<'_, Metrics>, item: i32| {
        measured(caller, "stock", &[item], 100, || item * 4)
    })?;
    linker.func_wrap("shop", "order", |caller: Caller<'_, Metrics>, item: i32, count: i32| {
        measured(caller, "order", &[item, count], 500, || ())
    })?;

    let mut store = Store::new(&engine, Metrics::new());
    store.set_fuel(BUDGET)?;
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, guest)?)?;
    instance.get_typed_func::<(), ()>(&store, "run")?.call(&mut store, ())?;
    for (name, (count, time)) in store.data().iter().rev() {
        println!("{name}: {count} calls, {} than a second", if time.as_secs() < 1 { "less" } else { "more" });
    }
    println!("{} units in all", BUDGET - store.get_fuel()?);
    Ok(())
}
