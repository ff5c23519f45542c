package dev.podproof.conformance.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.ObedientHosts;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostLost;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisruptionTest {
    private static final RunIdentity RUN = new RunIdentity("mine", "machine", "1@1");
    private static final Host HOST_2 = new Host("host-2", List.of("192.0.2.2"));
    private static final Settings IMPATIENT = Settings.defaults()
            .withMaxHosts(2)
            .withPatience(Duration.ofSeconds(1))
            .withDisruption(true);

    @Test
    void aHostThatDoesNotComeBackIsNamedToWhoeverOwnsIt() {
        try (PretendedApi api = new PretendedApi(DisruptionTest::twoHosts)) {
            Disruption disruption = new Disruption(new Stubborn(), api.probe(), RUN, Settings.defaults());
            disruption.stop(HOST_2);

            assertThatThrownBy(disruption::undo)
                    .isInstanceOf(NotUndone.class)
                    .hasMessageContainingAll("took host-2 away", "it does not start", "see to it before the next run");
        }
    }

    @Test
    void aHostThatStartsAndNeverTurnsReadyIsNamedToo() {
        try (PretendedApi api = new PretendedApi(DisruptionTest::twoHosts)) {
            Disruption disruption = new Disruption(new Obedient(), api.probe(), RUN, IMPATIENT);
            disruption.cutOff(HOST_2);

            assertThatThrownBy(disruption::undo)
                    .isInstanceOf(NotUndone.class)
                    .hasMessageContainingAll(
                            "took host-2 away", "waited 1 s (the run's --patience) for host", "to be ready again");
        }
    }

    @Test
    void theFirstThatMayBeTakenIsChosen() {
        try (PretendedApi api = new PretendedApi(DisruptionTest::twoHosts)) {
            Disruption disruption = new Disruption(new Obedient(), api.probe(), RUN, IMPATIENT);
            Host unreachable = new Host("host-1", List.of("192.0.2.1"));

            assertThat(disruption.choose(List.of(unreachable, HOST_2))).isEqualTo(HOST_2);
            assertThatThrownBy(() -> disruption.choose(List.of(unreachable)))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessage("needs spare-host: no way to host host-1 is given, only to [host-2]");
        }
    }

    @Test
    void whatTheClusterCannotDoWithoutIsNeitherStoppedNorCutOff() {
        List<String> taken = new ArrayList<>();
        Obedient hosts = new Obedient() {
            @Override
            public void stop(String host) {
                taken.add(host);
            }

            @Override
            public void cutOff(String host) {
                taken.add(host);
            }
        };
        try (PretendedApi api = new PretendedApi(exchange -> answer(exchange, "{\"items\":[]}"))) {
            Disruption disruption = new Disruption(hosts, api.probe(), RUN, IMPATIENT);

            assertThatThrownBy(() -> disruption.stop(HOST_2))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessageContaining("host-2 is the only one that takes pods");
            assertThatThrownBy(() -> disruption.cutOff(HOST_2)).isInstanceOf(MissingNeed.class);
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void scenariosThatTakeHostsOrAddSomeNeedTheLeaveToDoSo() {
        assertThat(Disruption.needs(List.of("@RC-05", "@disruptive"))).containsExactly("disruption");
        assertThat(Disruption.needs(List.of("@NET-14", "@host-list"))).containsExactly("disruption");
        assertThat(Disruption.needs(List.of("@NET-02", "@bare-hosts"))).isEmpty();
    }

    @Test
    void whatIsTakenIsMarkedBeforeAndNoMoreOnceItIsBack() {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        Obedient hosts = new Obedient() {
            @Override
            public void stop(String host) {
                requests.add("stop");
            }
        };
        try (PretendedApi api = new PretendedApi(exchange -> {
            requests.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            twoHosts(exchange);
        })) {
            Disruption disruption = new Disruption(hosts, api.probe(), RUN, IMPATIENT);
            disruption.stop(HOST_2);

            assertThat(requests.subList(requests.size() - 2, requests.size()))
                    .containsExactly(
                            "PATCH {\"metadata\":{\"annotations\":{\"podproof.dev/mine-stopped\":\"mine 1@1 machine\"}}}",
                            "stop");
            assertThatThrownBy(disruption::undo).isInstanceOf(NotUndone.class);
            assertThat(requests).as("it is not back").noneMatch(each -> each.contains("null"));
        }
    }

    @Test
    void noHostIsTakenThatCannotBeMarked() {
        try (PretendedApi api = new PretendedApi(exchange -> {
            if (exchange.getRequestMethod().equals("PATCH")) {
                exchange.sendResponseHeaders(403, -1);
            } else {
                twoHosts(exchange);
            }
        })) {
            Disruption disruption = new Disruption(new Obedient(), api.probe(), RUN, IMPATIENT);

            assertThatThrownBy(() -> disruption.stop(HOST_2))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessageContaining("needs spare-host: no mark on host host-2");
        }
    }

    @Test
    void noHostIsTakenWhileAnotherRunIsAtWork() {
        String other = "{\"items\":[{\"metadata\":{\"labels\":{\"podproof.dev/run\":\"theirs\"},\"annotations\":"
                + "{\"podproof.dev/machine\":\"elsewhere/1\",\"podproof.dev/process\":\"7@1\",\"podproof.dev/alive\":\""
                + Instant.now()
                + "\"}}}]}";
        try (PretendedApi api = new PretendedApi(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/namespaces")) {
                answer(exchange, other);
            } else {
                twoHosts(exchange);
            }
        })) {
            Disruption disruption = new Disruption(new Obedient(), api.probe(), RUN, IMPATIENT);

            assertThatThrownBy(() -> disruption.cutOff(HOST_2))
                    .isInstanceOf(MissingNeed.class)
                    .hasMessage(
                            "needs sole-run: run theirs (process 7 of elsewhere) is at work on this cluster, and would lose a host; run this again after it");
        }
    }

    /** A cluster of host-1, which is ready, and host-2, which never is. */
    private static void twoHosts(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        answer(
                exchange,
                path.equals("/api/v1/nodes")
                        ? "{\"items\":[{\"metadata\":{\"name\":\"host-1\"},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}]}"
                        : "{\"metadata\":{\"name\":\"host-2\"}}");
    }

    private static void answer(HttpExchange exchange, String document) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Hosts that go and do not come again. */
    private static final class Stubborn extends Obedient {
        @Override
        public void restore() {
            throw new HostLost("host-2: it does not start", null);
        }
    }

    private static class Obedient extends ObedientHosts {
        @Override
        public List<String> list() {
            return List.of("host-2");
        }

        @Override
        public DockerClient engine(String host) {
            throw new HostLost(host + ": it is gone", null);
        }

        @Override
        public ExecResult exec(String host, String... command) {
            throw new HostLost(host + ": it is gone", null);
        }
    }
}
