import WasmSyntax
import WasmValidation

extension FunctionLowering {
    mutating func lowerCall(_ index: UInt32) {
        let typeIndex = object.module.validated.functionTypeIndices[Int(index)]
        guard let type = module.functionType(at: typeIndex) else { return }
        let frame = prepareArguments(type)
        let header = Int(slotField(frame &+ FrameLayout.header(of: type)))
        let imported = Int(index) < object.importedFunctions
        emit(
            InternalInstruction(
                imported ? .callImport : .callUnresolved, a: frame, b: header,
                x: imported ? index : index &- UInt32(truncatingIfNeeded: object.importedFunctions), y: cost))
        finishCall(type)
    }

    mutating func lowerCallIndirect(_ instruction: Instruction) {
        guard let type = module.functionType(at: instruction.x) else { return }
        let index = popSlot()
        let frame = prepareArguments(type)
        let header = FrameLayout.header(of: type)
        _ = slotField(frame &+ header)
        let typeNumber = object.types[Int(instruction.x)]
        let is64 = object.module.validated.tables[Int(instruction.y)].addressType == .i64
        if instruction.y == 0 && !is64 {
            emit(InternalInstruction(.callIndirect, a: frame, b: index, c: header, x: typeNumber, y: cost))
        } else {
            emit(
                InternalInstruction(
                    .storeOperation, a: frame, b: index, c: Int(StoreOperation.callIndirectOther.rawValue),
                    x: instruction.y,
                    y: cost))
            // Read by the instruction before it, and never executed.
            emit(InternalInstruction(.guardEntry, c: header, x: typeNumber, y: cost))
        }
        finishCall(type)
    }

    mutating func lowerCallReference(_ instruction: Instruction) {
        guard let type = module.functionType(at: instruction.x) else { return }
        let function = popSlot()
        let frame = prepareArguments(type)
        let header = FrameLayout.header(of: type)
        _ = slotField(frame &+ header)
        emit(InternalInstruction(.callReference, a: frame, b: function, c: header, y: cost))
        finishCall(type)
    }

    /// Puts the arguments into their slots and returns the first, where the callee's frame begins.
    private mutating func prepareArguments(_ type: FunctionType) -> Int {
        materializeTop(type.parameters.count)
        return Int(slotField(slot(atHeight: operands.height &- type.parameters.count)))
    }

    private mutating func finishCall(_ type: FunctionType) {
        usesVectors = usesVectors || type.results.contains(.v128)
        operands.truncate(to: operands.height &- type.parameters.count)
        pushResults(type.results)
    }

    // MARK: Tail calls

    mutating func lowerReturnCall(_ index: UInt32) {
        let typeIndex = object.module.validated.functionTypeIndices[Int(index)]
        guard let type = module.functionType(at: typeIndex) else { return }
        let isImported = Int(index) < object.importedFunctions
        let prepared = prepareArguments(type)
        tellObserver(.functionLeft)
        let frame = emitVectorArguments(type, from: prepared, mayBeHosts: isImported)
        if isImported {
            reserveHostFrame(type, at: frame)
            emitStoreOperation(.returnCallImport, a: frame, x: index, y: cost)
            emitTailCallDetails(type, typeNumber: 0)
            emitReturn(from: frame)
        } else {
            let own = index &- UInt32(truncatingIfNeeded: object.importedFunctions)
            emit(
                InternalInstruction(
                    .returnCallUnresolved, a: frame, b: layout.header, c: type.parameters.count, x: own, y: cost))
            emitTailCallDetails(type, typeNumber: 0)
        }
        becomeUnreachable()
    }

    mutating func lowerReturnCallIndirect(_ instruction: Instruction) {
        guard let type = module.functionType(at: instruction.x) else { return }
        let index = popSlot()
        let prepared = prepareArguments(type)
        tellObserver(.functionLeft)
        let frame = emitVectorArguments(type, from: prepared, mayBeHosts: true)
        reserveHostFrame(type, at: frame)
        emitStoreOperation(.returnCallIndirect, a: frame, b: index, x: instruction.y, y: cost)
        emitTailCallDetails(type, typeNumber: object.types[Int(instruction.x)])
        emitReturn(from: frame)
        becomeUnreachable()
    }

    mutating func lowerReturnCallReference(_ instruction: Instruction) {
        guard let type = module.functionType(at: instruction.x) else { return }
        let function = popSlot()
        let prepared = prepareArguments(type)
        tellObserver(.functionLeft)
        let frame = emitVectorArguments(type, from: prepared, mayBeHosts: true)
        reserveHostFrame(type, at: frame)
        emitStoreOperation(.returnCallReference, a: frame, b: function, y: cost)
        emitTailCallDetails(type, typeNumber: 0)
        emitReturn(from: frame)
        becomeUnreachable()
    }

    /// Copies arguments that are vectors to their places in the callee's frame; the tail call itself moves the others.
    ///
    /// - Parameter mayBeHosts: Whether the callee may be a host function, which finds its arguments where they are.
    /// - Returns: The slot where the arguments begin.
    private mutating func emitVectorArguments(_ type: FunctionType, from first: Int, mayBeHosts: Bool) -> Int {
        guard type.parameters.contains(.v128) else { return first }
        usesVectors = true
        var first = first
        let count = type.parameters.count
        if mayBeHosts, first < count {
            // The copies would overwrite the arguments themselves. Behind them may be the function's index or reference.
            let higher = Int(slotField(first &+ count &+ 1))
            emit(InternalInstruction(.copyMany, a: higher, b: first, c: count))
            emit(InternalInstruction(.vectorCopyMany, a: higher, b: first, c: count))
            operands.reserve(FrameLayout.header(of: type) &+ 1)
            first = higher
        }
        emit(InternalInstruction(.vectorCopyMany, a: 0, b: first, c: count))
        return first
    }

    /// Makes sure that the results of a host function fit into the window. A tail call may turn out to call one, which
    /// then has its frame above the caller's operands, as in an ordinary call.
    private mutating func reserveHostFrame(_ type: FunctionType, at frame: Int) {
        _ = slotField(frame &+ FrameLayout.header(of: type))
    }

    /// Emits the rest of a tail call's fields: read by the instruction before it, and never executed.
    private mutating func emitTailCallDetails(_ type: FunctionType, typeNumber: UInt32) {
        emit(
            InternalInstruction(
                .guardEntry, a: layout.header, b: type.parameters.count, c: FrameLayout.header(of: type),
                x: typeNumber, y: cost))
    }

    /// Emits a return of the results of a host function that a tail call has called in the ordinary way.
    private mutating func emitReturn(from slot: Int) {
        if layout.resultTypes.contains(.v128) {
            emit(InternalInstruction(.vectorCopyMany, a: 0, b: slot, c: layout.results))
        }
        emit(InternalInstruction(.returnMany, a: slot, b: layout.header, c: layout.results, x: cost))
    }
}
