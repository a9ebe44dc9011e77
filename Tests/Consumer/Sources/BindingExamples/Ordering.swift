// example begin use
import Nestbox

/// The functions that the plug-in imports.
struct Warehouse: ShopImports {
    let counts: [Int32: Int32]

    func stock(_ call: HostCall, _ item: Int32) throws -> Int32 { counts[item] ?? 0 }
}

/// Asks the plug-in how much to order. It asks back what is in stock.
func quantityToOrder(of item: Int32, _ plugIn: [UInt8]) throws -> Int32 {
    var policy = Policy()
    policy.hostFunctions.allow = ["warehouse.stock"]
    let session = try GuestSession(policy)
    let warehouse = Warehouse(counts: [7: 12])
    let shop = try Shop(session.load(plugIn), in: session, imports: warehouse)
    return try shop.order(item: item)
}
// example end
