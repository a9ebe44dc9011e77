import WasmSyntax

/// Validates function bodies, one after the other, with the algorithm of the specification's
/// *Appendix / Validation Algorithm*, whose names it keeps. Bodies do not depend on one another: several validators
/// may share a context and divide the bodies among them, see ``ModuleContext/parts``.
///
/// Its storage is reused for each body. The methods for instructions throw the kind of a fault; their caller adds its
/// place.
struct FunctionValidator: Sendable {
    typealias Fault = ValidationError.Kind

    let context: ModuleContext
    /// The immediates of the body's instructions. The instructions themselves are not kept: each is validated as soon
    /// as it is decoded.
    var code = DecodedCode()

    /// The operand stack: the first `height` elements. The others are free.
    var operands: [ValueType] = []
    var height = 0
    var maximumHeight = 0

    /// The innermost control frame, which nearly every instruction reads, and the frames around it.
    var frame = ControlFrame.none
    var outerFrames: [ControlFrame] = []
    var results = TypeList.empty
    /// Whether the `end` of the body or constant expression is still to come.
    var isOpen = false

    var locals = LocalTypes()

    /// The number of globals that the constant expression may read; `nil` in a body.
    var constantGlobals: UInt32?
    /// ``ModuleContext/declaredFunctions``, and those that constant expressions and element segments refer to.
    private(set) var declaredFunctions: [Bool]

    /// Counts `br_table` instructions, so that each of them checks a repeated label only once.
    var branchTableNumber: UInt32 = 0

    init(_ context: ModuleContext) {
        self.context = context
        declaredFunctions = context.declaredFunctions
        code.watch = LoadingWatch(context.interruption)
    }

    /// Notes that a constant expression or an element segment refers to a function.
    mutating func declare(_ function: UInt32) {
        if Int(function) < declaredFunctions.count { declaredFunctions[Int(function)] = true }
    }

    /// Validates the body of a function that the module defines.
    ///
    /// - Parameter index: The position of the body in ``ModuleSyntax/bodies``.
    /// - Returns: The largest number of values on the operand stack at any time.
    mutating func validateBody(_ index: Int) throws(ValidationError) -> UInt32 {
        guard index >= 0, index < context.module.bodies.count else { return 0 }
        let functionIndex = UInt32(truncatingIfNeeded: context.importedFunctionCount &+ index)
        let body = context.module.bodies[index]
        guard let signature = context.signatures[checked: functionIndex] else {
            throw ValidationError(.malformed(.functionAndCodeDiffer))
        }
        do {
            try work(body.code.count / 8 &+ Int(signature.parameters.count) / 4 &+ 8)
            try locals.reset(signature.parameters, body, context, &code.watch)
        } catch {
            throw ValidationError(error, at: body.code.lowerBound, inFunction: functionIndex)
        }
        constantGlobals = nil
        try validate(body.code, signature.results, inFunction: functionIndex)
        return UInt32(truncatingIfNeeded: maximumHeight)
    }

    /// Validates an expression outside of a body (specification: *Validation / Instructions / Constant Expressions*)
    /// and adds the functions that it refers to to ``declaredFunctions``.
    ///
    /// - Parameter globals: The number of globals, from the first, that the expression may read.
    mutating func validateConstant(
        _ expression: ConstantExpression, _ type: ValueType, globals: Int
    ) throws(ValidationError) {
        constantGlobals = UInt32(truncatingIfNeeded: globals)
        do { try work(8) } catch { throw ValidationError(error, at: expression.code.lowerBound) }
        try validate(expression.code, TypeList(type), inFunction: nil)
    }

    private mutating func validate(
        _ range: Range<Int>, _ results: TypeList, inFunction functionIndex: UInt32?
    ) throws(ValidationError) {
        start(results)
        let encodings = InstructionDecoder.encodings
        var cursor = ByteCursor(context.module.bytes, in: range)
        var nextPoll = cursor.position &+ LoadingWatch.codeBytes
        while isOpen {
            let offset = cursor.position
            if offset >= nextPoll {
                nextPoll = offset &+ LoadingWatch.codeBytes
                do { try work(LoadingWatch.codeBytes) } catch {
                    throw ValidationError(error, at: offset, inFunction: functionIndex)
                }
            }
            let encoding: InstructionDecoder.Encoding
            let instruction: Instruction
            do throws(DecodeError) {
                encoding = try InstructionDecoder.encoding(&cursor, encodings)
                instruction = try InstructionDecoder.instruction(encoding, at: offset, &cursor, &code)
            } catch {
                throw ValidationError(.malformed(error.kind), at: error.offset, inFunction: functionIndex)
            }
            do throws(Fault) {
                try validate(instruction, context.operators[Int(encoding.index)])
            } catch {
                throw ValidationError(error, at: offset, inFunction: functionIndex)
            }
        }
        guard cursor.isAtEnd else {
            throw ValidationError(.malformed(.bodySizeMismatch), at: cursor.position, inFunction: functionIndex)
        }
        guard !code.usesDataSegments || context.module.dataCount != nil else {
            throw ValidationError(.malformed(.dataCountRequired), at: range.lowerBound, inFunction: functionIndex)
        }
    }

    /// Counts work, and throws if the watch says to stop.
    mutating func work(_ amount: Int) throws(Fault) {
        if let reason = code.watch.reasonToStop(after: amount) { throw .interrupted(reason) }
    }

    mutating func start(_ results: TypeList) {
        height = 0
        maximumHeight = 0
        outerFrames.removeAll(keepingCapacity: true)
        self.results = results
        frame = ControlFrame(.body, start: .empty, end: results)
        branchTableNumber = 0
        isOpen = true
        code.removeAll()
    }
}
