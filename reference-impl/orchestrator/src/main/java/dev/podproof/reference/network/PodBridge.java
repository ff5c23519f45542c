package dev.podproof.reference.network;

/**
 * What a host's pods are attached to (NET-12).
 *
 * @param name of the bridge on the host
 * @param subnet where the pods' addresses come from
 * @param gateway the bridge's own address, by which pods reach everybody else
 * @param mtu the largest packet that pods may send, in bytes
 */
public record PodBridge(String name, Subnet subnet, String gateway, int mtu) {

    /** Ours, with the first address of the subnet. */
    public static PodBridge ours(Subnet subnet, int mtu) {
        return new PodBridge(OURS, subnet, subnet.gateway().toString(), mtu);
    }

    /** The bridge that is made for a host where nobody has prepared another. */
    public static final String OURS = "podproof0";
}
