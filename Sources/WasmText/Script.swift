// Test scripts (`.wast`), as the specification's `interpreter/README.md` describes them, as plain data.

import WasmSyntax

/// One command of a test script, and its line.
package struct ScriptCommand: Sendable {
    package enum Kind: Sendable {
        /// Define a module and make an instance of it, both under the module's name.
        case module(ScriptModule)
        /// Define a module only.
        case definition(ScriptModule)
        /// Make an instance with this name of a module defined before: the one named, or the last one if `module` is
        /// `nil`.
        case instance(name: Name?, module: Name?)
        case register(as: Name, instance: Name?)
        case action(ScriptAction)
        case assertReturn(ScriptAction, [ResultPattern])
        case assertTrap(ScriptAction, message: String)
        case assertExhaustion(ScriptAction, message: String)
        case assertException(ScriptAction)
        /// Part of the stack-switching proposal.
        case assertSuspension(ScriptAction, message: String)
        case assertMalformed(ScriptModule, message: String)
        case assertMalformedCustom(ScriptModule, message: String)
        case assertInvalid(ScriptModule, message: String)
        case assertInvalidCustom(ScriptModule, message: String)
        case assertUnlinkable(ScriptModule, message: String)
        /// Assert that instantiation traps: `assert_trap` with a module, or `assert_uninstantiable`.
        case assertUninstantiable(ScriptModule, message: String)
        /// A thread that runs these commands, and sees the modules named in `shared`.
        case thread(name: Name?, shared: [Name], commands: [ScriptCommand])
        /// Wait for the end of a thread.
        case wait(thread: Name?)
        /// A known command whose contents are not parsed: `script`, `input`, `output`.
        case other(String)
    }

    package var kind: Kind
    /// Counted from 1.
    package var line: Int
}

/// A module in a script, not yet parsed: the script may assert that it is malformed.
package struct ScriptModule: Sendable {
    package enum Content: Sendable {
        /// The fields of a module in text, as a range of the script.
        case text(Range<Int>)
        /// A module in the binary format.
        case binary([UInt8])
        /// A module in text, given as strings.
        case quote([UInt8])
        /// The module with this name, or the last one if `nil`, defined before: `(module instance …)`.
        case defined(Name?)
    }

    /// The result of ``parse(options:)``.
    package enum Parsed: Sendable {
        case module(ModuleSyntax)
        /// A module in the binary format, still to be decoded.
        case binary([UInt8])
        /// The module with this name, or the last one if `nil`, defined before.
        case defined(Name?)
    }

    package var name: Name?
    package var content: Content
    /// Counted from 1.
    package var line: Int
    /// The whole script.
    let source: [UInt8]
    let nameToken: Token?
    /// A place before the module, from which the lines of its errors are counted. Otherwise, each module with an error
    /// would count them from the start of the script.
    let origin: ParseError.Place

    /// Parses a module in text; a module in the binary format is handed on as it is.
    package func parse(options: ParserOptions = ParserOptions()) throws(ParseError) -> Parsed {
        switch content {
        case .text(let part):
            .module(try TextParser.parseFields(source, part, name: nameToken, options: options, from: origin))
        case .binary(let bytes): .binary(bytes)
        case .quote(let text): .module(try TextParser.parseModule(text, options: options))
        case .defined(let name): .defined(name)
        }
    }
}

/// An action on an instance: the one named, or the last one if `nil`.
package enum ScriptAction: Sendable {
    case invoke(instance: Name?, name: Name, arguments: [ScriptValue])
    case get(instance: Name?, name: Name)
}

/// A value in a script. Floats are stored as their bits.
package enum ScriptValue: Hashable, Sendable {
    case i32(UInt32)
    case i64(UInt64)
    case f32(UInt32)
    case f64(UInt64)
    /// Bytes 0 to 7 and 8 to 15, little-endian.
    case v128(low: UInt64, high: UInt64)
    case null(HeapType)
    /// A reference of type `externref`, which the host identifies by the number.
    case external(UInt32)
    /// A reference of type `anyref`, made from such a host reference.
    case host(UInt32)
}

/// The pattern of a result, which must match one of the alternatives.
package struct ResultPattern: Hashable, Sendable {
    package enum NaN: Hashable, Sendable {
        /// The payload is only the most significant bit.
        case canonical
        /// The payload's most significant bit is set.
        case arithmetic
    }

    package enum Lane: Hashable, Sendable {
        case bits(UInt64)
        case nan(NaN)
    }

    package enum Alternative: Hashable, Sendable {
        case value(ScriptValue)
        case f32NaN(NaN)
        case f64NaN(NaN)
        case vector(VectorShape, [Lane])
        /// Null of any type.
        case null
        /// A reference that is not null, of this type or, if `nil`, of any.
        case reference(HeapType?)
    }

    /// At least one.
    package var alternatives: [Alternative]

    package init(alternatives: [Alternative]) { self.alternatives = alternatives }
}
