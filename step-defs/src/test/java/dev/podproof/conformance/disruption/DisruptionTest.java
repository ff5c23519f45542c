package dev.podproof.conformance.disruption;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.ObedientHosts;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostLost;
import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.conformance.subject.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisruptionTest {
    private static final Settings IMPATIENT = new Settings(
            Settings.DEFAULT_IMAGE,
            2,
            Optional.empty(),
            Optional.empty(),
            Settings.DEFAULT_HOST_GRACE,
            RegistryImages.defaults(),
            Limit.patience(Duration.ofSeconds(1)));

    @Test
    void aHostThatDoesNotComeBackIsNamedToWhoeverOwnsIt() {
        Disruption disruption = new Disruption(new Stubborn(), null, Settings.defaults());
        disruption.stop(new Host("host-2", List.of("192.0.2.2")));

        assertThatThrownBy(disruption::undo)
                .isInstanceOf(NotUndone.class)
                .hasMessageContainingAll("took host-2 away", "it does not start", "see to it before the next run");
    }

    @Test
    void aHostThatStartsAndNeverTurnsReadyIsNamedToo() {
        try (PretendedApi api = new PretendedApi(exchange -> {
            byte[] none = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
            exchange.close();
        })) {
            Disruption disruption = new Disruption(new Obedient(), api.probe(), IMPATIENT);
            disruption.cutOff(new Host("host-2", List.of("192.0.2.2")));

            assertThatThrownBy(disruption::undo)
                    .isInstanceOf(NotUndone.class)
                    .hasMessageContainingAll(
                            "took host-2 away", "waited 1 s (the run's --patience) for host", "to be ready again");
        }
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
