// In the API: yes, but no deadline.
// `Linker` provides only what is defined, and fuel limits the work. Nothing stops a guest after a time or from another
// thread: fuel in small portions and resumable calls would have to do that (crates/wasmi/src/engine/config.rs has no such
// option).
// The guests of ../../plug-in-host/main.swift are the arguments.

use std::collections::HashMap;
use wasmi::{Config, Engine, Error, Linker, Module, Store};

/// Asks a plug-in how much of an item to order.
fn quantity(item: i32, plug_in: &str) -> Result<i32, Error> {
    let stock = HashMap::from([(7, 12)]);
    let allowed = ["shop.stock"];

    let mut config = Config::default();
    config.consume_fuel(true);
    let engine = Engine::new(&config);
    let mut linker = Linker::new(&engine);
    if allowed.contains(&"shop.stock") {
        linker.func_wrap("shop", "stock", move |item: i32| stock.get(&item).copied().unwrap_or(0))?;
    }
    if allowed.contains(&"shop.price") {
        linker.func_wrap("shop", "price", |item: i32| item * 100)?;
    }

    let mut store = Store::new(&engine, ());
    store.set_fuel(10_000)?;
    let module = Module::new(&engine, plug_in)?;
    let instance = linker.instantiate_and_start(&mut store, &module)?;
    instance.get_typed_func::<i32, i32>(&store, "order")?.call(&mut store, item)
}

fn main() {
    for plug_in in std::env::args().skip(1) {
        match quantity(7, &plug_in) {
            Ok(quantity) => println!("orders {quantity}"),
            Err(error) => println!("{error}"),
        }
    }
}
