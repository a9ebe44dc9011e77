import WasmSyntax

/// Validates function bodies, one after the other, with the algorithm of the specification's
/// *Appendix / Validation Algorithm*, whose names it keeps. Bodies do not depend on one another: several validators
/// may share a context and divide the bodies among them, see ``ModuleContext/parts``.
///
/// Its storage is used again for each body. Inside it faults are thrown as kinds; where they are is added outside.
struct FunctionValidator: Sendable {
    typealias Fault = ValidationError.Kind

    let context: ModuleContext
    /// Immediates of the body's instructions; not the instructions themselves, of which each is validated when it has
    /// been decoded.
    var code = DecodedCode()

    /// The operand stack: the first `height` elements. The others are free.
    var operands: [ValueType] = []
    var height = 0
    var maximumHeight = 0

    /// The innermost control frame, which nearly every instruction looks at, and the frames around it.
    var frame = ControlFrame.none
    var outerFrames: [ControlFrame] = []
    var results = TypeList.empty
    /// Whether the `end` of the body or constant expression is still to come.
    var isOpen = false

    var locals = LocalTypes()

    /// Set while a constant expression is validated: how many globals it may read.
    var constantGlobals: UInt32?
    /// ``ModuleContext/declaredFunctions``, with those that constant expressions refer to.
    private(set) var declaredFunctions: [Bool]

    /// Operands that may yet be compared one by one; see ``ImplementationLimits/operandChecks(codeBytes:)``.
    var remainingChecks: Int64
    /// Counts `br_table` instructions, so that each checks a label once however often it names it.
    var branchTableNumber: UInt32 = 0

    /// - Parameter codeBytes: Of what it is to validate, all together.
    init(_ context: ModuleContext, codeBytes: Int) {
        self.context = context
        declaredFunctions = context.declaredFunctions
        code.watch = LoadingWatch(context.interruption)
        remainingChecks = ImplementationLimits.operandChecks(codeBytes: codeBytes)
    }

    /// Notes that a constant expression refers to a function, which there is.
    mutating func declare(_ function: UInt32) {
        if Int(function) < declaredFunctions.count { declaredFunctions[Int(function)] = true }
    }

    /// Validates the body of a function that the module defines.
    ///
    /// - Parameter index: Into ``ModuleSyntax/bodies``.
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
    /// - Parameter globals: How many globals, from the first, it may read.
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
        var nextLook = cursor.position &+ LoadingWatch.codeBytes
        while isOpen {
            let offset = cursor.position
            if offset >= nextLook {
                nextLook = offset &+ LoadingWatch.codeBytes
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

    /// Counts work, and stops if it is time to.
    mutating func work(_ amount: Int) throws(Fault) {
        if let reason = code.watch.reasonToStop(after: amount) { throw .interrupted(reason) }
    }

    private mutating func start(_ results: TypeList) {
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
