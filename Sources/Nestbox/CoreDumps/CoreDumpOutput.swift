import WasmBinary
import WasmSyntax

/// Bytes on their way to a closure, in pieces.
struct CoreDumpOutput {
    private let write: ([UInt8]) throws -> Void
    private var piece: [UInt8] = []

    init(_ write: @escaping ([UInt8]) throws -> Void) { self.write = write }

    /// Appends a part of an array.
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>) throws {
        var position = range.lowerBound
        while position < range.upperBound {
            let end = min(range.upperBound, position &+ CoreDumpFormat.pieceBytes &- piece.count)
            piece.append(contentsOf: bytes[position..<end])
            position = end
            if piece.count >= CoreDumpFormat.pieceBytes { try flush() }
        }
    }

    mutating func append(_ bytes: [UInt8]) throws { try append(bytes, 0..<bytes.count) }

    /// Appends a section, or the beginning of one, of so many bytes.
    ///
    /// - Throws: ``CoreDumpError/tooLarge`` if a section cannot have so many.
    mutating func section(_ id: SectionID, size: Int, _ contents: [UInt8]) throws {
        guard let size = UInt32(exactly: size) else { throw CoreDumpError.tooLarge }
        var header = ByteWriter()
        header.byte(id.rawValue)
        header.unsigned(size)
        try append(header.bytes)
        try append(contents)
    }

    /// Appends a custom section.
    mutating func custom(_ name: Name, _ contents: ByteWriter) throws {
        var writer = ByteWriter()
        writer.name(name)
        guard contents.bytes.count <= Int(UInt32.max) else { throw CoreDumpError.tooLarge }
        try section(.custom, size: writer.bytes.count &+ contents.bytes.count, writer.bytes)
        try append(contents.bytes)
    }

    /// Passes on what is left.
    mutating func flush() throws {
        guard !piece.isEmpty else { return }
        let whole = piece
        piece = []
        try write(whole)
    }
}
