import Nestbox

/// Calls a function as a debugger says that connects to a port, and returns the results.
func debug(_ name: Name, of module: Module, at port: HostDebugPort) throws -> [Value] {
    let instance = try Store(instruments: .debugging).instantiate(module)
    guard let function = instance.function(named: name) else {
        throw CallError.unknownFunction(name.text)
    }
    let debugger = try RemoteDebugger([function.begin()])
    debugger.serve(port)
    return try debugger.ending?.get() ?? []
}
