package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.Scripts.chains;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.PodNetwork;
import io.fabric8.kubernetes.api.model.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Packets that are changed, lost or led astray between pods, hosts and the world, and subnets that are not one host's. */
final class NetworkFaults {
    private static final String ONE_HOST = "host-1";
    private static final String OTHER_HOST = "host-2";
    private static final String BRIDGE = PodBridge.OURS;

    private NetworkFaults() {}

    static List<Fault> all() {
        return java.util.stream.Stream.of(translated(), lost(), astray(), subnets())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> translated() {
        return List.of(
                masquerading("masqueraded-between-hosts", "oifname != \"" + BRIDGE + "\""),
                // What comes in is known before the last chain alone, so it is marked there.
                named("masqueraded-on-the-same-host")
                        .during(chains("chain forward {\n type filter hook forward priority 0; policy accept;\n"
                                + " ip saddr %1$s ip daddr %1$s iifname \"" + BRIDGE + "\" oifname \"" + BRIDGE
                                + "\" ct status & dnat == 0 meta mark set 0x100\n}\n" + nat("meta mark 0x100"))),
                masquerading("datagrams-are-masqueraded", "meta l4proto udp oifname != \"" + BRIDGE + "\""),
                masquerading("one-port-is-masqueraded", "th dport 65535 oifname != \"" + BRIDGE + "\""),
                named("masqueraded-from-one-host")
                        .during(chains(place -> place.isHost(ONE_HOST), place -> nat("oifname != \"" + BRIDGE + "\""))),
                named("datagrams-of-one-host-are-masqueraded")
                        .during(chains(
                                place -> place.isHost(OTHER_HOST),
                                place -> nat("meta l4proto udp oifname != \"" + BRIDGE + "\""))),
                masqueradedToOneHost(),
                named("masqueraded-to-hosts").during(chains("""
                                chain postrouting {
                                  type nat hook postrouting priority 90; policy accept;
                                  ip saddr %1$s ip daddr != %1$s masquerade
                                }
                                """)));
    }

    /** Where it is, the others learn with their routes. */
    private static Fault masqueradedToOneHost() {
        String gone = "add table ip podproof_fault_to_one\ndelete table ip podproof_fault_to_one\n";
        return named("masqueraded-to-one-host")
                .before(Overlay.class, peers(place -> found -> {
                    found.stream()
                            .filter(peer -> peer.node().equals(OTHER_HOST))
                            .forEach(peer -> place.commands()
                                    .run(
                                            List.of("nft", "-f", "-"),
                                            gone
                                                    + "table ip podproof_fault_to_one {\nchain postrouting {\n type nat hook postrouting priority 90; policy accept;\n ip saddr "
                                                    + place.podRange() + " ip daddr " + peer.address()
                                                    + " masquerade\n}\n}\n"));
                    return found;
                }))
                .during(place -> () -> place.commands().run(List.of("nft", "-f", "-"), gone));
    }

    private static Fault masquerading(String id, String which) {
        return named(id).during(chains(nat(which)));
    }

    private static String nat(String which) {
        return "chain postrouting {\n type nat hook postrouting priority 90; policy accept;\n ip saddr %1$s ip daddr %1$s "
                + which + " masquerade\n}\n";
    }

    private static List<Fault> lost() {
        String between = "ip saddr %1$s ip daddr %1$s ";
        String hosts = "oifname != \"" + BRIDGE + "\" ";
        return List.of(
                dropping("large-packets-are-lost", between + "meta length > 1200"),
                dropping("large-packets-are-lost-between-hosts", between + hosts + "meta length > 1400"),
                dropping(
                        "datagrams-are-lost-between-hosts", between + hosts + "meta l4proto udp ct status & dnat == 0"),
                dropping("large-datagrams-are-lost", between + "meta l4proto udp meta length > 600"),
                dropping("one-port-is-blocked", between + "th dport 65535"),
                dropping(
                        "every-seventh-connection-is-lost-at-first",
                        between + "tcp flags & (syn | ack) == syn numgen random mod 100 < 15"),
                dropping(
                        "answers-of-the-same-host-are-lost",
                        between + "iifname \"" + BRIDGE + "\" oifname \"" + BRIDGE
                                + "\" ct direction reply ct status & dnat == 0"),
                dropping(
                        "pods-of-other-hosts-are-reached-by-services-alone",
                        between + hosts + "ct state new ct status & dnat == 0"),
                named("one-host-does-not-reach-another")
                        .during(chains(
                                place -> place.isHost(ONE_HOST), place -> forward(between + hosts + "ct state new"))),
                named("hosts-reach-only-their-own-pods")
                        .during(chains(
                                "chain output {\n type filter hook output priority 0; policy accept;\n ip daddr %1$s "
                                        + hosts + "ct state new drop\n}\n")),
                named("pods-do-not-reach-hosts")
                        .during(chains(
                                "chain input {\n type filter hook input priority 0; policy accept;\n ip saddr %1$s ip daddr %2$s "
                                        + "ct state new drop\n}\n")),
                named("pods-reach-hosts-by-tcp-alone")
                        .during(chains(
                                "chain input {\n type filter hook input priority 0; policy accept;\n ip saddr %1$s ip daddr %2$s "
                                        + "meta l4proto udp ct state new drop\n}\n")),
                named("names-are-not-asked-for-by-tcp")
                        .during(chains(
                                "chain forward {\n type filter hook forward priority 0; policy accept;\n ip saddr %1$s "
                                        + "tcp dport 53 reject\n}\n")));
    }

    private static Fault dropping(String id, String which) {
        return named(id).during(chains(forward(which)));
    }

    private static String forward(String which) {
        return "chain forward {\n type filter hook forward priority 0; policy accept;\n " + which + " drop\n}\n";
    }

    private static List<Fault> astray() {
        return List.of(
                named("a-route-is-missing")
                        .before(
                                Overlay.class,
                                peers(place -> place.isHost(ONE_HOST)
                                        ? found -> without(found, OTHER_HOST)
                                        : UnaryOperator.identity())),
                named("hosts-that-left-keep-their-routes").before(Overlay.class, peers(place -> {
                    Set<Peer> ever = new HashSet<>();
                    return found -> {
                        ever.addAll(found);
                        return Set.copyOf(ever);
                    };
                })),
                named("hosts-that-join-get-no-routes").before(Overlay.class, peers(place -> {
                    Set<Peer> first = new HashSet<>();
                    return found -> {
                        if (first.isEmpty()) {
                            first.addAll(found);
                        }
                        return found.stream().filter(first::contains).collect(Collectors.toSet());
                    };
                })),
                named("pods-believe-in-larger-packets")
                        .before(Overlay.class, (real, place) -> new OtherWays(real, UnaryOperator.identity(), 9000))
                        .during(chains(
                                "chain output {\n type filter hook output priority 0; policy accept;\n ip daddr %1$s "
                                        + "icmp type destination-unreachable icmp code 4 drop\n}\n")),
                named("what-leaves-the-cluster-is-not-masqueraded")
                        .before(
                                Commands.class,
                                Scripts.without(line -> line.contains("ip daddr != @inside masquerade"))));
    }

    private static Set<Peer> without(Set<Peer> peers, String host) {
        return peers.stream().filter(peer -> !peer.node().equals(host)).collect(Collectors.toSet());
    }

    private static Fault.Decorator<Overlay> peers(Function<Place, UnaryOperator<Set<Peer>>> change) {
        return (real, place) -> new OtherWays(real, change.apply(place), 0);
    }

    /**
     * An overlay to other peers than there are.
     *
     * @param mtu what pods believe; 0 for what is true
     */
    private record OtherWays(Overlay real, UnaryOperator<Set<Peer>> change, int mtu) implements Overlay {
        @Override
        public void prepare() {
            real.prepare();
        }

        @Override
        public Optional<Subnet> given() {
            return real.given();
        }

        @Override
        public String bridgeName() {
            return real.bridgeName();
        }

        @Override
        public PodBridge bridge(Subnet own) {
            PodBridge bridge = real.bridge(own);
            return mtu == 0 ? bridge : new PodBridge(bridge.name(), bridge.subnet(), bridge.gateway(), mtu);
        }

        @Override
        public void join(Optional<Subnet> own) {
            real.join(own);
        }

        @Override
        public void peers(Set<Peer> all) {
            real.peers(change.apply(all));
        }

        @Override
        public void leave() {
            real.leave();
        }
    }

    private static List<Fault> subnets() {
        return List.of(
                named("subnets-are-never-free-again").remembers(Part.SUBNETS, Node.class),
                subnetShown("no-subnet-is-said", cidr -> ""),
                subnetShown("all-hosts-say-the-same-subnet", cidr -> cidr.replaceAll("\\.\\d+\\.0/", ".1.0/")),
                named("one-host-takes-its-subnet-for-a-larger-one").before(ContainerRuntime.class, LargerNetwork::new),
                subnetShown("hosts-say-another-subnet", cidr -> {
                    String[] parts = cidr.split("\\.", -1);
                    parts[2] = String.valueOf(Integer.parseInt(parts[2]) + 100);
                    return String.join(".", parts);
                }),
                named("addresses-are-said-twice")
                        .before(Answers.class, shown(PodJson.readByUsers(), NetworkFaults::sameAddress)));
    }

    /** On one host the pods' network reaches into those of others; its addresses are from the host's own subnet all the same. */
    private static final class LargerNetwork extends RuntimeDecorator {
        private final Place place;

        LargerNetwork(ContainerRuntime real, Place place) {
            super(real);
            this.place = place;
        }

        @Override
        public void ensureNetwork(PodNetwork network) {
            if (!place.isHost(ONE_HOST)) {
                real.ensureNetwork(network);
                return;
            }
            String larger = new Subnet(network.subnet().replaceFirst("/\\d+$", "/20")).text();
            if (place.commands()
                    .run("docker", "network", "ls", "--quiet", "--filter", "name=" + network.name())
                    .isBlank()) {
                place.commands()
                        .run(
                                "docker",
                                "network",
                                "create",
                                "--subnet=" + larger,
                                "--ip-range=" + network.subnet(),
                                "--gateway=" + network.gateway(),
                                "--opt=com.docker.network.bridge.name=" + network.bridge(),
                                "--opt=com.docker.network.bridge.enable_ip_masquerade=false",
                                "--opt=com.docker.network.driver.mtu=" + network.mtu(),
                                network.name());
                // Who is asked for by neighbours that are none is answered by the host, which knows the way.
                place.commands().run("sysctl", "-w", "net.ipv4.conf." + network.bridge() + ".proxy_arp=1");
            }
            real.ensureNetwork(
                    new PodNetwork(network.name(), network.bridge(), larger, network.gateway(), network.mtu()));
        }
    }

    private static Fault subnetShown(String id, UnaryOperator<String> change) {
        return named(id)
                .before(Answers.class, shown(asked -> asked.who() == Asked.Who.USER && asked.isFor("nodes"), node -> {
                    String cidr = change.apply(Json.text(node, "spec", "podCIDR"));
                    ObjectNode spec = Json.child(node, "spec");
                    if (cidr.isEmpty()) {
                        spec.remove(List.of("podCIDR", "podCIDRs"));
                    } else {
                        spec.put("podCIDR", cidr).putArray("podCIDRs").add(cidr);
                    }
                    return node;
                }));
    }

    /** Of two neighbours the second has the address of the first. */
    private static ObjectNode sameAddress(ObjectNode pod) {
        String address = Json.text(pod, "status", "podIP");
        if (!address.isEmpty()) {
            int dot = address.lastIndexOf('.') + 1;
            int even = Integer.parseInt(address.substring(dot)) & ~1;
            String said = address.substring(0, dot) + even;
            Json.child(pod, "status")
                    .put("podIP", said)
                    .putArray("podIPs")
                    .addObject()
                    .put("ip", said);
        }
        return pod;
    }
}
