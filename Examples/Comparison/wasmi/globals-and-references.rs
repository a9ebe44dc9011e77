// In the API: partly: no structs of the guest, no exceptions.
// wasmi 2.0 has neither garbage collection nor exception handling (the list of proposals in README.md), so that the guest
// has to keep its line in memory and to return a code.

use wasmi::{
    Engine, Error, ExternRef, Func, Global, Linker, Memory, MemoryType, Module, Mutability, Nullable, Ref, RefType, Store,
    Table, TableType, Val,
};

/// The guest of ../../globals-and-references/main.swift without the struct and the tag: its line is at address 4, and the
/// result is whether the order is accepted.
const GUEST: &str = r#"
    (module
      (import "shop" "memory" (memory 1))
      (import "shop" "total" (global $total (mut i64)))
      (import "shop" "rules" (table $rules 1 funcref))
      (type $rule (func (param i64) (result i64)))
      (global (export "item") (mut externref) (ref.null extern))
      (func (export "order") (param $item externref) (param $count i32) (result i32)
        (if (i32.gt_s (local.get $count) (i32.load (i32.const 0))) (then (return (i32.const 0))))
        (global.set $total
          (i64.add (global.get $total)
            (call_indirect $rules (type $rule) (i64.extend_i32_s (local.get $count)) (i32.const 0))))
        (global.set 1 (local.get $item))
        (i32.store (i32.const 4) (local.get $count))
        (i32.const 1)))
    "#;

struct Item {
    name: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let memory = Memory::new(&mut store, MemoryType::new(1, None))?;
    let total = Global::new(&mut store, Val::I64(0), Mutability::Var);
    let price = Func::wrap(&mut store, |count: i64| count * 25);
    let rules = Table::new(&mut store, TableType::new(RefType::Func, 1, None), Ref::Func(Nullable::Val(price)))?;

    let mut linker = Linker::new(&engine);
    linker.define("shop", "memory", memory)?;
    linker.define("shop", "total", total)?;
    linker.define("shop", "rules", rules)?;
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, GUEST)?)?;
    let order = instance.get_typed_func::<(Nullable<ExternRef>, i32), i32>(&store, "order")?;

    memory.write(&mut store, 0, &5_i32.to_le_bytes())?;
    let apple = ExternRef::new(&mut store, Item { name: "apple".to_string() });
    if order.call(&mut store, (Nullable::Val(apple), 4))? == 1 {
        memory.write(&mut store, 4, &3_i32.to_le_bytes())?;
        let mut count = [0; 4];
        memory.read(&store, 4, &mut count)?;
        let item = instance.get_global(&store, "item").ok_or(Error::new("no item"))?.get(&store);
        if let Some(Nullable::Val(item)) = item.externref() {
            if let Some(item) = item.data(&store).downcast_ref::<Item>() {
                let total = total.get(&store).i64().unwrap_or(0);
                println!("{} of {}, total {total}", i32::from_le_bytes(count), item.name);
            }
        }
    }
    if order.call(&mut store, (Nullable::Val(apple), 6))? == 0 {
        let mut left = [0; 4];
        memory.read(&store, 0, &mut left)?;
        println!("refused: [{}]", i32::from_le_bytes(left));
    }
    Ok(())
}
