/// The address of an instance in its store, with a number that no other instance of the store ever has.
///
/// Addresses are used again when instances are discarded. Handles of the embedder have an identity, so that they never stand
/// for what another instance has made.
package struct InstanceIdentity: Hashable, Sendable {
    /// The index in `StoreState.instances`, or ``host``.
    let index: UInt32
    let serial: UInt32

    /// The index of what the embedder has made itself, whose serial number is that of the store since its last reset.
    static let host = UInt32.max
}

// The methods that only read are `mutating` too, as Swift copies the whole state for one that is not.

extension StoreState {
    /// Whether the instance has not been discarded.
    mutating func isCurrent(_ identity: InstanceIdentity) -> Bool {
        if identity.index == InstanceIdentity.host { return identity.serial == hostSerial }
        let index = Int(identity.index)
        return index < instances.count && instances[index].serial == identity.serial
    }

    /// The identity of what the embedder makes.
    var hostIdentity: InstanceIdentity { InstanceIdentity(index: InstanceIdentity.host, serial: hostSerial) }

    /// Returns the identity of the instance with an address.
    mutating func identity(of address: InstanceAddress) -> InstanceIdentity {
        identity(ofInstance: UInt32(truncatingIfNeeded: address.index))
    }

    mutating func identity(ofInstance index: UInt32) -> InstanceIdentity {
        guard Int(index) < instances.count else { return InstanceIdentity(index: 0, serial: 0) }
        return InstanceIdentity(index: index, serial: instances[Int(index)].serial)
    }

    /// The first memory of an instance; `nil` if it has none or was discarded.
    mutating func firstMemory(of instance: InstanceIdentity) -> Int? {
        let index = Int(instance.index)
        guard index < instances.count, instances[index].serial == instance.serial else { return nil }
        return instances[index].memories.first
    }

    /// Returns the identity of the instance that a function is part of: the one that defines it, or that imports it from
    /// the host.
    mutating func owner(ofFunction address: Int) -> InstanceIdentity? {
        guard functions.indices.contains(address) else { return nil }
        let record = functions[address]
        guard record.instance == FunctionRecord.host else {
            return identity(of: InstanceAddress(index: Int(record.instance)))
        }
        return hostFunctionOwners.indices.contains(Int(record.index)) ? hostFunctionOwners[Int(record.index)] : nil
    }

    /// Returns a serial number for an instance; `nil` if all were given away.
    mutating func newSerial() -> UInt32? {
        guard lastSerial < .max else { return nil }
        lastSerial &+= 1
        return lastSerial
    }
}
