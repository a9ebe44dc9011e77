import WasmSyntax

/// The locals of one function: their types, and which of those without a default value have been set.
///
/// A body of a few bytes may declare 50,000 locals, and a module may have a million of these bodies. To keep the work
/// linear, the types written out are at most one per byte of the body; the others are looked up in the groups.
struct LocalTypes: Sendable {
    private struct Group {
        var end: UInt32
        var type: ValueType
    }

    private var count: UInt32 = 0
    /// The types of the first locals: all parameters, and at most one other for each byte of the body.
    private var written: [ValueType] = []
    private var groups: [Group] = []

    /// The initialisation stack: locals without a default value that have been set.
    private var initializations: [UInt32] = []
    /// By local: whether it is on the initialisation stack. Grows up to the highest local that was set; never emptied.
    private var isSet: [Bool] = []
    private var parameterCount: UInt32 = 0

    /// Starts a body.
    mutating func reset(
        _ parameters: TypeList, _ body: FunctionBody, _ context: ModuleContext, _ watch: inout LoadingWatch
    ) throws(ValidationError.Kind) {
        count = parameters.count
        parameterCount = parameters.count
        written.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        resetLocals(0)
        for index in 0..<Int(parameters.count) { written.append(context.types.type(at: index, of: parameters)) }
        let writable = written.count &+ body.code.count
        for group in body.locals {
            if let reason = watch.reasonToStop(after: 1) { throw .interrupted(reason) }
            let type = try context.types.validate(group.type, context.features)
            let (end, overflow) = count.addingReportingOverflow(group.count)
            guard !overflow, end <= UInt32(ImplementationLimits.locals) else { throw .limitExceeded("locals") }
            count = end
            groups.append(Group(end: end, type: type))
            let room = min(writable, Int(end)) &- written.count
            if room > 0 { written.append(contentsOf: repeatElement(type, count: room)) }
        }
    }

    @inline(__always)
    func type(_ index: UInt32) throws(ValidationError.Kind) -> ValueType {
        if let type = written[checked: index] { return type }
        return try typeInGroups(index)
    }

    private func typeInGroups(_ index: UInt32) throws(ValidationError.Kind) -> ValueType {
        guard index < count else { throw .unknown(.local, index) }
        var low = 0
        var high = groups.count
        while low < high {
            let middle = (low &+ high) / 2
            if groups[middle].end > index { high = middle } else { low = middle &+ 1 }
        }
        guard low < groups.count else { throw .unknown(.local, index) }
        return groups[low].type
    }

    // MARK: Initialisation

    var initializationHeight: Int { initializations.count }

    /// - Throws: `uninitializedLocal` for a local without a default value that no instruction before has set.
    func requireInitialized(_ index: UInt32) throws(ValidationError.Kind) {
        guard index < parameterCount || isSet[checked: index] == true else { throw .uninitializedLocal(index) }
    }

    /// Notes that a local without a default value has been set.
    mutating func setLocal(_ index: UInt32) {
        guard index >= parameterCount, isSet[checked: index] != true else { return }
        initializations.append(index)
        let missing = Int(index) &+ 1 &- isSet.count
        if missing > 0 { isSet.append(contentsOf: repeatElement(false, count: missing)) }
        isSet[Int(index)] = true
    }

    /// Forgets the locals that were set since the initialisation stack had this height.
    mutating func resetLocals(_ height: Int) {
        while initializations.count > height, let index = initializations.popLast() {
            isSet[Int(index)] = false
        }
    }
}
