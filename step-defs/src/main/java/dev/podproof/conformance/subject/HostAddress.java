package dev.podproof.conformance.subject;

import dev.podproof.conformance.probe.ExecResult;
import java.util.Optional;

/** The address at which a host is reached by others, asked on the host itself. */
public final class HostAddress {
    private static final String ASK =
            "ip -4 -o addr show dev $(ip route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)"
                    + " | sed -n 's/.* inet \\([0-9.]*\\).*/\\1/p' | head -n 1";

    private HostAddress() {}

    /** The one on the device of its default route; empty where it has none. */
    public static Optional<String> of(DockerHosts hosts, String host) {
        ExecResult found = hosts.exec(host, "sh", "-c", ASK);
        return Optional.of(found.out().strip()).filter(address -> !address.isEmpty());
    }
}
