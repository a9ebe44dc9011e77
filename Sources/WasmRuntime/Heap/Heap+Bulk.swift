import WasmSyntax

// Work on many words of the heap at once. The callers have checked the ranges.

extension Store {
    /// Sets all fields or elements of a new object to zero.
    func clearObject(_ object: Int, words count: Int) throws(Interrupted) {
        guard count > 1 else { return }
        try inPieces(count &- 1) { offset, count in
            let start = object &+ 1 &+ offset
            fillItems(&state.heap.words, start..<(start &+ count), 0)
        }
    }

    /// Sets elements of an array to a value.
    func fillArray(
        _ array: Int, _ start: Int, _ count: Int, _ shift: UInt8, _ value: SlotValue
    ) throws(Interrupted) {
        try inPieces(count) { offset, count in
            state.heap.fill(array, from: start &+ offset, count: count, shift: shift, value)
        }
    }
}

extension Heap {
    /// Sets elements of an array to a value. Elements smaller than a word are set by whole words where possible.
    mutating func fill(_ array: Int, from start: Int, count: Int, shift: UInt8, _ value: SlotValue) {
        let first = array &+ 1
        switch shift {
        case 3: fillItems(&words, (first &+ start)..<(first &+ start &+ count), value.bits)
        case 4:
            for index in start..<(start &+ count) {
                (words[first &+ index &* 2], words[first &+ index &* 2 &+ 1]) = (value.bits, value.upperHalf)
            }
        default:
            let perWord = 8 &>> Int(shift)
            let end = start &+ count
            // The words that the elements fill completely.
            let (low, high) = ((start &+ perWord &- 1) / perWord, end / perWord)
            guard low < high else { return setElements(start..<end, of: array, shift: shift, value.bits) }
            setElements(start..<(low &* perWord), of: array, shift: shift, value.bits)
            fillItems(&words, (first &+ low)..<(first &+ high), Heap.repeated(value.bits, shift: shift))
            setElements((high &* perWord)..<end, of: array, shift: shift, value.bits)
        }
    }

    /// Sets bytes of an array's elements, which follow one another in words, little-endian: whole words where possible.
    ///
    /// - Parameters:
    ///   - start: The first byte to set, counted from the first element.
    ///   - bytes: The source.
    ///   - part: The bytes of the source.
    mutating func setBytes(of array: Int, from start: Int, _ bytes: [UInt8], _ part: Range<Int>) {
        let source = bytes.span.extracting(part)
        var index = 0
        while index < source.count {
            let byte = start &+ index
            let place = array &+ 1 &+ byte &>> 3
            if byte & 7 == 0, index &+ 8 <= source.count {
                words[place] = source.extracting(index..<(index &+ 8)).littleEndian(8)
                index &+= 8
            } else {
                let position = UInt64((byte & 7) &<< 3)
                words[place] = words[place] & ~(0xFF &<< position) | UInt64(source[index]) &<< position
                index &+= 1
            }
        }
    }

    private mutating func setElements(_ range: Range<Int>, of array: Int, shift: UInt8, _ value: UInt64) {
        for index in range { setElement(index, of: array, shift: shift, value) }
    }

    /// Returns a word filled with copies of an element of at most 8 bytes.
    static func repeated(_ value: UInt64, shift: UInt8) -> UInt64 {
        switch shift {
        case 0: (value & 0xFF) &* 0x0101_0101_0101_0101
        case 1: (value & 0xFFFF) &* 0x0001_0001_0001_0001
        case 2: (value & 0xFFFF_FFFF) &* 0x0000_0001_0000_0001
        default: value
        }
    }

    /// Copies elements between two arrays or within one. Elements smaller than a word are copied by whole words if both
    /// ranges begin at the same position in a word.
    mutating func moveElements(
        _ from: Int, of source: Int, to start: Int, of array: Int, count: Int, shift: UInt8
    ) {
        guard shift < 3 else {
            // A vector is two words.
            let words = shift == 4 ? 2 : 1
            return moveWords(
                &self.words, from: source &+ 1 &+ from &* words, to: array &+ 1 &+ start &* words,
                count: count &* words)
        }
        let perWord = 8 &>> Int(shift)
        let ahead = min(count, (perWord &- start % perWord) % perWord)
        let whole = from % perWord == start % perWord ? (count &- ahead) / perWord : 0
        let copied = ahead &+ whole &* perWord
        func moveWhole(_ heap: inout Heap) {
            guard whole > 0 else { return }
            moveWords(
                &heap.words, from: source &+ 1 &+ (from &+ ahead) / perWord,
                to: array &+ 1 &+ (start &+ ahead) / perWord, count: whole)
        }
        if start <= from {
            for index in 0..<ahead { copyElement(from &+ index, source, start &+ index, array, shift) }
            moveWhole(&self)
            for index in copied..<count { copyElement(from &+ index, source, start &+ index, array, shift) }
        } else {
            for index in (copied..<count).reversed() {
                copyElement(from &+ index, source, start &+ index, array, shift)
            }
            moveWhole(&self)
            for index in (0..<ahead).reversed() { copyElement(from &+ index, source, start &+ index, array, shift) }
        }
    }

    private mutating func copyElement(_ from: Int, _ source: Int, _ to: Int, _ array: Int, _ shift: UInt8) {
        setElement(to, of: array, shift: shift, element(from, of: source, Packing(bits: UInt32(shift))))
    }
}
