// Written by `nestbox bindings --type Everything`. Changes are lost when it is written again.
// swift-format-ignore-file

import Nestbox

/// An instance of the module, with a member for each export. It belongs to its store.
struct Everything {
    /// The instance.
    let instance: Instance
    private let exports: Exports

    /// Binds the exports of an instance.
    ///
    /// - Throws: `BindingError` or `CallError` if one is missing or has another type.
    init(_ instance: Instance) throws {
        self.instance = instance
        exports = try Exports(instance)
    }

    /// Instantiates a module in a session, whose policy must allow the functions of the host.
    init(_ module: Module, in session: GuestSession, imports implementation: some EverythingImports) throws {
        self = try session.instantiate(
            module, hostModules: Self.hostModules(implementation),
            defining: { Self.addItems(implementation, to: &$0) }, binding: { try Self($0) })
    }

    /// The exported memory "memory".
    var memory: GuestMemory { exports.memory }

    /// The exported table "table".
    var table: Table { exports.table }

    /// The exported tag "error": `[i32] -> []`.
    var error: Tag { exports.error }

    /// The exported mutable global "calls": `i32`.
    var calls: Int32 {
        get throws {
            guard !instance.isDiscarded, case .i32(let value) = exports.calls.value else {
                throw CallError.instanceDiscarded
            }
            return value
        }
    }

    /// Sets the exported global "calls".
    func setCalls(_ value: Int32) throws {
        try exports.calls.setValue(.i32(value))
    }

    /// The exported global "__heap_base": `i32`.
    var __heapBase: Int32 { exports.__heapBase }

    /// The exported global "limit": `i64`.
    var limit: Int64 { exports.limit }

    /// The exported mutable global "ratio": `f32`.
    var ratio: Float {
        get throws {
            guard !instance.isDiscarded, case .f32(let value) = exports.ratio.value else {
                throw CallError.instanceDiscarded
            }
            return value
        }
    }

    /// Sets the exported global "ratio".
    func setRatio(_ value: Float) throws {
        try exports.ratio.setValue(.f32(value))
    }

    /// The exported global "pi": `f64`.
    var pi: Double { exports.pi }

    /// The exported mutable global "vector": `v128`.
    var vector: SIMD16<UInt8> {
        get throws {
            guard !instance.isDiscarded, case .v128(let low, let high) = exports.vector.value else {
                throw CallError.instanceDiscarded
            }
            return SIMD16(vectorHalves: (low, high))
        }
    }

    /// Sets the exported global "vector".
    func setVector(_ value: SIMD16<UInt8>) throws {
        try exports.vector.setValue(.v128(low: value.vectorHalves.low, high: value.vectorHalves.high))
    }

    /// The exported mutable global "object": `externref`.
    var object: ExternalReference? {
        get throws {
            guard !instance.isDiscarded, case .externref(let value) = exports.object.value else {
                throw CallError.instanceDiscarded
            }
            return value
        }
    }

    /// Sets the exported global "object".
    func setObject(_ value: ExternalReference?) throws {
        try exports.object.setValue(.externref(value))
    }

    /// The exported global "function": `(ref func)`.
    var function: Value { exports.function }

    /// The exported function "default": `[] -> [i32]`.
    func `default`() throws -> Int32 {
        try exports.`default`()
    }

    /// The exported function "say": `[i32 i32] -> []`.
    func say(address: Int32, count: Int32) throws {
        try exports.say(address, count)
    }

    /// The exported function "log_two": `[] -> [f64]`.
    func logTwo() throws -> Double {
        try exports.logTwo()
    }

    /// The exported function "init": `[] -> []`.
    func `init`() throws {
        try exports.`init`()
    }

    /// The exported function "self": `[f32] -> [f32]`.
    func self_2(self_2: Float) throws -> Float {
        try exports.self_2(self_2)
    }

    /// The exported function "div-rem": `[i64 i64] -> [i64 i64]`.
    func div_rem_2(`in`: Int64, by: Int64) throws -> (Int64, Int64) {
        try exports.div_rem_2(`in`, by)
    }

