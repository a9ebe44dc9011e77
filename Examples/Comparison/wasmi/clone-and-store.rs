// In the API: partly: only what the guest exports can be copied, by hand.
// A `Store` is not `Clone`, and neither is an `Instance` (crates/wasmi/src/store/mod.rs). Memory is copied byte by byte,
// and globals one by one. What the guest keeps in globals, tables and segments that it does not export is lost, and so is
// a call that is suspended. The bytes need a format of the embedder's own, which nothing checks when they are read.
// The guest of ../../clone-and-store/main.swift is the argument; its memory and its global must be exported for this.

use wasmi::{Engine, Error, Linker, Module, Mutability, Store, Val};

/// The memory and the mutable `i32` globals that a guest exports.
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

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = (self.globals.len() as u32).to_le_bytes().to_vec();
        for (name, value) in &self.globals {
            bytes.extend((name.len() as u32).to_le_bytes());
            bytes.extend(name.bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(&self.memory);
        bytes
    }

    fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut take = |count: usize| {
            let (head, tail) = bytes.split_at_checked(count)?;
            bytes = tail;
            Some(head)
        };
        let count = u32::from_le_bytes(take(4)?.try_into().ok()?);
        let mut globals = Vec::new();
        for _ in 0..count {
            let length = u32::from_le_bytes(take(4)?.try_into().ok()?);
            let name = String::from_utf8(take(length as usize)?.to_vec()).ok()?;
            globals.push((name, i32::from_le_bytes(take(4)?.try_into().ok()?)));
        }
        Some(Snapshot { memory: bytes.to_vec(), globals })
    }
}

/// Answers a request in a copy of the guest, of which nothing remains.
fn answer(request: i32, warm: &Snapshot, module: &Module) -> Result<String, Error> {
    let (mut store, instance) = warm.restore(module)?;
    let square = instance.get_typed_func::<i32, (i32, i32)>(&store, "square")?;
    let (square, number) = square.call(&mut store, request)?;
    Ok(format!("the square of {request} is {square}, answer {number}"))
}

fn main() -> Result<(), Error> {
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

    let stored = warm.bytes();
    let again = Snapshot::from_bytes(&stored).unwrap();
    println!("{}", answer(999, &again, &module)?);
    Ok(())
}
