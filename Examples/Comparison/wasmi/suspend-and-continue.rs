// In the API: yes.
// The guest of ../../suspend-and-continue/main.swift is the argument.

use std::fmt;
use wasmi::{errors::HostError, Config, Engine, Error, Linker, Module, Store, TypedResumableCall, Val};

/// The error with which the host function suspends the guest.
#[derive(Debug)]
struct Question(i32);

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "question {}", self.0)
    }
}

impl HostError for Question {}

fn main() -> Result<(), Error> {
    let guest = std::env::args().nth(1).unwrap();
    let mut config = Config::default();
    config.consume_fuel(true);
    let engine = Engine::new(&config);
    let mut linker = Linker::new(&engine);
    linker.func_wrap("host", "ask", |question: i32| -> Result<i32, Error> { Err(Error::host(Question(question))) })?;

    let mut store = Store::new(&engine, ());
    store.set_fuel(10_000)?;
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, guest)?)?;
    let mut call = instance.get_typed_func::<(), i32>(&store, "run")?.call_resumable(&mut store, ())?;
    let mut granted = 10_000;
    loop {
        call = match call {
            TypedResumableCall::Finished(sum) => {
                println!("sum: {sum}");
                return Ok(());
            }
            TypedResumableCall::HostTrap(asked) => {
                println!("{}", asked.host_error());
                asked.resume(&mut store, &[Val::I32(14)])?
            }
            TypedResumableCall::OutOfFuel(paused) => {
                let left = store.get_fuel()?;
                println!("spent {} units", granted - left);
                granted += 10_000;
                store.set_fuel(left + 10_000)?;
                paused.resume(&mut store)?
            }
        }
    }
}
