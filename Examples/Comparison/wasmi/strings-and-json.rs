// In the API: partly: bytes of memory are read and written by hand.
// Typed functions take numbers and references only (crates/wasmi/src/func/into_func.rs). Needs the crates serde and
// serde_json.
// The guest of ../../strings-and-json/main.swift is the argument.

use serde::{Deserialize, Serialize};
use wasmi::{Caller, Engine, Error, Linker, Memory, Module, Store, TypedFunc};

#[derive(Serialize, Deserialize)]
struct Order {
    count: i64,
    item: String,
}

#[derive(Serialize, Deserialize)]
struct Confirmation {
    accepted: bool,
    order: Order,
}

/// A plug-in that confirms orders.
struct PlugIn {
    store: Store<()>,
    memory: Memory,
    allocate: TypedFunc<u32, u32>,
    confirm: TypedFunc<(u32, u32), (u32, u32)>,
}

impl PlugIn {
    fn new(text: &str) -> Result<Self, Error> {
        let engine = Engine::default();
        let mut linker = Linker::new(&engine);
        linker.func_wrap("shop", "log", |caller: Caller<'_, ()>, address: u32, count: u32| -> Result<(), Error> {
            let memory = caller.get_export("memory").and_then(|export| export.into_memory());
            let Some(memory) = memory else {
                return Err(Error::new("no memory"));
            };
            let (begin, count) = (address as usize, count as usize);
            let bytes = memory.data(&caller).get(begin..).and_then(|bytes| bytes.get(..count));
            let Some(bytes) = bytes else {
                return Err(Error::new("out of bounds"));
            };
            println!("log: {}", String::from_utf8_lossy(bytes));
            Ok(())
        })?;
        let mut store = Store::new(&engine, ());
        let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, text)?)?;
        Ok(PlugIn {
            memory: instance.get_memory(&store, "memory").ok_or(Error::new("no memory"))?,
            allocate: instance.get_typed_func(&store, "allocate")?,
            confirm: instance.get_typed_func(&store, "confirm")?,
            store,
        })
    }

    fn confirmation(&mut self, order: &Order) -> Result<Confirmation, Box<dyn std::error::Error>> {
        let request = serde_json::to_vec(order)?;
        let count = u32::try_from(request.len())?;
        let address = self.allocate.call(&mut self.store, count)?;
        self.memory.write(&mut self.store, address as usize, &request)?;
        let (address, count) = self.confirm.call(&mut self.store, (address, count))?;
        let bytes = self.memory.data(&self.store).get(address as usize..).and_then(|bytes| bytes.get(..count as usize));
        Ok(serde_json::from_slice(bytes.ok_or("out of bounds")?)?)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let guest = std::env::args().nth(1).unwrap();
    let order = Order { item: "Äpfel".to_string(), count: 3 };
    let confirmation = PlugIn::new(&guest)?.confirmation(&order)?;
    println!("{} {}, accepted: {}", confirmation.order.count, confirmation.order.item, confirmation.accepted);
    Ok(())
}
