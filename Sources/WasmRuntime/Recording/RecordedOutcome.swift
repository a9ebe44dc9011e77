import WasmSyntax

/// A result of a host call, or a value of an exception, as a recording has it.
package enum RecordedValue: Hashable, Sendable {
    /// The bits of a number or of a reference, as a slot holds them.
    case bits(UInt64)
    case vector(low: UInt64, high: UInt64)
}

/// The way in which a host call ended.
package enum RecordedOutcome: Hashable, Sendable {
    case returned([RecordedValue])
    case trapped(Trap.Kind)
    case exited(UInt32)
    /// An exception, with the index of its tag in the calling module.
    case threw(tag: UInt32, [RecordedValue])
}

/// The way in which a recorded run ended.
package enum RecordedEnding: Hashable, Sendable {
    case returned([RecordedValue])
    case trapped(Trap.Kind)
    case exited(UInt32)
    /// An exception that the guest did not catch, with the types of its values.
    case threw(String)
    /// The run could not begin, or the host failed.
    case failed(String)
}

extension RecordedEnding {
    /// The ending of a run with these results or this error.
    package init(_ result: Result<[Value], any Error>, in store: Store) {
        switch result {
        case .success(let values):
            self = .returned(
                values.map { value in
                    if case .v128(let low, let high) = value { return .vector(low: low, high: high) }
                    let bits = value.slotValue(in: store)?.bits ?? 0
                    // The place of an object means nothing outside of its store.
                    return .bits(value.type.isReference ? min(bits, 1) : bits)
                })
        case .failure(let trap as Trap): self = .trapped(trap.kind)
        case .failure(let exit as GuestExit): self = .exited(exit.code)
        case .failure(let exception as WasmException): self = .threw(exception.typeName)
        case .failure(let error): self = .failed("\(error)")
        }
    }
}

extension RecordedEnding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .returned(let values) where values.isEmpty: "a return"
        case .returned(let values): "a return of \(values.map(\.description).joined(separator: ", "))"
        case .trapped(let kind): "the trap \"\(kind)\""
        case .exited(let code): "the exit code \(code)"
        case .threw(let types): "an uncaught exception \(types)"
        case .failed(let text): "the error \"\(text.cut(to: 1_000))\""
        }
    }
}

extension RecordedValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bits(let bits): "0x\(String(bits, radix: 16))"
        case .vector(let low, let high): "v128 0x\(String(high, radix: 16)) 0x\(String(low, radix: 16))"
        }
    }
}

extension Store {
    /// Returns a value as a recording holds it; `nil` for a reference to an object, which no other run has.
    func recorded(_ value: SlotValue, _ type: ValueType) -> RecordedValue? {
        if type == .v128 { return .vector(low: value.bits, high: value.upperHalf) }
        return canRecord(value.bits, type) ? .bits(value.bits) : nil
    }

    /// Returns the value of a recording as a slot holds it; `nil` if it is none of the type.
    func slotValue(of value: RecordedValue, _ type: ValueType) -> SlotValue? {
        switch value {
        case .vector(let low, let high): return type == .v128 ? SlotValue(low, upperHalf: high) : nil
        case .bits(let bits):
            guard type != .v128, canRecord(bits, type), isValid(bits, type) else { return nil }
            if type == .i32 || type == .f32 { return bits >> 32 == 0 ? SlotValue(bits) : nil }
            return SlotValue(bits)
        }
    }

    /// Whether bits of a type mean the same in each run: numbers, null, functions, and i31 numbers.
    private func canRecord(_ bits: UInt64, _ type: ValueType) -> Bool {
        guard type.isReference, bits != 0 else { return true }
        return state.heap.types.top(of: type.heapType) == .function || Reference.tag(bits) == Reference.Tag.i31
    }
}
