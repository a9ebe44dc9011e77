// In the API: partly: only what the guest exports can be copied, by hand.
// A `Store` is not `Clone`, and an `Instance` is a handle (crates/wasmi/src/store/mod.rs). Memory is copied byte by byte,
// and globals one by one. What the guest keeps in globals, tables and segments that it does not export is lost, and so is
// a call that is suspended. Needs the crates serde and serde_json.
// The guest of ../../clone-and-store/main.swift is the argument; its memory and its global must be exported for this.

use serde::{Deserialize, Serialize};
use wasmi::{Engine, Error, Linker, Module, Mutability, Store, Val};

/// The memory and the mutable `i32` globals that a guest exports.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    memory: Vec<u8>,
    globals: Vec<(String, i32)>,
}

impl Snapshot {
    fn new(store: &Store<()>, instance: &wasmi::Instance) -> Self {
        let memory = instance.get_memory(store, "memory").unwrap();
        let globals = instance
            .exports(store)
            .filter_map(|export| Some((export.name().to_string(), export.into_global()?)))
            .filter(|(_, global)| global.ty(store).mutability() == Mutability::Var)
            .filter_map(|(name, global)| Some((name, global.get(store).i32()?)))
            .collect();
        Snapshot { memory: memory.data(store).to_vec(), globals }
    }

    fn restore(&self, module: &Module) -> Result<(Store<()>, wasmi::Instance), Error> {
        let mut store = Store::new(module.engine(), ());
        let instance = Linker::new(module.engine()).instantiate_and_start(&mut store, module)?;
        let memory = instance.get_memory(&store, "memory").unwrap();
        let pages = (self.memory.len() as u64 >> 16) - memory.size(&store);
        memory.grow(&mut store, pages)?;
        memory.write(&mut store, 0, &self.memory)?;
        for (name, value) in &self.globals {
            instance.get_global(&store, name).unwrap().set(&mut store, Val::I32(*value))?;
        }
        Ok((store, instance))
    }
}

/// Answers a request in a copy of the guest, of which nothing remains.
fn answer(request: i32, warm: &Snapshot, module: &Module) -> Result<String, Error> {
    let (mut store, instance) = warm.restore(module)?;
    let square = instance.get_typed_func::<i32, (i32, i32)>(&store, "square")?;
    let (square, number) = square.call(&mut store, request)?;
    Ok(format!("the square of {request} is {square}, answer {number}"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let guest = std::env::args().nth(1).unwrap();
    let engine = Engine::default();
    let module = Module::new(&engine, guest)?;
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
    instance.get_typed_func::<(), ()>(&store, "prepare")?.call(&mut store, ())?;
    instance.get_typed_func::<i32, (i32, i32)>(&store, "square")?.call(&mut store, 1)?;
    let warm = Snapshot::new(&store, &instance);
    println!("{}", answer(12, &warm, &module)?);
    println!("{}", answer(31, &warm, &module)?);

    let stored: Vec<u8> = serde_json::to_vec(&warm)?;
    println!("{}", answer(999, &serde_json::from_slice(&stored)?, &module)?);
    Ok(())
}
