package dev.podproof.reference.network.flannel;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What flanneld writes once this host has a lease ({@code subnet.env}): lines of {@code NAME=value}, of which
 * {@code FLANNEL_NETWORK} is the range of all pods, {@code FLANNEL_SUBNET} the bridge's address with this host's subnet, and
 * {@code FLANNEL_MTU} the largest packet of pods in bytes.
 */
record SubnetFile(Ipv4Range network, Subnet subnet, String gateway, int mtu) {
    private static final String NETWORK = "FLANNEL_NETWORK";
    private static final String SUBNET = "FLANNEL_SUBNET";
    private static final String MTU = "FLANNEL_MTU";

    /** @throws IllegalStateException if it is not there, not whole, or contradicts itself */
    static SubnetFile read(Path file) {
        Properties lines = lines(file);
        String address = value(lines, SUBNET, file);
        String mtu = value(lines, MTU, file);
        String network = value(lines, NETWORK, file);
        try {
            return new SubnetFile(
                    Ipv4Range.parse(network),
                    new Subnet(address),
                    address.substring(0, address.indexOf('/')),
                    Integer.parseInt(mtu));
        } catch (IllegalArgumentException wrong) {
            throw damaged(file, wrong.getMessage(), wrong);
        }
    }

    SubnetFile {
        if (!network.contains(Ipv4Range.parse(subnet.text()))) {
            throw new IllegalArgumentException(SUBNET + " " + subnet + " is not in " + NETWORK + " " + network);
        }
        if (gateway.equals(subnet.base().toString())) {
            throw new IllegalArgumentException(
                    SUBNET + " has to be the bridge's address, and " + gateway + " is nobody's");
        }
    }

    PodBridge bridge() {
        return new PodBridge(PodBridge.OURS, subnet, gateway, mtu);
    }

    private static Properties lines(Path file) {
        Properties lines = new Properties();
        try {
            // Whatever bytes a damaged file has are characters in this set.
            lines.load(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException missing) {
            throw new IllegalStateException(
                    "flannel's " + file + " is not there: flanneld writes it once this host has a lease, so start"
                            + " flanneld, or name the file with --flannel-subnet-file",
                    missing);
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read flannel's " + file, cause);
        } catch (IllegalArgumentException wrong) {
            throw damaged(file, wrong.getMessage(), wrong);
        }
        return lines;
    }

    private static String value(Properties lines, String name, Path file) {
        String value = lines.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw new IllegalStateException("flannel's " + file + " has no " + name
                    + ": it is half written, or it was not flanneld that wrote it");
        }
        return value;
    }

    private static IllegalStateException damaged(Path file, String why, Exception cause) {
        return new IllegalStateException("flannel's " + file + " is damaged: " + why, cause);
    }
}
