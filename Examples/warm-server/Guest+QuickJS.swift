import Nestbox

extension Guest {
    /// The program that QuickJS loads: requests are expressions, which can use its functions.
    ///
    /// The server takes its snapshot where the program reads. All copies have the same state, that of `Math.random` included.
    private static let program = """
        const rates = { EUR: 1, CHF: 0.93, JPY: 176.5, USD: 1.16 };
        function convert(amount, from, to) {
            return `${(amount / rates[from] * rates[to]).toFixed(2)} ${to}`;
        }
        function answer(request) {
            try { return String((0, eval)(request)); } catch (error) { return String(error); }
        }
        std.out.puts(answer(std.in.getline()) + "\\n");
        std.out.flush();
        """

    /// QuickJS as a reactor with `qjs_init_argv`, which takes the arguments of the command `qjs`.
    static func quickJS(_ module: [UInt8]) -> Guest {
        Guest(
            module: module,
            serve: { instance in
                guard let begin = instance.function(named: "qjs_init_argv") else {
                    throw CallError.unknownFunction("qjs_init_argv")
                }
                let arguments = ["qjs", "--std", "--script", "--eval", program]
                let addresses = try arguments.map { try instance.allocate(Array($0.utf8) + [0]) }
                let list = try instance.allocate(addresses.flatMap(\.bytes))
                return try begin.begin([.i32(Int32(arguments.count)), .i32(list)])
            },
            requests: [
                #"convert(100, "EUR", "CHF")"#,
                #"rates.CHF = 1000; globalThis.convert = null; "spoiled""#,
                #"convert(100, "EUR", "CHF")"#,
                "for (;;);",
                "noSuchFunction()",
                #"convert(250, "JPY", "USD")"#,
            ])
    }
}

extension Instance {
    /// Copies bytes into memory that the guest's `malloc` allocates; returns their address.
    fileprivate func allocate(_ bytes: [UInt8]) throws -> Int32 {
        guard let malloc = function(named: "malloc"), let memory = memory(named: "memory") else {
            throw CallError.unknownFunction("malloc")
        }
        let address: Int32 = try malloc.call(Int32(bytes.count))
        try memory.write(bytes, at: UInt64(UInt32(bitPattern: address)))
        return address
    }
}

extension Int32 {
    /// The number as it lies in a guest's memory.
    fileprivate var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) } }
}
