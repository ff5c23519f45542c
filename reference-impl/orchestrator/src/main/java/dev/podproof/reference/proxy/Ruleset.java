package dev.podproof.reference.proxy;

import dev.podproof.reference.api.Ipv4Range;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Virtual ports as input for {@code nft -f -}: all of it at once, or only what changed. Each script is one transaction: the
 * kernel takes it whole or not at all, and no packet meets half of it.
 *
 * <p>A packet finds its virtual port in one map, however many services there are, and a change touches only the
 * chains of the ports that it is about.
 */
final class Ruleset {

    private final Ipv4Range serviceRange;

    /** Rules for virtual addresses in {@code serviceRange}; what nobody serves there is refused, not left to time out. */
    Ruleset(Ipv4Range serviceRange) {
        this.serviceRange = serviceRange;
    }

    /** Replaces whatever table was there. */
    String complete(Collection<VirtualPort> ports) {
        return frame() + change(List.of(), ports);
    }

    /**
     * Leads from one state to the next; empty when the kernel need not be told. Whatever goes, goes first: an address or a
     * node port may pass from one port to another in the same step.
     */
    String change(Collection<VirtualPort> before, Collection<VirtualPort> after) {
        Map<VirtualPort.Key, VirtualPort> was = served(before);
        Map<VirtualPort.Key, VirtualPort> is = served(after);
        StringBuilder script = new StringBuilder();
        was.forEach((key, port) -> {
            if (!onlyBackendsDiffer(port, is.get(key))) {
                Chains chains = new Chains(port, script);
                chains.deleteElements();
                chains.delete();
            }
        });
        is.forEach((key, port) -> {
            VirtualPort old = was.get(key);
            if (!onlyBackendsDiffer(port, old)) {
                Chains chains = new Chains(port, script);
                chains.create();
                chains.addElements();
            } else if (!port.equals(old)) {
                changeBackends(old, port, script);
            }
        });
        return script.toString();
    }

    private static void changeBackends(VirtualPort before, VirtualPort after, StringBuilder script) {
        Chains chains = new Chains(after, script);
        chains.createBackends(without(after.backends(), before.backends()));
        chains.refill();
        chains.deleteBackends(without(before.backends(), after.backends()));
    }

    /** Without backends there is nothing to lead to: such a port is as good as absent, and refused. */
    private static Map<VirtualPort.Key, VirtualPort> served(Collection<VirtualPort> ports) {
        Map<VirtualPort.Key, VirtualPort> served = new LinkedHashMap<>();
        ports.stream().filter(port -> !port.backends().isEmpty()).forEach(port -> served.put(port.key(), port));
        return served;
    }

    private static boolean onlyBackendsDiffer(VirtualPort one, VirtualPort other) {
        return other != null
                && one.nodePort().equals(other.nodePort())
                && one.affinity().equals(other.affinity());
    }

    private static List<Backend> without(List<Backend> backends, List<Backend> others) {
        return backends.stream().filter(backend -> !others.contains(backend)).toList();
    }

    private String frame() {
        return """
                add table %1$s
                delete table %1$s
                table %1$s {
                  map services { type ipv4_addr . inet_proto . inet_service : verdict; }
                  map node_ports { type inet_proto . inet_service : verdict; }
                  set hairpins { type ipv4_addr . ipv4_addr; }
                  chain dispatch {
                    ip daddr . meta l4proto . th dport vmap @services
                    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @node_ports
                  }
                  chain from_pods {
                    type nat hook prerouting priority dstnat; policy accept;
                    jump dispatch
                  }
                  chain from_this_host {
                    type nat hook output priority -100; policy accept;
                    jump dispatch
                  }
                  chain masquerading {
                    type nat hook postrouting priority srcnat; policy accept;
                    meta mark & 0x%2$x == 0x%2$x masquerade
                    ct status dnat ip saddr . ip daddr @hairpins masquerade
                  }
                  chain refuse {
                    meta l4proto tcp reject with tcp reset
                    reject with icmp port-unreachable
                  }
                  chain unserved_forwarded {
                    type filter hook forward priority filter; policy accept;
                    ip daddr %3$s jump refuse
                  }
                  chain unserved_from_this_host {
                    type filter hook output priority filter; policy accept;
                    ip daddr %3$s jump refuse
                  }
                }
                """.formatted(Chains.TABLE, Chains.MARK, serviceRange);
    }
}
