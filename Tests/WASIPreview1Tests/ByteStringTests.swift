import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1

/// Arguments, variables and paths that are not UTF-8.
struct ByteStringTests {
    static let raw: [UInt8] = [0xFF, 0xFE]

    @Test func onlyAZeroByteIsRefused() throws {
        var wasi = WASIConfiguration()
        try wasi.grantArguments(bytes: [ByteStringTests.raw, []])
        #expect(throws: WASIConfigurationError.zeroByte(in: "a\0")) { try wasi.grantArguments(bytes: [[0x61, 0]]) }
        try wasi.grantEnvironment(bytes: [(ByteStringTests.raw, ByteStringTests.raw), ([0xFF], [])])
        #expect(throws: WASIConfigurationError.zeroByte(in: "A=\0")) {
            try wasi.grantEnvironment(bytes: [([0x41], [0])])
        }
        // Two names that differ only in bytes that are not UTF-8 are two names.
        #expect(throws: WASIConfigurationError.duplicateVariable("\u{FFFD}")) {
            try wasi.grantEnvironment(bytes: [([0xFF], []), ([0xFE], []), ([0xFF], [])])
        }
        #expect(throws: WASIConfigurationError.invalidVariableName("=")) {
            try wasi.grantEnvironment(bytes: [(Array("=".utf8), [])])
        }
    }

    @Test func foldersHavePathsOfAnyBytes() throws {
        var wasi = WASIConfiguration()
        let folder = MemoryFolder(byteLimit: 1)
        try wasi.grantFolder(folder, asBytes: ByteStringTests.raw)
        try wasi.grantFolder(folder, asBytes: [0xFF])
        #expect(throws: WASIConfigurationError.duplicateFolder("\u{FFFD}/")) {
            try wasi.grantFolder(folder, asBytes: [0xFF, 0x2F])
        }
        #expect(throws: WASIConfigurationError.invalidFolderPath("\0")) { try wasi.grantFolder(folder, asBytes: [0]) }
        for path in [[], [0], Array("/no/such/folder".utf8) + ByteStringTests.raw] as [[UInt8]] {
            #expect(throws: HostFileError.self) { try HostFolder(path: HostPath(bytes: path)) }
            #expect(throws: HostFileError.self) { try HostInput(path: HostPath(bytes: path)) }
            #expect(throws: HostFileError.self) { try HostOutput(path: HostPath(bytes: path)) }
        }
    }

    @Test func rulesAboutCharactersNeedUTF8() {
        var rule = StringRule()
        #expect(rule.violation(byBytes: Array("é".utf8)) == nil)
        #expect(rule.violation(byBytes: ByteStringTests.raw) == "it is not UTF-8")
        rule.allowsControlCharacters = true
        #expect(rule.violation(byBytes: ByteStringTests.raw) == nil)
        rule.maximumLength = 1
        #expect(rule.violation(byBytes: ByteStringTests.raw) == "it has 2 bytes, at most 1 are allowed")
        rule = StringRule(pattern: "*")
        rule.allowsControlCharacters = true
        #expect(rule.violation(byBytes: ByteStringTests.raw) == "it is not UTF-8")
    }

    /// Values join those of the policy, and a variable of the policy is replaced in its place.
    @Test func valuesJoinThoseOfThePolicy() throws {
        var policy = Policy()
        policy.arguments.values = ["own"]
        policy.environment.variables = ["A": "1", "B": "2"]
        var values = Policy.HostValues()
        values.variables = [(Array("A".utf8), Array("3".utf8)), (Array("C".utf8), [])]
        _ = try policy.configuration(for: policy.makeStore(), values: values)
        values.variables.append((Array("C".utf8), []))
        #expect(throws: WASIConfigurationError.duplicateVariable("C")) {
            _ = try policy.configuration(for: policy.makeStore(), values: values)
        }
        values.variables = []
        values.arguments = [ByteStringTests.raw]
        #expect(throws: PolicyError.argument(1, "it is not UTF-8")) {
            _ = try policy.configuration(for: policy.makeStore(), values: values)
        }
    }
}