    /// The exported function "div_rem": `[] -> [i32]`.
    func div_rem() throws -> Int32 {
        try exports.div_rem()
    }

    /// The exported function "swap": `[] -> []`.
    func swap() throws {
        try exports.swap()
    }

    /// The exported function "is null": `[] -> [i32]`.
    func isNull() throws -> Int32 {
        try exports.isNull()
    }

    /// The exported function "wide": `[i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 … 1 more] -> [i32]`.
    ///
    /// It takes and returns values because it has 17 parameters.
    func wide(_ arguments: [Value]) throws -> [Value] { try exports.wide.call(arguments) }

    /// The exported function "apply": `[] -> [i32]`.
    func apply() throws -> Int32 {
        try exports.apply()
    }

    /// The exported function "fail": `[] -> []`.
    func fail() throws {
        try exports.fail()
    }

    /// The exported function "\u{202E}\u{A}*/\"\"\"\\(0)": `[] -> [i32]`.
    func u202E________0_() throws -> Int32 {
        try exports.u202E________0_()
    }

    /// The exported function "x\u{FDD0}": `[] -> [i32]`.
    func xuFDD0() throws -> Int32 {
        try exports.xuFDD0()
    }

    /// The exported function "": `[] -> [i32]`.
    func namedHere() throws -> Int32 {
        try exports.namedHere()
    }

    /// The exported function "random": `[] -> [i32]`.
    func random() throws -> Int32 {
        try exports.random()
    }

    /// The exported function "make_point": `[i32] -> [(ref 0)]`.
    func makePoint(x: Int32) throws -> InternalReference {
        try exports.makePoint(x)
    }

    /// The exported function "x_of_struct": `[(ref null struct)] -> [i32]`.
    func xOfStruct(point: InternalReference?) throws -> Int32 {
        try exports.xOfStruct(point)
    }

    /// The exported function "x_or_0": `[(ref null 0)] -> [i32]`.
    func xOr0(point: InternalReference?) throws -> Int32 {
        try exports.xOr0(point)
    }

    /// The exported function "same": `[(ref null eq) (ref eq)] -> [(ref null eq) (ref null i31)]`.
    func same(_ a0: InternalReference?, _ a1: InternalReference) throws -> (InternalReference?, InternalReference?) {
        try exports.same(a0, a1)
    }

    /// The exported function "returned": `[(ref extern)] -> [(ref extern)]`.
    func returned(_ a0: ExternalReference) throws -> ExternalReference {
        try exports.returned(a0)
    }

    /// The exported function "callback": `[] -> [(ref func)]`.
    func callback() throws -> Function {
        try exports.callback()
    }

    /// The exported function "call_back": `[(ref null 1)] -> [i32]`.
    func callBack(f: Function?) throws -> Int32 {
        try exports.callBack(f)
    }

    /// The exported function "is_exception": `[exnref] -> [i32]`.
    ///
    /// It takes and returns values because typed calls do not take exnref.
    func isException(_ arguments: [Value]) throws -> [Value] { try exports.isException.call(arguments) }
}

extension Everything {
    /// The exports, which are looked up once.
    private final class Exports {
        let memory: GuestMemory
        let table: Table
        let error: Tag
        let calls: Global
        let __heapBase: Int32
        let limit: Int64
        let ratio: Global
        let pi: Double
        let vector: Global
        let object: Global
        let function: Value
        let `default`: () throws -> Int32
        let say: (Int32, Int32) throws -> Void
        let logTwo: () throws -> Double
        let `init`: () throws -> Void
        let self_2: (Float) throws -> Float
        let div_rem_2: (Int64, Int64) throws -> (Int64, Int64)
        let div_rem: () throws -> Int32
        let swap: () throws -> Void
        let isNull: () throws -> Int32
        let wide: Function
        let apply: () throws -> Int32
        let fail: () throws -> Void
        let u202E________0_: () throws -> Int32
        let xuFDD0: () throws -> Int32
        let namedHere: () throws -> Int32
        let random: () throws -> Int32
        let makePoint: (Int32) throws -> InternalReference
        let xOfStruct: (InternalReference?) throws -> Int32
        let xOr0: (InternalReference?) throws -> Int32
        let same: (InternalReference?, InternalReference) throws -> (InternalReference?, InternalReference?)
        let returned: (ExternalReference) throws -> ExternalReference
        let callback: () throws -> Function
        let callBack: (Function?) throws -> Int32
        let isException: Function

