package dev.podproof.reference.main;

import dev.podproof.reference.api.Ipv4Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.stream.Stream;

/** The address by which other hosts reach this one. */
final class HostAddress {

    /** An address for documentation (RFC 5737): connecting a datagram socket to it sends nothing, but chooses a route. */
    private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("192.0.2.1", 9);

    private HostAddress() {}

    /**
     * The source address of the default route, else the first IPv4 address that is not loopback.
     *
     * @throws IllegalStateException if there is neither
     */
    static String find() {
        return ofDefaultRoute()
                .or(() -> own().findFirst())
                .orElseThrow(() -> new IllegalStateException("this host has no IPv4 address; give one with --address"));
    }

    /**
     * An address as somebody writes it down: itself, or the one that this host has in a range.
     *
     * @throws IllegalArgumentException if that is no range
     * @throws IllegalStateException if this host has no address in it
     */
    static String in(String addressOrRange) {
        if (!addressOrRange.contains("/")) {
            return addressOrRange;
        }
        Ipv4Range range = Ipv4Range.parse(addressOrRange);
        return own().filter(address -> range.contains(Ipv4Range.parse(address + "/32")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "this host has no address in " + range + " (--address); it has " + own().toList()));
    }

    /**
     * The largest packet, in bytes, that the interface with this address sends in one piece.
     *
     * @throws IllegalStateException if no interface has the address
     */
    static int mtu(String address) {
        try {
            return device(address).getMTU();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can't read the network interface of " + address, unreadable);
        }
    }

    /**
     * The network that this address is in: whoever has an address of it is reached without a gateway.
     *
     * @throws IllegalStateException if no interface has the address
     */
    static Ipv4Range network(String address) {
        return device(address).getInterfaceAddresses().stream()
                .filter(each -> each.getAddress().getHostAddress().equals(address))
                .map(each -> Ipv4Range.parse(address + "/" + each.getNetworkPrefixLength()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("--address " + address + " is no IPv4 address"));
    }

    private static NetworkInterface device(String address) {
        try {
            NetworkInterface device = NetworkInterface.getByInetAddress(InetAddress.getByName(address));
            if (device == null) {
                throw new IllegalStateException("none of this host's network interfaces has the address " + address);
            }
            return device;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can't find the network interface of " + address, unreadable);
        }
    }

    private static Optional<String> ofDefaultRoute() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(FAR_AWAY);
            return usable(socket.getLocalAddress());
        } catch (IOException | UncheckedIOException noRoute) {
            return Optional.empty();
        }
    }

    private static Stream<String> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .flatMap(address -> usable(address).stream());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("this host's network interfaces can't be read", unreadable);
        }
    }

    private static Optional<String> usable(InetAddress address) {
        boolean usable =
                address instanceof Inet4Address && !address.isLoopbackAddress() && !address.isAnyLocalAddress();
        return usable ? Optional.of(address.getHostAddress()) : Optional.empty();
    }
}
