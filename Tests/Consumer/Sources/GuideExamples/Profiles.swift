// example begin profile
import Nestbox

/// Finds out what a call spends its budget on, and returns a page that shows it.
func profiled(_ module: Module) throws -> String {
    let store = Store(instruments: .blockCounts)
    let instance = try store.instantiate(module)
    let (result, profile) = try store.profile { try instance.call("run") }
    _ = try result.get()
    for function in profile.functions {
        print(function.name, function.calls ?? 0, function.units ?? 0)
    }
    return profile.flameGraph(title: "run")
}
// example end

// example begin coverage
/// Calls a module's tests, and returns which code they have executed, for `genhtml`.
func covered(_ module: Module, byCalling tests: [Name]) throws -> String {
    let store = Store(instruments: .blockCounts)
    let instance = try store.instantiate(module)
    for test in tests { _ = try instance.call(test) }
    return try store.coverage(of: module).lcov(module: "plug-in.wasm")
}
// example end

// example begin trace
/// Calls a guest, and returns what it has called and thrown, as lines of text.
func traced(_ module: Module) throws -> String {
    let store = Store(instruments: .functionEvents)
    let instance = try store.instantiate(module)
    var formatter = TraceFormatter(.text)
    var text = formatter.beginning
    store.observer = StoreObserver([.functions, .exceptions, .hostCalls]) { event in
        text += formatter.line(of: event, at: 0) ?? ""
    }
    _ = try instance.call("run")
    return text + formatter.end(at: 0)
}
// example end
