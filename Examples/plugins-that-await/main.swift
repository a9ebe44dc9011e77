// Several plug-ins run at the same time and wait for one database. One spends its budget, and one loops endlessly until
// its task is cancelled; neither disturbs the others.

let database = Database()
let plugIns = [
    try PlugIn("total", Modules.total, asking: database, budget: 10_000),
    try PlugIn("shortages", Modules.shortages, asking: database, budget: 10_000),
    try PlugIn("impatient", Modules.impatient, asking: database, budget: 2_000),
]
let endless = try PlugIn("endless", Modules.endless, asking: database, budget: .max)
let endlessTask = Task { await endless.outcome() }

let outcomes = await withTaskGroup(of: (Int, String).self) { group in
    for (number, plugIn) in plugIns.enumerated() {
        group.addTask { (number, await plugIn.outcome()) }
    }
    var outcomes = plugIns.map { "\($0.name): no answer" }
    for await (number, outcome) in group {
        // Others may still run, or wait for the database: they are not touched.
        endlessTask.cancel()
        outcomes[number] = outcome
    }
    return outcomes
}
for outcome in outcomes { print(outcome) }
print(await endlessTask.value)
