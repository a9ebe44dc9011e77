// In the API: partly: no backtraces, no exceptions.
// `ErrorKind` tells the kinds apart (crates/wasmi/src/error.rs), but a malformed binary and an invalid module are both
// `Wasm`, and a trap does not say in which function it happened. There are no exceptions of guests.
// The guest of ../../errors/main.swift without its tag and the function `throw` is the argument.

use std::fmt;
use wasmi::errors::{ErrorKind, HostError};
use wasmi::{Config, Engine, Error, Linker, Module, Store, TrapCode};

/// The error of the host's own function.
#[derive(Debug)]
struct NoSuchItem {
    item: i32,
}

impl fmt::Display for NoSuchItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no item {}", self.item)
    }
}

impl HostError for NoSuchItem {}

/// Calls a function of a guest.
fn call(name: &str, text: &str) -> Result<(), Error> {
    let mut config = Config::default();
    config.consume_fuel(true);
    let engine = Engine::new(&config);
    let mut linker = Linker::new(&engine);
    linker.func_wrap("shop", "stock", |item: i32| -> Result<i32, Error> { Err(Error::host(NoSuchItem { item })) })?;
    let mut store = Store::new(&engine, ());
    store.set_fuel(10_000)?;
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, text)?)?;
    instance.get_typed_func::<(), ()>(&store, name)?.call(&mut store, ())
}

/// Calls a function of a guest, and tells how the call has ended.
fn outcome(name: &str, text: &str) -> String {
    let error = match call(name, text) {
        Ok(()) => return "returned".to_string(),
        Err(error) => error,
    };
    if let Some(NoSuchItem { item }) = error.downcast_ref() {
        return format!("asked for item {item}");
    }
    match error.kind() {
        ErrorKind::Wat(error) => format!("malformed: {error}"),
        ErrorKind::Wasm(error) => format!("malformed or invalid: {error}"),
        ErrorKind::Linker(error) => format!("does not link: {error}"),
        ErrorKind::Func(error) => format!("cannot be called: {error}"),
        ErrorKind::TrapCode(TrapCode::OutOfFuel) => "has spent its budget".to_string(),
        ErrorKind::TrapCode(code) => format!("trapped: {code}"),
        _ => format!("{error}"),
    }
}

fn main() {
    let guest = std::env::args().nth(1).unwrap();
    for name in ["divide", "loop", "ask", "order"] {
        println!("{name}: {}", outcome(name, &guest));
    }
    for text in ["(module (func", "(module (func (result i32)))", "(module (import \"shop\" \"price\" (func)))"] {
        println!("{text}: {}", outcome("divide", text));
    }
}
