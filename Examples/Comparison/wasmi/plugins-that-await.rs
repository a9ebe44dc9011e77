// In the API: partly: calls can be resumed after an error of a host function, but nothing is `async`.
// The host function returns an error that says what is asked for, and a loop of the embedder's own awaits the answer and
// resumes the call (crates/wasmi/src/engine/resumable.rs). The same loop gives way after each portion of fuel, so that a
// task can be aborted. Needs the crate tokio.
// The guests of ../../plugins-that-await/Modules.swift are the arguments: total, shortages, impatient, endless.

use std::{collections::HashMap, fmt, sync::Arc, time::Duration};
use wasmi::{errors::HostError, Caller, Config, Engine, Error, Linker, Module, Store, TypedResumableCall, Val};

/// The stock of a shop, in place of a database elsewhere: every answer takes a while.
struct Database {
    stock: HashMap<i32, i32>,
}

impl Database {
    async fn count(&self, item: i32) -> i32 {
        tokio::time::sleep(Duration::from_millis(2)).await;
        self.stock.get(&item).copied().unwrap_or(0)
    }
}

/// The error with which the host function asks for the count of an item.
#[derive(Debug)]
struct Ask(i32);

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "asks for item {}", self.0)
    }
}

impl HostError for Ask {}

/// The fuel after which a plug-in gives way to others.
const PORTION: u64 = 100_000;

/// Runs a plug-in; returns its result and the fuel that it has spent, or `None` if its budget was spent.
async fn run(text: &str, database: &Database, budget: u64) -> Result<Option<(i32, u64)>, Error> {
    let mut config = Config::default();
    config.consume_fuel(true);
    let engine = Engine::new(&config);
    let mut linker = Linker::new(&engine);
    linker.func_wrap("shop", "stock", |mut caller: Caller<'_, ()>, item: i32| -> Result<i32, Error> {
        let left = caller.get_fuel()?.saturating_sub(100);
        caller.set_fuel(left)?;
        Err(Error::host(Ask(item)))
    })?;
    let mut store = Store::new(&engine, ());
    let mut granted = budget.min(PORTION);
    store.set_fuel(granted)?;
    let instance = linker.instantiate_and_start(&mut store, &Module::new(&engine, text)?)?;
    let mut call = instance.get_typed_func::<(), i32>(&store, "run")?.call_resumable(&mut store, ())?;
    loop {
        call = match call {
            TypedResumableCall::Finished(result) => return Ok(Some((result, granted - store.get_fuel()?))),
            TypedResumableCall::HostTrap(asked) => {
                let Some(Ask(item)) = asked.host_error().downcast_ref() else {
                    return Err(Error::new(asked.host_error().to_string()));
                };
                let count = database.count(*item).await;
                asked.resume(&mut store, &[Val::I32(count)])?
            }
            TypedResumableCall::OutOfFuel(paused) => {
                tokio::task::yield_now().await;
                let left = store.get_fuel()?;
                let portion = PORTION.min(budget - granted);
                if left + portion < paused.required_fuel() {
                    return Ok(None);
                }
                granted += portion;
                store.set_fuel(left + portion)?;
                paused.resume(&mut store)?
            }
        }
    }
}

/// Runs a plug-in, and returns a sentence about what came of it.
async fn outcome(name: &'static str, text: String, database: Arc<Database>, budget: u64) -> String {
    match run(&text, &database, budget).await {
        Ok(Some((result, spent))) => format!("{name}: {result}, for {spent} units"),
        Ok(None) => format!("{name}: ended because its budget was spent"),
        Err(error) => format!("{name}: {error}"),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let modules: Vec<String> = std::env::args().skip(1).collect();
    let stock = HashMap::from([(1, 40), (2, 7), (3, 25), (4, 0), (5, 61), (6, 12)]);
    let database = Arc::new(Database { stock });
    let endless = tokio::spawn(outcome("endless", modules[3].clone(), database.clone(), u64::MAX));
    let plug_ins = [("total", 10_000), ("shortages", 10_000), ("impatient", 2_000)];
    let tasks: Vec<_> = plug_ins
        .into_iter()
        .zip(modules)
        .map(|((name, budget), text)| tokio::spawn(outcome(name, text, database.clone(), budget)))
        .collect();
    for task in tasks {
        println!("{}", task.await?);
        endless.abort();
    }
    match endless.await {
        Ok(outcome) => println!("{outcome}"),
        Err(_) => println!("endless: ended because its task was cancelled"),
    }
    Ok(())
}