        init(_ instance: Instance) throws {
            self.memory = try instance.exportedMemory(named: "memory")
            self.table = try instance.exportedTable(named: "table")
            self.error = try instance.exportedTag(named: "error")
            self.calls = try instance.exportedGlobal(named: "calls", of: .i32, isMutable: true)
            do {
                guard case .i32(let value) = try instance.exportedGlobal(named: "__heap_base", of: .i32, isMutable: false).value else {
                    throw CallError.instanceDiscarded
                }
                self.__heapBase = value
            }
            do {
                guard case .i64(let value) = try instance.exportedGlobal(named: "limit", of: .i64, isMutable: false).value else {
                    throw CallError.instanceDiscarded
                }
                self.limit = value
            }
            self.ratio = try instance.exportedGlobal(named: "ratio", of: .f32, isMutable: true)
            do {
                guard case .f64(let value) = try instance.exportedGlobal(named: "pi", of: .f64, isMutable: false).value else {
                    throw CallError.instanceDiscarded
                }
                self.pi = value
            }
            self.vector = try instance.exportedGlobal(named: "vector", of: .v128, isMutable: true)
            self.object = try instance.exportedGlobal(named: "object", of: .externref, isMutable: true)
            self.function = try instance.exportedGlobal(named: "function", isMutable: false).value
            self.`default` = try instance.function(named: "default", as: (() throws -> Int32).self)
            self.say = try instance.function(named: "say", as: ((Int32, Int32) throws -> Void).self)
            self.logTwo = try instance.function(named: "log_two", as: (() throws -> Double).self)
            self.`init` = try instance.function(named: "init", as: (() throws -> Void).self)
            self.self_2 = try instance.function(named: "self", as: ((Float) throws -> Float).self)
            self.div_rem_2 = try instance.function(named: "div-rem", as: ((Int64, Int64) throws -> (Int64, Int64)).self)
            self.div_rem = try instance.function(named: "div_rem", as: (() throws -> Int32).self)
            self.swap = try instance.function(named: "swap", as: (() throws -> Void).self)
            self.isNull = try instance.function(named: "is null", as: (() throws -> Int32).self)
            self.wide = try instance.exportedFunction(
                named: "wide", parameters: 17, results: 1)
            self.apply = try instance.function(named: "apply", as: (() throws -> Int32).self)
            self.fail = try instance.function(named: "fail", as: (() throws -> Void).self)
            self.u202E________0_ = try instance.function(named: "\u{202E}\u{A}*/\"\"\"\\(0)", as: (() throws -> Int32).self)
            self.xuFDD0 = try instance.function(named: Name("x\(String(decoding: [0xEF, 0xB7, 0x90] as [UInt8], as: UTF8.self))"), as: (() throws -> Int32).self)
            self.namedHere = try instance.function(named: "", as: (() throws -> Int32).self)
            self.random = try instance.function(named: "random", as: (() throws -> Int32).self)
            self.makePoint = try instance.function(named: "make_point", as: ((Int32) throws -> InternalReference).self)
            self.xOfStruct = try instance.function(named: "x_of_struct", as: ((InternalReference?) throws -> Int32).self)
            self.xOr0 = try instance.function(named: "x_or_0", as: ((InternalReference?) throws -> Int32).self)
            self.same = try instance.function(named: "same", as: ((InternalReference?, InternalReference) throws -> (InternalReference?, InternalReference?)).self)
            self.returned = try instance.function(named: "returned", as: ((ExternalReference) throws -> ExternalReference).self)
            self.callback = try instance.function(named: "callback", as: (() throws -> Function).self)
            self.callBack = try instance.function(named: "call_back", as: ((Function?) throws -> Int32).self)
            self.isException = try instance.exportedFunction(
                named: "is_exception", parameters: 1, results: 1)
        }
    }
}

