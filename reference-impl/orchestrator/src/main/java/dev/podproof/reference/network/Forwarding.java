package dev.podproof.reference.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's switches that a host of pods needs. */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final Path settings;

    /** @param settings where the kernel shows its settings: {@code /proc/sys} */
    Forwarding(Path settings) {
        this.settings = settings;
    }

    void enable() {
        set(settings.resolve("net/ipv4/ip_forward"), "1");
        acceptAnswersByAnotherWay();
        Path bridged = settings.resolve("net/bridge/bridge-nf-call-iptables");
        if (Files.exists(bridged)) {
            set(bridged, "1");
        } else {
            LOG.warn(
                    "the kernel does not show bridged packets to nftables (no {}): a pod can't reach a service whose"
                            + " endpoint is on the pod's own host. To change that: modprobe br_netfilter",
                    bridged);
        }
    }

    /**
     * Through a tunnel a pod reaches another host directly, and that host answers through the tunnel (NET-05): a filter that asks for
     * one and the same way in both directions (1) would drop that. The loosest of a device's and the common setting counts.
     */
    private void acceptAnswersByAnotherWay() {
        Path devices = settings.resolve("net/ipv4/conf");
        try (Stream<Path> found = Files.list(devices)) {
            if (found.map(device -> device.resolve("rp_filter")).anyMatch(filter -> is(filter, "1"))) {
                set(devices.resolve("all/rp_filter"), "2");
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + devices, cause);
        }
    }

    private static void set(Path setting, String value) {
        try {
            if (!is(setting, value)) {
                Files.writeString(setting, value + "\n");
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("can't set " + setting + " to " + value, cause);
        }
    }

    /** A device may go while one looks: it then has no setting. */
    private static boolean is(Path setting, String value) {
        try {
            return Files.readString(setting).strip().equals(value);
        } catch (IOException gone) {
            return false;
        }
    }
}
