import WasmSyntax

/// Puts a profile together from what was sampled and counted.
struct ProfileBuilder {
    private struct FunctionKey: Hashable {
        var code: Int
        var function: UInt32
    }

    private struct PlaceKey: Hashable {
        var function: Int
        var offset: Int
    }

    let store: Store
    var profile = GuestProfile()
    private var functions: [FunctionKey: Int] = [:]
    private var hosts: [ObjectIdentifier: Int] = [:]
    private var places: [PlaceKey: Int] = [:]
    private var omitted: Int?
    /// The module numbers of code objects, and the names of their functions that only exports have.
    private var codes: [ObjectIdentifier: Int] = [:]
    private var names: [NameFinder] = []
    private var modules: [Module] = []
    private var moduleNames: [String?] = []

    init(_ store: Store) { self.store = store }

    // MARK: Functions and places

    /// Returns the number of a module of the store.
    mutating func number(of code: CodeObject) -> Int {
        if let known = codes[ObjectIdentifier(code)] { return known }
        let number = codes.count
        codes[ObjectIdentifier(code)] = number
        names.append(NameFinder(code.module))
        modules.append(code.module)
        let instance = store.state.instances.firstIndex { $0.code === code }
        let name = instance.flatMap { store.instanceNames[$0]?.description }
        moduleNames.append(name ?? names[number].moduleName)
        return number
    }

    /// Returns the index of a guest's function in the profile.
    mutating func function(_ index: UInt32, of code: CodeObject) -> Int {
        let module = number(of: code)
        let key = FunctionKey(code: module, function: index)
        if let known = functions[key] { return known }
        let name = names[module].name(of: index)
        let number = profile.functions.count
        functions[key] = number
        profile.functions.append(
            GuestProfile.Function(index: index, name: name, module: moduleNames[module], moduleNumber: module))
        return number
    }

    /// Returns the index of a function of the host.
    mutating func function(_ host: HostFunctionRecord) -> Int {
        if let known = hosts[ObjectIdentifier(host)] { return known }
        let number = profile.functions.count
        hosts[ObjectIdentifier(host)] = number
        profile.functions.append(
            GuestProfile.Function(index: nil, name: host.name.description, module: host.module.description))
        return number
    }

    /// Returns the index of a place in a function.
    mutating func place(_ function: Int, _ offset: Int) -> Int {
        let key = PlaceKey(function: function, offset: offset)
        if let known = places[key] { return known }
        places[key] = profile.places.count
        profile.places.append(GuestProfile.Place(function: function, offset: offset))
        return profile.places.count &- 1
    }

    private mutating func omittedPlace() -> Int {
        let function = omitted ?? profile.functions.count
        if omitted == nil {
            omitted = function
            profile.functions.append(GuestProfile.Function(index: nil, name: "(outer frames omitted)"))
        }
        return place(function, 0)
    }

    /// Finds the lines of all places.
    ///
    /// - Parameter lookup: Returns the lines of a module's instructions; `nil` for the lines of its debug information.
    mutating func addLines(_ lookup: (Module) -> ((Int) -> GuestProfile.Line?)?) {
        for (number, module) in modules.enumerated() {
            if let line = lookup(module) {
                profile.addLines(ofModule: number, line)
            } else if let lines = SourceLines(of: module, interruption: store.interruption) {
                profile.addLines(ofModule: number, lines.line)
            }
        }
    }

    /// Leaves out the names of modules if there is only one.
    mutating func omitSoleModule() {
        guard codes.count < 2 else { return }
        for index in profile.functions.indices where profile.functions[index].index != nil {
            profile.functions[index].module = nil
        }
    }

    // MARK: Samples

    mutating func add(_ sampler: Sampler) {
        profile.unit = sampler.clock.isUnits ? .units : .nanoseconds
        var numbers: [Int] = []
        numbers.reserveCapacity(sampler.tree.nodes.count)
        for (index, node) in sampler.tree.nodes.enumerated() {
            guard index != CallTree.root else {
                numbers.append(-1)
                continue
            }
            let place: Int
            switch node.place.code {
            case CallTree.Place.omitted: place = omittedPlace()
            case CallTree.Place.host: place = self.place(function(sampler.hosts[Int(node.place.function)]), 0)
            default:
                let function = function(node.place.function, of: sampler.codes[Int(node.place.code)])
                place = self.place(function, Int(node.place.offset))
            }
            let parent = numbers[node.parent]
            numbers.append(profile.nodes.count)
            profile.nodes.append(
                GuestProfile.Node(parent: parent < 0 ? nil : parent, place: place, weight: node.weight))
        }
    }
}
