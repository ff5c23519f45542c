package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.SimulatedTime;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a host says that it is alive. */
class NodeLeaseTest {
    private static final String NAME = "leased";

    @TempDir
    Path data;

    private final SimulatedTime time = new SimulatedTime();
    private final FakeRuntime runtime = new FakeRuntime(time);
    private final KubernetesClient client = InProcessApi.shared().node(NAME);
    private final KubernetesClient admin = InProcessApi.shared().admin();
    private final ClusterView view = new ApiView(client);
    private NodeAgent agent;

    @AfterEach
    void close() {
        agent.close();
        view.close();
        admin.nodes().withName(NAME).delete();
        admin.leases().inNamespace("kube-node-lease").withName(NAME).delete();
        admin.close();
    }

    private void start() {
        var options = new NodeOptions(NAME, "192.0.2.1", data, "pause", "10.96.0.10", 10250, Duration.ofSeconds(3));
        agent = new NodeAgent(client, view, runtime, (command, input) -> "", options, threads(), time);
        agent.start();
        // The first is due at once.
        time.advance(Duration.ZERO);
    }

    private AgentThreads threads() {
        return new AgentThreads(one(), one(), one(), one(), one(), one(), one(), one());
    }

    private ScheduledExecutorService one() {
        return time.threads(1, Thread::new);
    }

    @Test
    void is_renewed_at_each_heartbeat_and_at_no_other_time() {
        Instant begun = time.instant();
        start();
        assertThat(renewed()).isEqualTo(micros(begun));
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(NAME);
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(40);

        time.advance(Duration.ofMillis(2_999));
        assertThat(renewed()).isEqualTo(micros(begun));
        time.advance(Duration.ofMillis(1));
        assertThat(renewed()).isEqualTo(micros(begun.plusSeconds(3)));
        time.advance(Duration.ofSeconds(6));
        assertThat(renewed()).isEqualTo(micros(begun.plusSeconds(9)));
    }

    @Test
    void goes_on_while_the_engine_does_not_answer() {
        runtime.down = true;
        Instant begun = time.instant();
        start();
        time.advance(Duration.ofSeconds(6));
        assertThat(renewed()).isEqualTo(micros(begun.plusSeconds(6)));
    }

    @Test
    void is_made_anew_when_somebody_removes_it() {
        start();
        admin.leases().inNamespace("kube-node-lease").withName(NAME).delete();
        Instant begun = time.instant();
        // The heartbeat that meets the loss says so; the next one looks first.
        time.advance(Duration.ofSeconds(6));
        assertThat(renewed()).isEqualTo(micros(begun.plusSeconds(6)));
    }

    private Lease lease() {
        return admin.leases().inNamespace("kube-node-lease").withName(NAME).get();
    }

    private Instant renewed() {
        return lease().getSpec().getRenewTime().toInstant();
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
