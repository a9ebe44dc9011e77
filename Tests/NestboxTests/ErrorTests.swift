import Foundation
import Nestbox
import NestboxFoundation
import Testing

/// Errors as an embedder meets them: one protocol, messages, and the errors of its own host functions.
struct ErrorTests {
    private struct StockError: Error, Equatable { var item: Int }

    private static func instance(_ body: @escaping () throws -> Void) throws -> Instance {
        var imports = Imports()
        imports.define(
            "f", in: "host", HostFunction(type: FunctionType(parameters: [], results: [])) { _ in try body() })
        let module = try Module(
            text: #"(module (import "host" "f" (func $f)) (func (export "run") (call $f)))"#)
        return try Store().instantiate(module, imports: imports)
    }

    private static func trap(_ error: any Error) throws -> Trap {
        let instance = try instance { throw error }
        do {
            _ = try instance.call("run")
        } catch let trap as Trap { return trap }
        throw error
    }

    @Test func theErrorOfAHostFunctionComesBack() throws {
        let trap = try ErrorTests.trap(StockError(item: 7))
        #expect(trap.kind == .host("StockError(item: 7)"))
        #expect(trap.underlyingError as? StockError == StockError(item: 7))
        #expect(trap.backtrace.count == 1)
        #expect(try ErrorTests.trap(CancellationError()).underlyingError is CancellationError)
        #expect(try ErrorTests.trap(Errno.io).underlyingError as? Errno == .io)
    }

    @Test func aTrapOfTheGuestHasNoUnderlyingError() throws {
        let trap = try ErrorTests.trap(Trap(.unreachable))
        #expect(trap.kind == .unreachable && trap.underlyingError == nil)
    }

    /// The error passes through a guest that a host function has called.
    @Test func theErrorComesBackThroughNestedGuests() throws {
        let inner = try ErrorTests.instance { throw StockError(item: 1) }
        let outer = try ErrorTests.instance { _ = try inner.call("run") }
        do {
            _ = try outer.call("run")
            Issue.record("no error")
        } catch let trap as Trap {
            #expect(trap.underlyingError as? StockError == StockError(item: 1))
        }
    }

    static let errors: [any NestboxError] = [
        Trap(.unreachable), GuestExit(code: 3), CallError.foreignReference, ArgumentError(1, "is negative"),
        Interrupted(.deadlineExceeded), Errno.badf, AuditLogError.full(7), PolicyError.noStream("stdout"),
        WASIConfigurationError.zeroByte(in: "argument"), HostFileError.tooLarge(path: "a", limit: 1),
    ]

    @Test(arguments: errors.indices)
    func localizedDescriptionIsTheMessage(_ index: Int) {
        let error = ErrorTests.errors[index]
        #expect(!error.message.isEmpty)
        #expect((error as any Error).localizedDescription == error.message)
    }

    @Test(arguments: [
        "(module", #"(module (func (result i32)))"#, #"(module (import "a" "b" (func)))"#, "\0asm\u{1}\0\0\u{7F}",
    ])
    func errorsOfLoadingAndLinkingHaveMessages(_ text: String) {
        #expect {
            _ = try Store().instantiate(try Module(data: Data(text.utf8)), imports: Imports())
        } throws: { error in
            (error as? any NestboxError)?.message == error.localizedDescription && !error.localizedDescription.isEmpty
        }
    }

    @Test func contentsComeFromFilesAndData() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file("m.wat", Array(#"(module (func (export "f") (result i32) (i32.const 5)))"#.utf8))
        let loaded = try Module(contentsOf: URL(fileURLWithPath: module))
        guard case .i32(5)? = try Store().instantiate(loaded).call("f").first else {
            Issue.record("another result")
            return
        }
        let json = Policy().jsonText
        let file = try folder.file("policy.json", Array(json.utf8))
        #expect(try Policy(contentsOf: URL(fileURLWithPath: file)).jsonText == json)
        #expect(throws: PolicyFileError.self) { try Policy(jsonData: Data("{".utf8)) }
        #expect(throws: CocoaError.self) { try HostFolder(url: #require(URL(string: "https://example.org/"))) }
    }

    @Test(
        arguments: [(0, true), (-1, true), (.nan, true), (1e300, false), (.infinity, false), (3600, false)]
            as [(Double, Bool)])
    func timeoutsInSecondsMayBeAnyNumber(_ seconds: Double, _ hasPassed: Bool) {
        #expect((HostInterruption(timeout: seconds).reasonToStop() == .deadlineExceeded) == hasPassed)
    }
}
