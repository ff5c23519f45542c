package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesetTest {

    private static final Backend A = new Backend(Ipv4Address.parse("10.244.1.2"), 8080);
    private static final Backend B = new Backend(Ipv4Address.parse("10.244.2.2"), 8080);

    private final Ruleset ruleset = new Ruleset(Ipv4Range.parse("10.96.0.0/16"));

    @Test
    void replacesTheWholeTableInOneTransaction() {
        assertThat(ruleset.complete(List.of(port(A, B))))
                .startsWith("add table ip podproof_proxy\ndelete table ip podproof_proxy\ntable ip podproof_proxy {")
                .contains("dnat ip to numgen random mod 2 map { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }")
                .containsPattern(
                        "add element ip podproof_proxy services \\{ 10.96.0.7 . tcp . 80 : goto svc-.*ns/web/tcp/80 }");
    }

    @Test
    void refusesWhatNobodyServes() {
        assertThat(ruleset.complete(List.of(port())))
                .contains("ip daddr 10.96.0.0/16 jump refuse")
                .doesNotContain("svc-");
    }

    @Test
    void tellsTheKernelNothingWhenNothingChanged() {
        assertThat(ruleset.change(List.of(port(A)), List.of(port(A)))).isEmpty();
        assertThat(ruleset.change(List.of(port()), List.of())).isEmpty();
    }

    @Test
    void touchesOnlyTheChainWhoseBackendsChanged() {
        assertThat(ruleset.change(List.of(port(A)), List.of(port(A, B))).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("flush chain ip podproof_proxy svc-"))
                .anyMatch(line -> line.contains("mod 2 map"))
                .anyMatch(line -> line.equals("add element ip podproof_proxy hairpins { 10.244.2.2 . 10.244.2.2 }"));
    }

    @Test
    void takesAPortWithoutBackendsOutOfTheMapFirst() {
        List<String> lines =
                ruleset.change(List.of(port(A)), List.of(port())).lines().toList();

        assertThat(lines.get(0)).isEqualTo("delete element ip podproof_proxy services { 10.96.0.7 . tcp . 80 }");
        assertThat(lines.get(lines.size() - 1)).startsWith("delete chain ip podproof_proxy svc-");
    }

    @Test
    void keepsTheClientsOfBackendsThatStay() {
        String script = ruleset.change(
                List.of(sticky(port(A, B))),
                List.of(sticky(port(B, new Backend(Ipv4Address.parse("10.244.3.2"), 8080)))));

        assertThat(script.lines().filter(line -> line.startsWith("delete set")))
                .singleElement()
                .asString()
                .endsWith("10.244.1.2/8080");
        assertThat(script.lines().filter(line -> line.startsWith("add set")))
                .singleElement()
                .asString()
                .contains("10.244.3.2/8080")
                .contains("timeout 7s");
    }

    @Test
    void marksWhatCameThroughANodePort() {
        VirtualPort port = port(A);
        VirtualPort open = withNodePort(port, 30080);

        assertThat(ruleset.change(List.of(port), List.of(open)))
                .contains("node_ports { tcp . 30080 : goto ext-")
                .contains("meta mark set meta mark | 0x4000 goto svc-");
        assertThat(ruleset.change(List.of(open), List.of(port)))
                .contains("delete element ip podproof_proxy node_ports { tcp . 30080 }");
    }

    @Test
    void takesWhatGoesFromOnePortBeforeItGivesItToAnother() {
        VirtualPort web = withNodePort(port(A), 30080);
        VirtualPort moved = withNodePort(port(A), 30081);
        VirtualPort other = new VirtualPort(
                "ns/other",
                Transport.TCP,
                Ipv4Address.parse("10.96.0.8"),
                80,
                Optional.of(30081),
                Optional.empty(),
                List.of(B));

        List<String> lines = ruleset.change(List.of(web, other), List.of(moved, withNodePort(other, 30080)))
                .lines()
                .filter(line -> line.contains("node_ports"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();

        assertThat(lines).containsExactly("delete", "delete", "add", "add");
    }

    private static VirtualPort port(Backend... backends) {
        return new VirtualPort(
                "ns/web",
                Transport.TCP,
                Ipv4Address.parse("10.96.0.7"),
                80,
                Optional.empty(),
                Optional.empty(),
                List.of(backends));
    }

    private static VirtualPort sticky(VirtualPort port) {
        return new VirtualPort(
                port.service(),
                port.protocol(),
                port.address(),
                port.port(),
                port.nodePort(),
                Optional.of(Duration.ofSeconds(7)),
                port.backends());
    }

    private static VirtualPort withNodePort(VirtualPort port, int number) {
        return new VirtualPort(
                port.service(),
                port.protocol(),
                port.address(),
                port.port(),
                Optional.of(number),
                port.affinity(),
                port.backends());
    }
}
