package dev.podproof.reference.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        turnOn(settings.resolve("net/ipv4/ip_forward"));
        Path bridged = settings.resolve("net/bridge/bridge-nf-call-iptables");
        if (Files.exists(bridged)) {
            turnOn(bridged);
        } else {
            LOG.warn(
                    "the kernel does not show bridged packets to nftables (no {}): a pod can't reach a service whose"
                            + " endpoint is on the pod's own host. To change that: modprobe br_netfilter",
                    bridged);
        }
    }

    private static void turnOn(Path setting) {
        try {
            if (!Files.readString(setting).strip().equals("1")) {
                Files.writeString(setting, "1\n");
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("can't set " + setting + " to 1", cause);
        }
    }
}
