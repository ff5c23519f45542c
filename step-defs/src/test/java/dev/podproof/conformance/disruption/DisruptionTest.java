package dev.podproof.conformance.disruption;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostLost;
import dev.podproof.conformance.subject.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisruptionTest {
    @Test
    void aHostThatDoesNotComeBackIsNamedToWhoeverOwnsIt() {
        Disruption disruption = new Disruption(new Stubborn(), null, Settings.defaults());
        disruption.stop(new Host("host-2", List.of("192.0.2.2")));

        assertThatThrownBy(disruption::undo)
                .isInstanceOf(NotUndone.class)
                .hasMessageContainingAll("took host-2 away", "it does not start", "see to it before the next run");
    }

    /** Hosts that go and do not come again. */
    private static final class Stubborn implements DockerHosts {
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

        @Override
        public void stop(String host) {}

        @Override
        public void start(String host) {
            throw new HostLost(host + ": it does not start", null);
        }

        @Override
        public void cutOff(String host) {}

        @Override
        public void heal(String host) {}

        @Override
        public void restore() {
            start("host-2");
        }

        @Override
        public void close() {}
    }
}
