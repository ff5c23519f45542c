package dev.podproof.reference.network.ovs;

import dev.podproof.reference.network.Peer;

/**
 * A packet to a peer's end of the tunnel that nobody waits for. An Open vSwitch that is a process looks for a peer's hardware address when the first
 * packet is to go there, and drops that packet: better this one than one of a pod, whose connection would hang for a second.
 */
interface Greeting {

    void to(Peer peer);
}
