package dev.podproof.reference.network;

import dev.podproof.reference.host.Commands;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What leaves the cluster takes the host's address, or nobody outside could answer (NET-13). Between pods, services and
 * hosts nothing is translated (NET-03, NET-08), so these are left out by their ranges and addresses.
 */
final class Egress {
    private static final String TABLE = "ip podproof_net";

    private final Commands commands;
    private final String podRange;
    private final String serviceRange;

    /** What the kernel was given last. Hosts are looked at with every heartbeat, and hardly ever there is news. */
    private String written = "";

    Egress(Commands commands, String podRange, String serviceRange) {
        this.commands = commands;
        this.podRange = podRange;
        this.serviceRange = serviceRange;
    }

    /**
     * Replaces the whole table at once, if anything in it is new.
     *
     * @param own the subnet of this host's pods
     * @param hosts the addresses of all hosts, the master's among them
     */
    void apply(Subnet own, Set<String> hosts) {
        String rules = rules(own, hosts);
        if (!rules.equals(written)) {
            commands.run(List.of("nft", "-f", "-"), rules);
            written = rules;
        }
    }

    /** Somebody else may have changed the kernel's table: what is applied next is written, whatever it is. */
    void forget() {
        written = "";
    }

    private String rules(Subnet own, Set<String> hosts) {
        Set<String> inside = new TreeSet<>(hosts);
        inside.add(podRange);
        inside.add(serviceRange);
        // Made before it is deleted, because deleting what is not there is an error.
        return """
                add table %1$s
                delete table %1$s
                table %1$s {
                    set inside {
                        type ipv4_addr
                        flags interval
                        auto-merge
                        elements = { %2$s }
                    }
                    chain postrouting {
                        type nat hook postrouting priority srcnat; policy accept;
                        ip saddr %3$s ip daddr != @inside masquerade
                    }
                }
                """.formatted(TABLE, String.join(", ", inside), own.text());
    }
}
