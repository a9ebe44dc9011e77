import Nestbox

/// All imports of `everything.wat`.
final class Host: EverythingImports {
    private let store: Store
    let memory: GuestMemory
    let calls: Global
    let table: Table
    let error: Tag
    let apply: Function
    /// The calls of functions of the host.
    private(set) var log: [String] = []

    init(in store: Store) throws {
        self.store = store
        memory = try GuestMemory(pages: 1, in: store)
        calls = try Global(.i32(0), isMutable: true, in: store)
        table = try Table(count: 1, in: store)
        error = try Tag([.i32], in: store)
        // A type with a reference that is not null has no name in Swift, so another guest provides the function.
        let other = try store.instantiate(
            Module(
                text: """
                    (module (type $f (func (result i32)))
                      (func (export "apply") (param $f (ref func)) (result i32)
                        (call_ref $f (ref.cast (ref $f) (local.get 0)))))
                    """))
        apply = try other.exportedFunction(named: "apply", parameters: 1, results: 1)
    }

    func envLog(_ call: HostCall, _ address: Int32, _ count: Int32) throws {
        log.append(try call.text(address: 0, length: 1, maximumCount: 100))
    }

    func mathLog(_ call: HostCall, _ x: Double) throws -> Double { x + 0.25 }

    func `init`(_ call: HostCall) throws { log.append("init") }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    func self_2(_ call: HostCall, _ x: Float) throws -> Float { -x }

    func divide(_ call: HostCall, _ dividend: Int64, _ divisor: Int64) throws -> (Int64, Int64) {
        guard divisor != 0, divisor != -1 else { throw ArgumentError(1, "is \(divisor)") }
        return (dividend / divisor, dividend % divisor)
    }

    func swap(
        _ call: HostCall, _ vector: SIMD16<UInt8>, _ object: ExternalReference?
    ) throws -> (SIMD16<UInt8>, ExternalReference?) {
        (vector &+ 1, ExternalReference("an object", in: store))
    }

    func isNull(_ call: HostCall, _ function: Function?, _ object: InternalReference?) throws -> Int32 {
        function == nil && object == nil ? 1 : 0
    }

    func sum(_ call: HostCall, _ arguments: [Value]) throws -> [Value] {
        let sum = arguments.reduce(0 as Int32) { sum, value in
            if case .i32(let number) = value { sum &+ number } else { sum }
        }
        return [.i32(sum)]
    }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    func u202E_______0_(_ call: HostCall) throws -> Int32 { 11 }
}
