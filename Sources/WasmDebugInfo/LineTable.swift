import WasmSyntax

// Specification: DWARF 5, section 6.2 (Line Number Information).

/// The rows of a line program. An address is an offset in the contents of the code section.
struct LineTable: Sendable {
    /// The place of a source to which the code from an address on belongs.
    struct Row: Sendable {
        var address: UInt32 = 0
        var line: UInt32 = 1
        var file: UInt32 = 1
        var column: UInt16 = 0
        var isStatement = false
    }

    /// Rows of code that is in one piece.
    struct Sequence: Sendable {
        let addresses: Range<UInt32>
        /// The rows, by increasing address.
        let rows: Range<Int>
    }

    private(set) var header: LineHeader
    private(set) var rows: [Row] = []
    /// By increasing address.
    private(set) var sequences: [Sequence] = []

    /// Runs the program behind a header. Each opcode makes at most one row, so that the work is in proportion to the
    /// program's size.
    init(
        _ header: LineHeader, code: Range<Int>, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        self.header = header
        var machine = LineMachine(header, end: UInt64(truncatingIfNeeded: code.count))
        while !machine.cursor.isAtEnd {
            try work.pay(1, machine.cursor)
            switch try machine.step(&self.header.files, &work) {
            case .nothing: break
            case .row(let row):
                try work.keep(20, machine.cursor)
                rows.append(row)
            case .end(let address):
                let start = sequences.last?.rows.upperBound ?? 0
                if let first = rows[start...].first, first.address < address {
                    try work.keep(24, machine.cursor)
                    sequences.append(Sequence(addresses: first.address..<address, rows: start..<rows.count))
                } else {
                    rows.removeSubrange(start...)
                }
            case .discarded: rows.removeSubrange((sequences.last?.rows.upperBound ?? 0)...)
            }
        }
        rows.removeSubrange((sequences.last?.rows.upperBound ?? 0)...)
        sequences.sort { $0.addresses.lowerBound < $1.addresses.lowerBound }
    }

    /// The row of an address; `nil` if it belongs to no sequence.
    func row(at address: UInt32) -> Row? {
        let next = sequences.firstIndex(after: address) { $0.addresses.lowerBound }
        guard next > 0, sequences[next &- 1].addresses.contains(address) else { return nil }
        let rows = rows[sequences[next &- 1].rows]
        let index = rows.firstIndex(after: address) { $0.address }
        return index > rows.startIndex ? rows[index &- 1] : nil
    }

    /// Calls a function with each row that has code in a range, and the addresses of this code.
    func eachRow(
        in range: Range<UInt32>, _ each: (Range<UInt32>, Row) throws(DebugInformationError) -> Void
    ) throws(DebugInformationError) {
        let first = sequences.firstIndex(after: range.lowerBound) { $0.addresses.lowerBound }
        for sequence in sequences[max(0, first &- 1)...] {
            guard sequence.addresses.lowerBound < range.upperBound else { return }
            guard sequence.addresses.overlaps(range) else { continue }
            let rows = rows[sequence.rows]
            let start = max(rows.startIndex, rows.firstIndex(after: range.lowerBound) { $0.address } &- 1)
            for index in start..<rows.endIndex {
                let end = index &+ 1 < rows.endIndex ? rows[index &+ 1].address : sequence.addresses.upperBound
                guard rows[index].address < range.upperBound else { break }
                let addresses = (rows[index].address..<end).clamped(to: range)
                if !addresses.isEmpty { try each(addresses, rows[index]) }
            }
        }
    }
}

/// The state of a line program (section 6.2.2).
struct LineMachine {
    enum Output {
        case nothing
        case row(LineTable.Row)
        /// The end of a sequence.
        case end(UInt32)
        /// The end of a sequence of code that is not in the module.
        case discarded
    }

    private let header: LineHeader
    /// The end of the code.
    private let end: UInt64
    private(set) var cursor: DebugCursor
    private var row = LineTable.Row()
    private var address: UInt64 = 0
    /// The address of the last row of the sequence.
    private var last: UInt64 = 0
    /// Whether the sequence belongs to code that the linker has removed (its addresses are 0, -1 or -2), or goes back.
    private var isDiscarded = false

    init(_ header: LineHeader, end: UInt64) {
        (self.header, self.end) = (header, end)
        cursor = header.program
        row.isStatement = header.beginsStatement
    }

    /// Executes an opcode.
    mutating func step(
        _ files: inout [LineHeader.Entry], _ work: inout DebugWork
    ) throws(DebugInformationError) -> Output {
        let opcode = Int(try cursor.byte())
        if opcode >= header.opcodeBase {
            let adjusted = opcode &- header.opcodeBase
            advance(UInt64(truncatingIfNeeded: adjusted / header.lineRange))
            advanceLine(Int64(header.lineBase &+ adjusted % header.lineRange))
            return makeRow()
        }
        switch opcode {
        case 0: return try extended(&files, &work)
        case 1: return makeRow()
        case 2: advance(try cursor.unsigned())
        case 3: advanceLine(try cursor.signed())
        case 4: row.file = UInt32(clamping: try cursor.unsigned())
        case 5: row.column = UInt16(clamping: try cursor.unsigned())
        case 6: row.isStatement.toggle()
        case 8: advance(UInt64(truncatingIfNeeded: (255 &- header.opcodeBase) / header.lineRange))
        case 9: address &+= try cursor.fixed(2)
        case 7, 10, 11: break  // marks of blocks, prologues and epilogues
        default:
            for _ in 0..<header.operandCounts[opcode &- 1] { _ = try cursor.unsigned() }
        }
        return .nothing
    }

    private mutating func advance(_ operations: UInt64) { address &+= operations &* header.minimumLength }

    private mutating func advanceLine(_ lines: Int64) {
        row.line &+= UInt32(truncatingIfNeeded: lines)
    }

    private mutating func makeRow() -> Output {
        note()
        row.address = UInt32(truncatingIfNeeded: address)
        return isDiscarded ? .nothing : .row(row)
    }

    /// Looks at the address of the next row, or of the end.
    private mutating func note() {
        if address == 0 || address > end || address < last { isDiscarded = true }
        last = address
    }

    private mutating func extended(
        _ files: inout [LineHeader.Entry], _ work: inout DebugWork
    ) throws(DebugInformationError) -> Output {
        var operation = try cursor.part(cursor.unsigned())
        // An operation without bytes is padding.
        guard !operation.isAtEnd else { return .nothing }
        switch try operation.byte() {
        case 1:
            note()
            let output: Output = isDiscarded ? .discarded : .end(UInt32(truncatingIfNeeded: address))
            row = LineTable.Row(isStatement: header.beginsStatement)
            (address, last, isDiscarded) = (0, 0, false)
            return output
        case 2: address = try operation.fixed(operation.remaining)
        case 3:
            if let entry = try LineHeader.listed(&operation, hasFolder: true, &work) { files.append(entry) }
        default: break  // discriminators, and what other producers define
        }
        return .nothing
    }
}

extension RandomAccessCollection where Index == Int {
    /// The index of the first element whose key is larger; the end if there is none. The keys do not decrease.
    func firstIndex(after key: UInt32, _ keyOf: (Element) -> UInt32) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if keyOf(self[middle]) <= key { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
