package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.host.Commands;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What leaves the cluster takes the host's address, or nobody outside could answer (NET-13). Between pods, services and
 * hosts nothing is translated (NET-03, NET-08), so these are left out by their ranges and addresses. Addresses of a single
 * link are refused.
 */
final class Egress {
    private static final String TABLE = "ip podproof_net";

    /**
     * What is reached on one link alone is the host's, not its pods': translated to the host's address, a pod that asks
     * 169.254.169.254 would be given the credentials that a cloud has for the host.
     */
    private static final String LINK_LOCAL = "169.254.0.0/16";

    private final Commands commands;
    private final Ipv4Range podRange;
    private final Ipv4Range serviceRange;

    /** What the kernel was given last. Hosts are looked at with every heartbeat, and hardly ever there is news. */
    private String written = "";

    Egress(Commands commands, Ipv4Range podRange, Ipv4Range serviceRange) {
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
    void apply(Subnet own, Set<Ipv4Address> hosts) {
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

    private String rules(Subnet own, Set<Ipv4Address> hosts) {
        String inside = Stream.concat(
                        Stream.of(podRange, serviceRange), hosts.stream().sorted())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
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
                    chain forward {
                        type filter hook forward priority filter; policy accept;
                        ip saddr %3$s ip daddr %4$s reject with icmp admin-prohibited
                    }
                    chain postrouting {
                        type nat hook postrouting priority srcnat; policy accept;
                        ip saddr %3$s ip daddr != @inside masquerade
                    }
                }
                """.formatted(TABLE, inside, own, LINK_LOCAL);
    }
}
