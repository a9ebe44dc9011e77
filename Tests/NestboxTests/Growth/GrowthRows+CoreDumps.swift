private typealias M = ModuleBytes

extension GrowthRow {
    /// The rows for core dumps: what `nestbox inspect` reads, and what `nestbox run` writes.
    static let coreDumps = read + written

    private static let read: [GrowthRow] = [
        dump("frames of a core dump", 4_000, most: 1_000_000) { n in stack(n, M.repeated([0, 0, 0, 0, 0, 0], n)) },
        dump("values of a frame of a core dump", 10_000, most: 10_000_000) { n in
            stack(1, [0, 0, 0, 0] ++ M.leb(n) ++ M.repeated([0x7E, 5], n) ++ [0])
        },
        dump("threads of a core dump", 500, most: 10_000) { n in
            (0..<n).flatMap { _ in stack(0, []) }
        },
        dump("instances of a core dump that share memories", 1_000, most: 100_000, memories: 100) { n in
            let indices = M.leb(100) ++ (0..<100).flatMap { M.leb($0) } ++ [0]
            return M.custom("coreinstances", M.leb(n) ++ M.repeated([0, 0] ++ indices, n)) ++ stack(0, [])
        },
        dump("data segments of a core dump", 1_000, most: 100_000, memories: 1, data: { n in n }) { _ in stack(0, []) },
        dump("values that are added to a core dump", 10_000) { n in
            stack(1, [0, 0, 0, 0, 1, 1, 0])
                ++ M.custom("nestbox-core", [1, 0, 0, 0, 0, 0] ++ M.leb(n) ++ M.repeated([0, 0, 0, 0, 0x63], n))
        },
    ]

    private static let written: [GrowthRow] = [
        GrowthRow(.run, "a core dump of 4,000 frames in a long function", 1_000, most: 1_000_000, writing, exits: 134) {
            n in
            var module = M()
            // Calls itself with one less, at the end of a long body, and traps at 0.
            module.types.add([0x60, 1, 0x7F, 0])
            let call: [UInt8] = [0x20, 0, 0x45, 0x04, 0x40, 0x00, 0x0B, 0x20, 0, 0x41, 1, 0x6B, 0x10, 0]
            module.addFunction(type: 1, M.repeated([0x01], n) ++ call)
            module.addStart(M.i32(4_000) ++ [0x10, 0])
            return module.bytes
        },
        GrowthRow(.run, "a core dump of n frames with locals", 20, most: 4_000, writing, exits: 134) { n in
            var module = M()
            module.types.add([0x60, 1, 0x7F, 0])
            let call: [UInt8] = [0x20, 0, 0x45, 0x04, 0x40, 0x00, 0x0B, 0x20, 0, 0x41, 1, 0x6B, 0x10, 0]
            module.addFunction(type: 1, locals: M.locals((200, 0x7E)), call)
            module.addStart(M.i32(n) ++ [0x10, 0])
            return module.bytes
        },
        GrowthRow(.run, "a core dump of n globals", 4_000, most: 1_000_000, writing, exits: 134) { n in
            var module = M()
            module.globals.add([0x7F, 0, 0x41, 5, 0x0B], n)
            module.addStart([0x00])
            return module.bytes
        },
        GrowthRow(.run, "a core dump of n pages, each used", 20, most: 8_000, writing, exits: 134) { n in
            var module = M()
            module.memories.add([0] ++ M.leb(n))
            // A loop that writes a byte of each 32 KiB.
            module.addStart(
                locals: M.locals((1, 0x7F)),
                [0x03, 0x40, 0x20, 0, 0x41, 1, 0x3A, 0, 0, 0x20, 0] ++ M.i32(32_768) ++ [0x6A, 0x22, 0]
                    ++ M.i32(n << 16) ++ [0x49, 0x0D, 0, 0x0B, 0x00])
            return module.bytes
        },
    ]

    private static let writing = ["run", "--core-dump", "/dev/null", "MODULE"]

    private static func stack(_ frames: Int, _ contents: [UInt8]) -> [UInt8] {
        M.custom("corestack", [0] ++ M.name("main") ++ M.leb(frames) ++ contents)
    }

    /// Makes the row of a core dump with a module and, unless `sections` have others, an instance.
    private static func dump(
        _ name: String, _ base: Int, most: Int = .max, memories: Int = 0,
        data: @escaping @Sendable (Int) -> Int = { _ in 0 }, _ sections: @escaping @Sendable (Int) -> [UInt8]
    ) -> GrowthRow {
        GrowthRow(.inspect, name, base, most: most) { n in
            var file = ModuleBytes()
            file.memories.add([0, 1], memories)
            file.data.add([0, 0x41, 5, 0x0B, 1, 7], data(n))
            file.customs = M.custom("core", [0] ++ M.name("program")) ++ M.custom("coremodules", [1, 0] ++ M.name("m"))
            if memories < 2 { file.customs += M.custom("coreinstances", [1, 0, 0, 0, 0]) }
            file.customs += sections(n)
            return file.bytes
        }
    }
}
