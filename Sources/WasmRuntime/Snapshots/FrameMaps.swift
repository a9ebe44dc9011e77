import WasmSyntax
import WasmValidation

/// The maps of the slots of a call's frames. Each function is validated once, for all places at which frames of it wait.
struct FrameMaps {
    private struct Key: Hashable {
        let code: ObjectIdentifier
        let place: Int
    }

    /// A place of a function, which is executed next, or is a call that has not returned.
    struct Request {
        let code: CodeObject
        let function: LoweredFunction
        let place: Int
        /// The end of the slots that are needed.
        var end: Int
    }

    private var maps: [Key: FrameMap] = [:]

    /// Finds out what the slots hold at all of these places.
    init(_ requests: [Request], _ store: Store) throws {
        // A frame may be about to make the call that another one waits for: it needs more slots.
        var wanted: [Key: Request] = [:]
        for request in requests {
            let key = Key(code: ObjectIdentifier(request.code), place: request.place)
            wanted[key, default: request].end = max(request.end, wanted[key]?.end ?? 0)
        }
        var byCode: [ObjectIdentifier: [Int: [Request]]] = [:]
        for (key, request) in wanted {
            byCode[key.code, default: [:]][request.function.function, default: []].append(request)
        }
        for functions in byCode.values {
            var context: ModuleContext?
            for requests in functions.values {
                try store.checkInstantiation()
                guard let code = requests.first?.code else { continue }
                if context == nil {
                    context = code.module.validated.contextForTypes(interruption: store.interruption)
                }
                guard let context else { continue }
                try add(requests, context, store)
            }
        }
    }

    /// Adds the maps of places of one function.
    private mutating func add(_ requests: [Request], _ context: ModuleContext, _ store: Store) throws {
        guard let first = requests.first else { return }
        let (code, function) = (first.code, first.function)
        let module = code.module.validated
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function)
        guard let type = module.functionType(index) else { return }
        let body = module.module.bodies[function.function]
        var decoded = DecodedCode()
        guard try store.decode(body.code, of: module.module.bytes, into: &decoded) else { return }
        // The older exceptions keep what is caught in slots that validation does not know.
        guard !decoded.instructions.contains(where: { $0.opcode == .catch || $0.opcode == .catchAll }) else { return }
        // A value may come back to a loop with another type of reference than it entered with.
        let loops = Set(decoded.instructions.lazy.filter { $0.opcode == .loop }.map { Int($0.offset) })
        let constants: LoopConstants
        do throws(LoweringFailure) {
            constants = try LoopConstants(
                in: decoded.instructions, locals: body.locals.reduce(0) { $0 &+ Int($1.count) }, for: store)
        } catch {
            throw Trap(error.kind)
        }
        let layout = FrameLayout(type: type, locals: body.locals, constants: constants)
        let inside = requests.filter { $0.place != function.entry && $0.place < code.origins.count }
        let offsets = Set(inside.map { Int(code.origins[$0.place].offset) })
        let types = context.operandTypes(before: offsets, inBody: function.function)
        for request in requests {
            try store.checkInstantiation()
            let isEntry = request.place == function.entry
            let known = isEntry ? nil : types[Int(code.origins[request.place].offset)]
            guard isEntry || known != nil else { continue }
            let isLoop = !isEntry && loops.contains(Int(code.origins[request.place].offset))
            guard !isLoop || known?.contains(where: \.isReference) != true else { continue }
            maps[Key(code: ObjectIdentifier(code), place: request.place)] =
                FrameMap(code, function, place: request.place, end: request.end, layout, known)
        }
    }

    /// The map at a place; `nil` if it cannot be told.
    func map(_ code: CodeObject, place: Int) -> FrameMap? { maps[Key(code: ObjectIdentifier(code), place: place)] }
}