/// The imports of the module, without those of WASI, which a policy grants.
///
/// Guests choose the arguments: compute with `&+`, `&-` and `&*`, or check them first. An error that
/// a function throws ends the guest with a trap.
protocol EverythingImports {
    /// The imported memory "memory", from "env".
    var memory: GuestMemory { get }

    /// The imported mutable global "calls": `i32`, from "env".
    var calls: Global { get }

    /// The imported table "table", from "env".
    var table: Table { get }

    /// The imported tag "error": `[i32] -> []`, from "env".
    var error: Tag { get }

    /// The imported function "log": `[i32 i32] -> []`, from "env".
    func envLog(_ call: HostCall, _ a0: Int32, _ a1: Int32) throws

    /// The imported function "log": `[f64] -> [f64]`, from "math".
    func mathLog(_ call: HostCall, _ a0: Double) throws -> Double

    /// The imported function "init": `[] -> []`, from "env".
    func `init`(_ call: HostCall) throws

    /// The imported function "self": `[f32] -> [f32]`, from "env".
    func self_2(_ call: HostCall, _ a0: Float) throws -> Float

    /// The imported function "divide": `[i64 i64] -> [i64 i64]`, from "env".
    func divide(_ call: HostCall, _ a0: Int64, _ a1: Int64) throws -> (Int64, Int64)

    /// The imported function "swap": `[v128 externref] -> [v128 externref]`, from "env".
    func swap(_ call: HostCall, _ a0: SIMD16<UInt8>, _ a1: ExternalReference?) throws -> (SIMD16<UInt8>, ExternalReference?)

    /// The imported function "is_null": `[funcref anyref] -> [i32]`, from "env".
    func isNull(_ call: HostCall, _ a0: Function?, _ a1: InternalReference?) throws -> Int32

    /// The imported function "sum": `[i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 … 1 more] -> [i32]`, from "env".
    ///
    /// It takes and returns values because it has 17 parameters.
    func sum(_ call: HostCall, _ arguments: [Value]) throws -> [Value]

    /// The imported function "apply": `[(ref func)] -> [i32]`, from "env".
    ///
    /// It must exist in the store, for example as another instance's export: functions of the host
    /// have no references but funcref, externref, anyref and exnref, and this one has (ref func).
    var apply: Function { get }

    /// The imported function "\u{202E}*/\"\"\"\\(0)": `[] -> [i32]`, from "e\"nv\\\u{A}".
    func u202E_______0_(_ call: HostCall) throws -> Int32
}

