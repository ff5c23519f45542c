package dev.podproof.reference.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.testing.TwoHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules in a real kernel: what packets really do. */
class RulesetIT {

    private static final String SERVICE = "10.96.0.7";
    private static final Backend A = new Backend(Ipv4Address.parse("10.244.1.2"), 8080);
    private static final Backend B = new Backend(Ipv4Address.parse("10.244.1.3"), 8080);
    private static final Backend FAR = new Backend(Ipv4Address.parse("10.244.2.2"), 8080);

    private static final Optional<String> OBSTACLE = TwoHosts.obstacle();

    private static TwoHosts hosts;

    private final Ruleset ruleset = new Ruleset(Ipv4Range.parse("10.96.0.0/16"));

    @BeforeAll
    static void bringUp() throws IOException {
        if (OBSTACLE.isEmpty()) {
            hosts = new TwoHosts();
            hosts.serve("a", "a", 8080);
            hosts.serve("b", "b", 8080);
            hosts.serve("there", "far", 8080);
        }
    }

    /** Asked before each test, so that each that is skipped is counted. */
    @BeforeEach
    void needsAKernelOfItsOwn() {
        assumeTrue(OBSTACLE.isEmpty(), () -> OBSTACLE.orElse(""));
    }

    @AfterAll
    static void takeDown() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void balancesOverAllBackendsAndLeavesTheSourceAddressAsItIs() {
        serve(tcp(B, FAR));

        assertThat(hosts.ask("a", "tcp", SERVICE, 80, 40))
                .containsOnly("b 10.244.1.2", "far 10.244.1.2")
                .contains("b 10.244.1.2", "far 10.244.1.2");
    }

    @Test
    void carriesDatagramsToo() {
        serve(port(Transport.UDP, Optional.empty(), Optional.empty(), B));

        assertThat(hosts.ask("a", "udp", SERVICE, 80, 5)).containsOnly("b 10.244.1.2");
    }

    @Test
    void servesTheHostItself() {
        serve(tcp(B));

        assertThat(hosts.ask("here", "tcp", SERVICE, 80, 2))
                .allSatisfy(answer -> assertThat(answer).startsWith("b "));
    }

    @Test
    void letsAPodReachItselfThroughItsService() {
        serve(tcp(A));

        assertThat(hosts.ask("a", "tcp", SERVICE, 80, 2)).containsOnly("a 10.244.1.1");
    }

    @Test
    void refusesAtOnceWhereNobodyServes() {
        serve(tcp());

        assertThat(hosts.ask("a", "tcp", SERVICE, 80, 1)).containsExactly("refused");
        assertThat(hosts.ask("a", "udp", SERVICE, 80, 1)).containsExactly("refused");
        assertThat(hosts.ask("here", "tcp", "10.96.200.1", 80, 1)).containsExactly("refused");
    }

    @Test
    void keepsAClientWithItsBackendWhenTheServiceAsksForIt() {
        serve(port(Transport.TCP, Optional.empty(), Optional.of(Duration.ofHours(3)), A, B, FAR));

        assertThat(Set.copyOf(hosts.ask("a", "tcp", SERVICE, 80, 20))).hasSize(1);
    }

    @Test
    void opensANodePortOnTheHostsOwnAddress() {
        serve(port(Transport.TCP, Optional.of(30080), Optional.empty(), B));

        assertThat(hosts.ask("there", "tcp", "172.30.0.2", 30080, 2))
                .allSatisfy(answer -> assertThat(answer).startsWith("b "));
    }

    @Test
    void movesNewConnectionsToTheBackendsThatThereAreNow() {
        for (Optional<Duration> affinity : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofHours(3)))) {
            VirtualPort before = port(Transport.TCP, Optional.empty(), affinity, B);
            VirtualPort after = port(Transport.TCP, Optional.empty(), affinity, FAR);
            serve(before);
            assertThat(hosts.ask("a", "tcp", SERVICE, 80, 3)).containsOnly("b 10.244.1.2");

            hosts.rules(ruleset.change(List.of(before), List.of(after)));

            assertThat(hosts.ask("a", "tcp", SERVICE, 80, 3)).containsOnly("far 10.244.1.2");
            hosts.rules(ruleset.change(List.of(after), List.of()));
            assertThat(hosts.ask("a", "tcp", SERVICE, 80, 1)).containsExactly("refused");
        }
    }

    @Test
    void servesANodePortToTheHostItselfAndToItsPods() {
        serve(port(Transport.TCP, Optional.of(30080), Optional.empty(), B));

        for (String from : List.of("here", "a", "b")) {
            assertThat(hosts.ask(from, "tcp", "172.30.0.2", 30080, 1))
                    .as(from)
                    .singleElement()
                    .asString()
                    .startsWith("b ");
        }
    }

    @Test
    void keepsAClientWithItsBackendWhileOthersComeAndGo() {
        Optional<Duration> affinity = Optional.of(Duration.ofHours(3));
        VirtualPort before = port(Transport.TCP, Optional.empty(), affinity, B);
        VirtualPort after = port(Transport.TCP, Optional.empty(), affinity, A, B, FAR);
        serve(before);
        hosts.ask("a", "tcp", SERVICE, 80, 1);

        hosts.rules(ruleset.change(List.of(before), List.of(after)));

        assertThat(hosts.ask("a", "tcp", SERVICE, 80, 10)).containsOnly("b 10.244.1.2");
    }

    @Test
    void forgetsFlowsOfDatagramsToBackendsThatAreGone() {
        VirtualPort before = port(Transport.UDP, Optional.of(30053), Optional.empty(), B);
        VirtualPort after = port(Transport.UDP, Optional.of(30053), Optional.empty(), FAR);
        serve(before);
        hosts.commandsHere().run("conntrack", "-F");
        Flows flows = new Flows(hosts.commandsHere());
        hosts.ask("a", "udp", SERVICE, 80, 1);
        hosts.ask("there", "udp", "172.30.0.2", 30053, 1);
        assertThat(hosts.flows()).hasSize(2).allMatch(flow -> flow.contains("src=" + B.address()));

        flows.forgetStale(List.of(before), List.of(before));
        assertThat(hosts.flows()).as("flows to a backend that is there").hasSize(2);

        flows.forgetStale(List.of(before), List.of(after));
        assertThat(hosts.flows()).isEmpty();
    }

    @Test
    void changesWhatAServiceOffersInOneStep() {
        VirtualPort before = port(Transport.TCP, Optional.of(30080), Optional.empty(), B);
        VirtualPort after = port(Transport.TCP, Optional.of(30081), Optional.of(Duration.ofSeconds(9)), A, B);
        serve(before);

        hosts.rules(ruleset.change(List.of(before), List.of(after)));

        assertThat(hosts.ask("there", "tcp", "172.30.0.2", 30080, 1)).containsExactly("refused");
        assertThat(hosts.ask("there", "tcp", "172.30.0.2", 30081, 1)).doesNotContain("refused", "silence");
    }

    private void serve(VirtualPort port) {
        hosts.rules(ruleset.complete(List.of(port)));
    }

    private static VirtualPort tcp(Backend... backends) {
        return port(Transport.TCP, Optional.empty(), Optional.empty(), backends);
    }

    private static VirtualPort port(
            Transport protocol, Optional<Integer> nodePort, Optional<Duration> affinity, Backend... backends) {
        return new VirtualPort(
                "ns/web", protocol, Ipv4Address.parse(SERVICE), 80, nodePort, affinity, List.of(backends));
    }
}
