package dev.podproof.reference.network.flannel;

import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What flanneld writes once this host has a lease ({@code subnet.env}): lines of {@code NAME=value}, of which
 * {@code FLANNEL_SUBNET} holds the bridge's address and {@code FLANNEL_MTU} the largest packet of pods in bytes.
 */
record SubnetFile(Subnet subnet, String gateway, int mtu) {

    /** @throws IllegalStateException if it is not there, or not whole */
    static SubnetFile read(Path file) {
        Properties lines = lines(file);
        String address = value(lines, "FLANNEL_SUBNET", file);
        String mtu = value(lines, "FLANNEL_MTU", file);
        try {
            return new SubnetFile(
                    new Subnet(address), address.substring(0, address.indexOf('/')), Integer.parseInt(mtu));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException("flannel's " + file + " is damaged: " + wrong.getMessage(), wrong);
        }
    }

    PodBridge bridge() {
        return new PodBridge(PodBridge.OURS, subnet, gateway, mtu);
    }

    private static Properties lines(Path file) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException missing) {
            throw new IllegalStateException(
                    "flannel's " + file + " is not there: flanneld writes it once this host has a lease, so start"
                            + " flanneld first, or name the file with --flannel-subnet-file",
                    missing);
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read flannel's " + file, cause);
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
}
