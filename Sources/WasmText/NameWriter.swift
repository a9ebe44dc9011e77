// Specification: Appendix / Custom Sections / Name Section.

import WasmSyntax

/// A name section in the text, split into its subsections.
struct WrittenNames {
    let bytes: [UInt8]
    /// The whole section in the bytes.
    let range: Range<Int>
    private(set) var subsections: [(id: UInt8, contents: Range<Int>)] = []

    /// Fails if the section does not consist of subsections by increasing id.
    init?(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        self.range = range
        var cursor = ByteCursor(bytes, in: range)
        do throws(DecodeError) {
            while !cursor.isAtEnd {
                let id = try cursor.byte()
                guard subsections.last.map({ $0.id < id }) ?? true else { return nil }
                let size = Int(try cursor.u32())
                subsections.append((id, try cursor.skip(size)))
            }
        } catch {
            return nil
        }
    }
}

/// Writes a name section from identifiers and from parts of a section in the text.
struct NameWriter {
    let strings: ByteStringTable
    /// The bytes that ranges of written names refer to.
    let written: [UInt8]
    var watch: LoadingWatch
    private(set) var section = ByteWriter()
    /// Whether the section has names that the section in the text does not have.
    private(set) var hasNewNames = false
    /// The subsection that is being written.
    private var contents = ByteWriter()

    init(strings: ByteStringTable, written: [UInt8], watch: LoadingWatch) {
        self.strings = strings
        self.written = written
        self.watch = watch
    }

    // MARK: Writing

    /// Writes a subsection of the text unchanged.
    mutating func subsection(_ id: UInt8, _ range: Range<Int>) throws(Interrupted) {
        section.byte(id)
        section.unsigned(UInt(range.count))
        section.append(written[range])
        try work(range.count / 8)
    }

    /// Ends the subsection of a space, which has names that the text's section does not have.
    mutating func finish(_ space: NameSection.Space) {
        hasNewNames = true
        section.byte(space.rawValue)
        section.unsigned(UInt(contents.bytes.count))
        section.append(contents.bytes)
        contents = ByteWriter()
    }

    mutating func groups(_ groups: [NameSectionBuilder.Group]) throws(Interrupted) {
        contents.unsigned(UInt(groups.count))
        for (owner, entries) in groups {
            contents.unsigned(owner)
            try map(entries)
        }
    }

    mutating func map(_ entries: [NameSectionBuilder.Entry]) throws(Interrupted) {
        contents.unsigned(UInt(entries.count))
        for (index, name) in entries {
            contents.unsigned(index)
            try self.name(name)
        }
    }

    mutating func name(_ name: NameSectionBuilder.NameSource) throws(Interrupted) {
        let bytes =
            switch name {
            case .identifier(let number): strings[number]
            case .written(let range): written[range]
            }
        contents.unsigned(UInt(bytes.count))
        contents.append(bytes)
        try work(8 &+ bytes.count / 8)
    }

    private mutating func work(_ amount: Int) throws(Interrupted) {
        if let reason = watch.reasonToStop(after: amount) { throw Interrupted(reason) }
    }

    // MARK: Reading the section in the text

    /// The name that a part consists of; `nil` if it is malformed.
    func soleName(in range: Range<Int>) -> NameSectionBuilder.NameSource? {
        var cursor = ByteCursor(written, in: range)
        do throws(DecodeError) {
            let size = Int(try cursor.u32())
            let name = try cursor.skip(size)
            return cursor.isAtEnd ? .written(name) : nil
        } catch {
            return nil
        }
    }

    /// The entries of a name map; `nil` if it is malformed or out of order.
    func entries(in range: Range<Int>) -> [NameSectionBuilder.Entry]? {
        var cursor = ByteCursor(written, in: range)
        do throws(DecodeError) {
            let entries = try entries(&cursor)
            return cursor.isAtEnd ? entries : nil
        } catch {
            return nil
        }
    }

    /// The groups of an indirect name map; `nil` if it is malformed or out of order.
    func groups(in range: Range<Int>) -> [NameSectionBuilder.Group]? {
        var cursor = ByteCursor(written, in: range)
        var groups: [NameSectionBuilder.Group] = []
        do throws(DecodeError) {
            for _ in 0..<(try cursor.u32()) {
                let owner = try cursor.u32()
                guard groups.last.map({ $0.owner < owner }) ?? true, let entries = try entries(&cursor) else {
                    return nil
                }
                groups.append((owner, entries))
            }
        } catch {
            return nil
        }
        return cursor.isAtEnd ? groups : nil
    }

    private func entries(_ cursor: inout ByteCursor) throws(DecodeError) -> [NameSectionBuilder.Entry]? {
        var entries: [NameSectionBuilder.Entry] = []
        for _ in 0..<(try cursor.u32()) {
            let index = try cursor.u32()
            guard entries.last.map({ $0.index < index }) ?? true else { return nil }
            let size = Int(try cursor.u32())
            entries.append((index, .written(try cursor.skip(size))))
        }
        return entries
    }
}