extension Everything {
    /// The imported functions as functions of the host, each with its name as the name of its grant.
    static func hostModules(_ implementation: some EverythingImports) -> [HostModule] {
        var module0 = HostModule("env")
        var module1 = HostModule("math")
        var module2 = HostModule("e\"nv\\\u{A}")
        module0.define(
            "log",
            HostFunction(withCall: { (call: HostCall, a0: Int32, a1: Int32) throws -> Void in
                try implementation.envLog(call, a0, a1)
            }))
        module1.define(
            "log",
            HostFunction(withCall: { (call: HostCall, a0: Double) throws -> Double in
                try implementation.mathLog(call, a0)
            }))
        module0.define(
            "init",
            HostFunction(withCall: { (call: HostCall) throws -> Void in
                try implementation.`init`(call)
            }))
        module0.define(
            "self",
            HostFunction(withCall: { (call: HostCall, a0: Float) throws -> Float in
                try implementation.self_2(call, a0)
            }))
        module0.define(
            "divide",
            HostFunction(type: FunctionType(parameters: [.i64, .i64], results: [.i64, .i64])) { call in
                let results = try implementation.divide(call, Int64(bitPattern: call.i64(at: 0)), Int64(bitPattern: call.i64(at: 1)))
                try call.setResult(.i64(results.0), at: 0)
                try call.setResult(.i64(results.1), at: 1)
            })
        module0.define(
            "swap",
            HostFunction(type: FunctionType(parameters: [.v128, .externref], results: [.v128, .externref])) { call in
                var a1: ExternalReference?
                if case .externref(let value) = call.value(at: 1, as: .externref) { a1 = value }
                let results = try implementation.swap(call, SIMD16(vectorHalves: call.v128(at: 0)), a1)
                try call.setResult(.v128(low: results.0.vectorHalves.low, high: results.0.vectorHalves.high), at: 0)
                try call.setResult(.externref(results.1), at: 1)
            })
        module0.define(
            "is_null",
            HostFunction(type: FunctionType(parameters: [.funcref, .anyref], results: [.i32])) { call in
                var a0: Function?
                if case .funcref(let value) = call.value(at: 0, as: .funcref) { a0 = value }
                var a1: InternalReference?
                if case .anyref(let value) = call.value(at: 1, as: .anyref) { a1 = value }
                let results = try implementation.isNull(call, a0, a1)
                try call.setResult(.i32(results), at: 0)
            })
        module0.define(
            "sum",
            Self.function(Self.type11) { call, arguments in
                try implementation.sum(call, arguments)
            })
        module2.define(
            "\u{202E}*/\"\"\"\\(0)",
            HostFunction(withCall: { (call: HostCall) throws -> Int32 in
                try implementation.u202E_______0_(call)
            }))
        return [module0, module1, module2]
    }

    /// Adds an implementation to imports, which grants it to the modules that are instantiated with them.
    static func add(_ implementation: some EverythingImports, to imports: inout Imports) {
        for module in Self.hostModules(implementation) {
            for (name, entry) in module.entries { imports.define(name, in: module.name, entry.function) }
        }
        Self.addItems(implementation, to: &imports)
    }

    /// Adds what is not made by ``hostModules(_:)``.
    private static func addItems(_ implementation: some EverythingImports, to imports: inout Imports) {
        let module0: Name = "env"
        imports.define("memory", in: module0, .memory(implementation.memory))
        imports.define("calls", in: module0, .global(implementation.calls))
        imports.define("table", in: module0, .table(implementation.table))
        imports.define("error", in: module0, .tag(implementation.error))
        imports.define("apply", in: module0, .function(implementation.apply))
    }

    private static let type11 = FunctionType(
        parameters: [.i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32, .i32],
        results: [.i32])

    /// A function of the host that takes and returns values.
    private static func function(
        _ type: FunctionType, _ body: @escaping (HostCall, [Value]) throws -> [Value]
    ) -> HostFunction {
        HostFunction(type: type) { call in
            var arguments: [Value] = []
            for (index, type) in type.parameters.enumerated() { arguments.append(call.value(at: index, as: type)) }
            let results = try body(call, arguments)
            guard results.count == type.results.count else {
                throw CallError.resultCount(expected: type.results.count, found: results.count)
            }
            for (index, result) in results.enumerated() { try call.setResult(result, at: index) }
        }
    }
}

extension SIMD16 where Scalar == UInt8 {
    /// The vector whose bytes 0 to 7 and 8 to 15 are these, little-endian.
    fileprivate init(vectorHalves halves: (low: UInt64, high: UInt64)) {
        self.init()
        for index in 0..<8 {
            self[index] = UInt8(truncatingIfNeeded: halves.low >> (8 * UInt64(index)))
            self[index + 8] = UInt8(truncatingIfNeeded: halves.high >> (8 * UInt64(index)))
        }
    }

    /// The bytes 0 to 7 and 8 to 15, little-endian.
    fileprivate var vectorHalves: (low: UInt64, high: UInt64) {
        var halves: (low: UInt64, high: UInt64) = (0, 0)
        for index in 0..<8 {
            halves.low |= UInt64(self[index]) << (8 * UInt64(index))
            halves.high |= UInt64(self[index + 8]) << (8 * UInt64(index))
        }
        return halves
    }
}
