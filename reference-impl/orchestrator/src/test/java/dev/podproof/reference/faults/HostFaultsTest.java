package dev.podproof.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.dns.zone.Answer;
import dev.podproof.reference.dns.zone.RecordData;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.PodNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults on the command line of a host, before its overlay, and before the names of the cluster. */
class HostFaultsTest {
    private static final String FOUR =
            "add rule ip podproof_proxy svc-1-web meta l4proto tcp dnat ip to numgen random mod 4 map { 0 : 10.244.1.2 . 80, 1 : 10.244.1.3 . 80, 2 : 10.244.1.4 . 80, 3 : 10.244.1.5 . 80 }";

    // --- rules of their own

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "masqueraded-between-hosts|type nat hook postrouting|oifname != \"podproof0\" masquerade",
                "masqueraded-on-the-same-host|type nat hook postrouting|oifname \"podproof0\" ct status & dnat == 0 meta mark set 0x100",
                "datagrams-are-masqueraded|type nat hook postrouting|meta l4proto udp oifname != \"podproof0\" masquerade",
                "one-port-is-masqueraded|type nat hook postrouting|th dport 65535 oifname != \"podproof0\" masquerade",
                "masqueraded-from-one-host|type nat hook postrouting|oifname != \"podproof0\" masquerade",
                "masqueraded-to-hosts|type nat hook postrouting|ip saddr 10.244.0.0/16 ip daddr != 10.244.0.0/16 masquerade",
                "large-packets-are-lost|type filter hook forward|meta length > 1200 drop",
                "large-packets-are-lost-between-hosts|type filter hook forward|oifname != \"podproof0\" meta length > 1400 drop",
                "datagrams-are-lost-between-hosts|type filter hook forward|meta l4proto udp ct status & dnat == 0 drop",
                "large-datagrams-are-lost|type filter hook forward|meta l4proto udp meta length > 600 drop",
                "one-port-is-blocked|type filter hook forward|th dport 65535 drop",
                "every-seventh-connection-is-lost-at-first|type filter hook forward|numgen random mod 100 < 15 drop",
                "answers-of-the-same-host-are-lost|type filter hook forward|ct direction reply ct status & dnat == 0 drop",
                "pods-of-other-hosts-are-reached-by-services-alone|type filter hook forward|ct state new ct status & dnat == 0 drop",
                "one-host-does-not-reach-another|type filter hook forward|oifname != \"podproof0\" ct state new drop",
                "hosts-reach-only-their-own-pods|type filter hook output|oifname != \"podproof0\" ct state new drop",
                "pods-do-not-reach-hosts|type filter hook input|ip saddr 10.244.0.0/16 ip daddr 192.0.2.7 ct state new drop",
                "pods-reach-hosts-by-tcp-alone|type filter hook input|meta l4proto udp ct state new drop",
                "names-are-not-asked-for-by-tcp|type filter hook forward|tcp dport 53 reject"
            })
    void a_host_has_rules_of_the_faults_own(String fault, String hook, String rule) {
        String rules = new Bench(fault).rules();

        assertThat(rules).contains(hook).contains(rule).startsWith("add table ip podproof_fault_");
        if (!rule.contains("hook output") && !hook.contains("input")) {
            assertThat(rules).contains("10.244.0.0/16");
        }
    }

    @Test
    void faults_of_one_host_are_on_no_other() {
        Bench other = new Bench("masqueraded-from-one-host", "host-2", Path.of("/nowhere")).on();
        Bench datagrams = new Bench("datagrams-of-one-host-are-masqueraded", "host-2", Path.of("/nowhere"));
        assertThat(datagrams.rules()).contains("meta l4proto udp oifname != \"podproof0\" masquerade");
        assertThat(new Bench("datagrams-of-one-host-are-masqueraded").on().commands)
                .isEmpty();
        Bench third = new Bench("one-host-does-not-reach-another", "host-3", Path.of("/nowhere")).on();

        assertThat(other.commands).isEmpty();
        assertThat(third.commands).isEmpty();
    }

    @Test
    void two_faults_with_rules_do_not_share_a_table() {
        Bench bench = new Bench("");
        bench.faults.use(Set.of("one-port-is-blocked", "large-packets-are-lost"));

        assertThat(bench.commands.stream()
                        .map(rules -> rules.lines().findFirst().orElse(""))
                        .distinct())
                .hasSize(2);
    }

    // --- rules that are written otherwise

    @Test
    void backends_are_chosen_otherwise() {
        assertThat(new Bench("one-in-five-connections-is-lost").nft(FOUR))
                .contains("mod 5")
                .contains("4 : 192.0.2.1 . 9 }");
        assertThat(new Bench("one-in-five-connections-is-lost").nft(FOUR.replace(", 3 : 10.244.1.5 . 80", "")))
                .doesNotContain("192.0.2.1");
        assertThat(new Bench("only-the-first-backend-is-used").nft(FOUR)).contains("mod 1 map { 0 : 10.244.1.2 . 80 }");
        assertThat(new Bench("only-the-first-backend-is-used")
                        .nft("add rule t c numgen random mod 2 vmap { 0 : goto ep-1, 1 : goto ep-2 }"))
                .contains("mod 1 vmap { 0 : goto ep-1 }");
    }

    @Test
    void the_last_to_leave_keeps_a_share() {
        Bench bench = new Bench("the-last-to-leave-keeps-a-share").on();
        List<String> told = new ArrayList<>();
        Commands face = bench.faults.before(Commands.class, (command, input) -> {
            told.add(input);
            return "";
        });

        face.run(List.of("nft", "-f", "-"), FOUR);
        assertThat(told.get(0)).isEqualToIgnoringNewLines(FOUR);
        face.run(
                List.of("nft", "-f", "-"),
                FOUR.replace("mod 4", "mod 3")
                        .replace("0 : 10.244.1.2 . 80, 1", "0")
                        .replace("2 : 10.244.1.4", "1 : 10.244.1.4")
                        .replace("3 : 10.244.1.5", "2 : 10.244.1.5"));
        assertThat(told.get(1)).contains("mod 19").contains("18 : 10.244.1.2 . 80 }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-way-back-to-oneself|add element ip podproof_proxy hairpins { 10.244.1.2 . 10.244.1.2 }|''",
                "nobody-refuses-for-the-unserved|ip daddr 10.96.0.0/16 jump refuse|ip daddr 10.96.0.0/16 drop",
                "no-node-ports|add element ip podproof_proxy node_ports { tcp . 30080 : goto x }|''",
                "no-way-back-to-oneself|set hairpins { type ipv4_addr . ipv4_addr; }|set hairpins { type ipv4_addr . ipv4_addr; }",
                "no-node-ports|map node_ports { type inet_proto . inet_service : verdict; }|map node_ports { type inet_proto . inet_service : verdict; }",
                "no-node-ports-for-datagrams|add element ip podproof_proxy node_ports { udp . 30080 : goto x }|''",
                "no-node-ports-for-datagrams|add element ip podproof_proxy node_ports { tcp . 30080 : goto x }|add element ip podproof_proxy node_ports { tcp . 30080 : goto x }",
                "what-leaves-the-cluster-is-not-masqueraded|ip saddr 10.244.1.0/24 ip daddr != @inside masquerade|''"
            })
    void rules_are_written_otherwise(String fault, String line, String written) {
        assertThat(new Bench(fault).nft(line + "\nadd chain x\n").strip())
                .isEqualTo((written + "\nadd chain x").strip());
    }

    @Test
    void node_ports_are_on_one_host_alone() {
        String line = "add element ip podproof_proxy node_ports { tcp . 30080 : goto x }";

        assertThat(new Bench("node-ports-on-one-host-alone").nft(line)).isEqualTo(line);
        assertThat(new Bench("node-ports-on-one-host-alone", "host-2", Path.of("/nowhere")).nft(line))
                .isBlank();
    }

    @Test
    void flows_are_never_forgotten() {
        Bench bench = new Bench("datagrams-go-on-to-who-has-left").on();
        Commands face = bench.faults.before(Commands.class, (command, input) -> "a flow");

        assertThat(face.run("conntrack", "-p", "udp", "-L")).isEmpty();
        assertThat(face.run("ip", "link")).isEqualTo("a flow");
    }

    @Test
    void one_hosts_network_reaches_into_others() {
        PodNetwork network = new PodNetwork("podproof", "podproof0", "10.244.1.0/24", "10.244.1.1", 1450);
        for (String host : List.of("host-1", "host-2")) {
            List<PodNetwork> asked = new ArrayList<>();
            Bench bench = new Bench("one-host-takes-its-subnet-for-a-larger-one", host, Path.of("/nowhere")).on();
            bench.faults
                    .before(ContainerRuntime.class, new RuntimeDecorator(null) {
                        @Override
                        public void ensureNetwork(PodNetwork wanted) {
                            asked.add(wanted);
                        }
                    })
                    .ensureNetwork(network);

            assertThat(asked)
                    .extracting(PodNetwork::subnet)
                    .containsExactly(host.equals("host-1") ? "10.244.0.0/20" : "10.244.1.0/24");
            assertThat(String.join("\n", bench.commands).contains("--subnet=10.244.0.0/20 --ip-range=10.244.1.0/24"))
                    .isEqualTo(host.equals("host-1"));
        }
    }

    // --- the overlay

    private static final Peer SECOND = peer(2);
    private static final Peer THIRD = peer(3);

    private static Peer peer(int number) {
        return new Peer(
                "host-" + number, Ipv4Address.parse("192.0.2." + number), new Subnet("10.244." + number + ".0/24"));
    }

    @ParameterizedTest
    @CsvSource({
        "a-route-is-missing, host-1, 3, 3",
        "a-route-is-missing, host-3, 23, 3",
        "hosts-that-left-keep-their-routes, host-1, 23, 23",
        "hosts-that-join-get-no-routes, host-1, 23, 3"
    })
    void other_peers_are_seen(String fault, String host, String atFirst, String later) {
        Bench bench = new Bench(fault, host, Path.of("/nowhere")).on();
        List<String> told = new ArrayList<>();
        Overlay face = bench.faults.before(Overlay.class, overlay(told));

        face.peers(Set.of(SECOND, THIRD));
        face.peers(Set.of(THIRD));

        assertThat(told).containsExactly(atFirst, later);
    }

    @Test
    void one_host_is_told_apart_by_its_address() {
        Bench bench = new Bench("masqueraded-to-one-host").on();
        bench.faults.before(Overlay.class, overlay(new ArrayList<>())).peers(Set.of(SECOND, THIRD));

        assertThat(bench.commands)
                .singleElement()
                .asString()
                .contains("ip saddr 10.244.0.0/16 ip daddr 192.0.2.2 masquerade");
        bench.off();
        assertThat(bench.commands.get(1)).contains("delete table").doesNotContain("chain");
    }

    @Test
    void who_joins_is_not_seen() {
        Bench bench = new Bench("hosts-that-join-get-no-routes").on();
        List<String> told = new ArrayList<>();
        Overlay face = bench.faults.before(Overlay.class, overlay(told));

        face.peers(Set.of(SECOND));
        face.peers(Set.of(SECOND, THIRD));

        assertThat(told).containsExactly("2", "2");
    }

    @Test
    void pods_believe_in_larger_packets() {
        Bench bench = new Bench("pods-believe-in-larger-packets");

        assertThat(bench.rules())
                .contains("hook output")
                .contains("icmp type destination-unreachable icmp code 4 drop");
        Overlay face = bench.faults.before(Overlay.class, overlay(new ArrayList<>()));
        assertThat(face.bridge(new Subnet("10.244.1.0/24")).mtu()).isEqualTo(9000);
        assertThat(face.bridgeName()).isEqualTo("podproof0");
    }

    private static Overlay overlay(List<String> told) {
        return new Overlay() {
            @Override
            public PodBridge bridge(Subnet own) {
                return PodBridge.ours(own, 1500);
            }

            @Override
            public void join(Optional<Subnet> own) {}

            @Override
            public void peers(Set<Peer> peers) {
                told.add(peers.stream()
                        .map(peer -> peer.node().substring(5))
                        .sorted()
                        .collect(Collectors.joining()));
            }

            @Override
            public void leave() {}
        };
    }

    // --- names

    private static final String WEB = "web.space.svc.cluster.local";
    private final Map<String, Answer> names = new HashMap<>(Map.of(
            WEB,
            new Answer.Found(List.of(new RecordData.Address("10.96.0.7"))),
            "headless",
            new Answer.Found(List.of(new RecordData.Address("10.244.1.2"), new RecordData.Address("10.244.1.3"))),
            "_http",
            new Answer.Found(List.of(new RecordData.Target(80, WEB))),
            "7.0.96.10",
            new Answer.Found(List.of(new RecordData.Pointer(WEB))),
            "outside",
            new Answer.NotOurs()));

    private Zone zone(String fault) {
        return new Bench(fault).on().faults.zone(new Zone() {
            @Override
            public Answer find(String name) {
                return names.getOrDefault(name, new Answer.NoSuchName());
            }

            @Override
            public String origin() {
                return "cluster.local";
            }

            @Override
            public long version() {
                return 1;
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "there-is-no-name|web.space.svc.cluster.local|NoSuchName[]",
                "unknown-names-have-an-address|nobody|Found[data=[Address[ip=192.0.2.1]]]",
                "unknown-names-have-an-empty-answer|nobody|Found[data=[]]",
                "names-outside-are-unknown|outside|NoSuchName[]",
                "names-outside-are-unknown|nobody|NoSuchName[]",
                "there-are-no-ports-in-names|_http|Found[data=[]]",
                "there-are-no-names-of-addresses|7.0.96.10|Found[data=[]]",
                "there-are-no-names-of-addresses|_http|Found[data=[Target[port=80, host=web.space.svc.cluster.local]]]",
                "ports-in-names-are-others|_http|Found[data=[Target[port=81, host=web.space.svc.cluster.local]]]",
                "names-of-addresses-are-short|7.0.96.10|Found[data=[Pointer[target=web]]]",
                "only-one-address-of-a-name|headless|Found[data=[Address[ip=10.244.1.2]]]",
                "full-names-are-unknown|web.space.svc.cluster.local|NoSuchName[]",
                "full-names-are-unknown|web.space.svc.cluster.short|Found[data=[Address[ip=10.96.0.7]]]"
            })
    void names_are_answered_otherwise(String fault, String name, String answer) {
        assertThat(zone(fault).find(name)).hasToString(answer);
    }

    @Test
    void ports_and_names_of_addresses_are_never_forgotten() {
        Zone zone = zone("ports-and-names-of-addresses-stay");
        zone.find("_http");
        zone.find("7.0.96.10");
        zone.find(WEB);
        names.clear();

        assertThat(zone.find("_http")).isInstanceOf(Answer.Found.class);
        assertThat(zone.find("7.0.96.10")).isInstanceOf(Answer.Found.class);
        assertThat(zone.find(WEB)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void what_was_answered_before_a_switch_is_not_remembered() {
        Bench bench = new Bench("there-is-no-name");
        Zone zone = bench.faults.zone(zone("no-node-ports"));
        long before = zone.version();
        bench.on();

        assertThat(zone.version()).isNotEqualTo(before);
    }
}
