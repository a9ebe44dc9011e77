// Each way in which a guest can fail is an error of its own type.

import Nestbox

let guest = """
    (module
      (import "shop" "stock" (func $stock (param i32) (result i32)))
      (tag $lost (param i32))
      (func $third (param $n i32) (result i32) (i32.div_u (local.get $n) (i32.const 0)))
      (func (export "divide") (drop (call $third (i32.const 12))))
      (func (export "loop") (loop $forever (br $forever)))
      (func (export "throw") (throw $lost (i32.const 5)))
      (func (export "ask") (drop (call $stock (i32.const 8)))))
    """

/// The error of the host's own function.
struct NoSuchItem: Error {
    var item: Int32
}

/// Calls a function of a guest, and tells how the call has ended.
func outcome(of name: Name, _ text: String) -> String {
    var imports = Imports()
    imports.define("stock", in: "shop", HostFunction { (item: Int32) -> Int32 in throw NoSuchItem(item: item) })
    let store = Store()
    store.budget.allow(10_000)
    do {
        return "returned \(try store.instantiate(Module(text: text), imports: imports).call(name))"
    } catch let error as ParseError {
        return "malformed: \(error)"
    } catch let error as ValidationError {
        return "invalid: \(error)"
    } catch let error as LinkError {
        return "does not link: \(error)"
    } catch let error as CallError {
        return "cannot be called: \(error)"
    } catch let exception as WasmException {
        return "threw \(exception.values(in: store) ?? [])"
    } catch let trap as Trap where trap.kind == .budgetExhausted {
        return "has spent its budget"
    } catch let trap as Trap {
        guard let error = trap.underlyingError as? NoSuchItem else { return "trapped: \(trap)" }
        return "asked for item \(error.item)"
    } catch {
        return "\(error)"
    }
}

let names: [Name] = ["divide", "loop", "throw", "ask", "order"]
for name in names { print("\(name): \(outcome(of: name, guest))") }
for text in ["(module (func", "(module (func (result i32)))", "(module (import \"shop\" \"price\" (func)))"] {
    print("\(text): \(outcome(of: "divide", text))")
}
