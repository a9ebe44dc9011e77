import WasmRuntime
import WasmSyntax

extension AuditedValue {
    /// Decodes the arguments of a call by its parameters. Arguments without a described parameter are plain values.
    static func arguments(
        of call: HostCall, _ parameters: [CallParameter], _ types: [ValueType]
    ) -> [AuditedValue] {
        var values: [AuditedValue] = []
        values.reserveCapacity(parameters.count)
        var index = 0
        for parameter in parameters where index &+ parameter.argumentCount <= types.count {
            if let content = content(of: call, parameter.kind, index, types[index]) {
                values.append(AuditedValue(name: parameter.name, content: content))
            }
            index &+= parameter.argumentCount
        }
        while index < types.count {
            values.append(AuditedValue(name: "\(index)", content: value(call, index, types[index])))
            index &+= 1
        }
        return values
    }

    /// Decodes the results that a call has written to memory. Their addresses were saved before the call, because its
    /// results overwrite the arguments.
    static func results(_ call: HostCall, _ parameters: [CallParameter], addresses: [UInt64]) -> [AuditedValue] {
        var values: [AuditedValue] = []
        var index = 0
        for parameter in parameters {
            if case .result(let byteCount) = parameter.kind, index < addresses.count {
                let number = number(in: call.memory, at: addresses[index], byteCount: byteCount)
                values.append(
                    AuditedValue(name: parameter.name, content: number.map { .number($0) } ?? .outsideOfMemory))
            }
            index &+= parameter.argumentCount
        }
        return values
    }

    /// Decodes the results that a host function returned.
    static func results(of call: HostCall, _ types: [ValueType]) -> [AuditedValue] {
        types.enumerated().map { AuditedValue(name: "\($0)", content: value(call, $0, $1)) }
    }

    /// Decodes an argument; `nil` for the address of a result, which does not exist before the call.
    private static func content(
        of call: HostCall, _ kind: CallParameter.Kind, _ index: Int, _ type: ValueType
    ) -> Content? {
        let bits = call.bits(at: index)
        switch kind {
        case .number, .address: return .number(bits)
        case .signedNumber: return .signedNumber(signed(bits, type))
        case .value: return value(call, index, type)
        case .word(let words):
            return .words([bits < words.count ? words[Int(truncatingIfNeeded: bits)] : "\(bits)"])
        case .words(let words): return .words(AuditedValue.words(of: bits, words))
        case .text: return text(in: call.memory, at: bits, byteCount: call.bits(at: index &+ 1))
        case .bytes: return .buffers(count: 1, bytes: call.bits(at: index &+ 1))
        case .buffers: return buffers(in: call.memory, at: bits, count: call.bits(at: index &+ 1))
        case .result: return nil
        }
    }

    private static func value(_ call: HostCall, _ index: Int, _ type: ValueType) -> Content {
        let bits = call.bits(at: index)
        switch type {
        case .i32, .i64: return .signedNumber(signed(bits, type))
        case .f32: return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .f64: return .float(Double(bitPattern: bits))
        default: return .opaque
        }
    }

    private static func signed(_ bits: UInt64, _ type: ValueType) -> Int64 {
        type == .i32 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    }

    /// Returns the names of the bits that are set, and one number for all set bits without a name.
    private static func words(of bits: UInt64, _ names: [String]) -> [String] {
        var rest = bits
        var result: [String] = []
        for (index, name) in names.enumerated() where bits >> UInt64(index) & 1 == 1 {
            result.append(name)
            rest &= ~(1 << UInt64(index))
        }
        if rest != 0 { result.append("0x" + String(rest, radix: 16)) }
        return result
    }

    private static func text(in memory: GuestMemory?, at address: UInt64, byteCount: UInt64) -> Content {
        guard let memory, (try? memory.check(address, count: byteCount)) != nil,
            let bytes = try? memory.read(at: address, count: min(byteCount, maximumTextBytes))
        else { return .outsideOfMemory }
        return .text(String(decoding: bytes, as: UTF8.self), byteCount: byteCount)
    }

    private static func buffers(in memory: GuestMemory?, at address: UInt64, count: UInt64) -> Content {
        guard let memory, count <= WASILimits.ioVectors, (try? memory.check(address, count: count &* 8)) != nil else {
            return .outsideOfMemory
        }
        var total: UInt64 = 0
        for index in 0..<count {
            total &+= number(in: memory, at: address &+ index &* 8 &+ 4, byteCount: 4) ?? 0
        }
        return .buffers(count: count, bytes: total)
    }

    private static func number(in memory: GuestMemory?, at address: UInt64, byteCount: Int) -> UInt64? {
        guard let memory else { return nil }
        if byteCount == 8 { return try? memory.load(UInt64.self, at: address) }
        return (try? memory.load(UInt32.self, at: address)).map { UInt64($0) }
    }
}

extension CallParameter {
    /// Whether it is the address of a result.
    var isResult: Bool {
        if case .result = kind { return true }
        return false
    }
}
