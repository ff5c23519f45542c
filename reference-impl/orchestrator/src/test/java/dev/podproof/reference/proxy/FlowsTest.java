package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowsTest {

    private static final Backend HERE = new Backend(Ipv4Address.parse("10.244.1.2"), 5353);
    private static final Backend GONE = new Backend(Ipv4Address.parse("10.244.1.9"), 5353);

    private final List<String> deletions = new ArrayList<>();
    private final Flows flows = new Flows(kernel(
            line("10.96.0.7", 53, HERE),
            line("10.96.0.7", 53, GONE),
            line("10.96.0.7", 54, GONE),
            line("192.0.2.2", 30053, GONE),
            "udp 17 29 src=10.244.1.5 dst=192.0.2.2 sport=999 dport=30054 [UNREPLIED] "
                    + "src=192.0.2.2 dst=10.244.1.5 sport=30054 dport=999 mark=0 use=1",
            "what no version of conntrack prints"));

    @Test
    void forgetsWhatLeadsToABackendThatIsGone() {
        flows.forgetStale(List.of(port(Transport.UDP, 30053, HERE, GONE)), List.of(port(Transport.UDP, 30053, HERE)));

        assertThat(deletions)
                .containsExactly(
                        "--orig-dst 10.96.0.7 --orig-port-dst 53 --reply-src 10.244.1.9",
                        "--orig-dst 192.0.2.2 --orig-port-dst 30053 --reply-src 10.244.1.9");
    }

    @Test
    void forgetsAllFlowsOfAServiceThatIsGone() {
        flows.forgetStale(List.of(port(Transport.UDP, 1, HERE)), List.of());

        assertThat(deletions).hasSize(2).allMatch(deletion -> deletion.contains("10.96.0.7 --orig-port-dst 53"));
    }

    @Test
    void forgetsWhatCameToANodePortBeforeAnybodyServedIt() {
        flows.forgetStale(List.of(), List.of(port(Transport.UDP, 30054, HERE, GONE)));

        assertThat(deletions).containsExactly("--orig-dst 192.0.2.2 --orig-port-dst 30054 --reply-src 192.0.2.2");
    }

    @Test
    void leavesConnectionsAlone() {
        flows.forgetStale(List.of(port(Transport.TCP, 30053, HERE, GONE)), List.of());

        assertThat(deletions).isEmpty();
    }

    private Commands kernel(String... list) {
        return (command, input) -> {
            String line = String.join(" ", command);
            assertThat(line).startsWith("conntrack -p udp -");
            if (!line.endsWith("-L")) {
                deletions.add(line.replace("conntrack -p udp -D ", ""));
            }
            return String.join("\n", list);
        };
    }

    private static VirtualPort port(Transport protocol, int nodePort, Backend... backends) {
        return new VirtualPort(
                "ns/dns",
                protocol,
                Ipv4Address.parse("10.96.0.7"),
                53,
                Optional.of(nodePort),
                Optional.empty(),
                List.of(backends));
    }

    private static String line(String destination, int port, Backend answers) {
        return "udp      17 29 src=10.244.1.5 dst=%s sport=999 dport=%d src=%s dst=10.244.1.5 sport=%d dport=999 [ASSURED] mark=0 use=1"
                .formatted(destination, port, answers.address(), answers.port());
    }
}
