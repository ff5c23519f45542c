package dev.podproof.hosts.clients;

import static dev.podproof.hosts.clients.Row.works;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Commands about hosts; the host is left as it was. */
record NodeCommands(Kubectl kubectl, KubernetesClient client) {
    private static final String HOST = "host-2";

    List<Row> rows() {
        return List.of(
                works("cordon, uncordon", "no longer schedulable, and again", this::cordon),
                works("drain", "its pods are evicted", this::drain),
                works("taint", "set and removed", this::taint));
    }

    private void cordon() {
        kubectl.run("cordon", HOST);
        assertThat(host().getSpec().getUnschedulable()).isTrue();
        kubectl.run("uncordon", HOST);
        assertThat(host().getSpec().getUnschedulable()).isNotEqualTo(true);
    }

    private void drain() {
        client.resource(Pods.running("drained", "Always", "exec sleep 3600")
                        .editSpec()
                        .withNodeName(HOST)
                        .endSpec()
                        .build())
                .create();
        Pods.awaitReady(client, "drained");
        try {
            assertThat(kubectl.run("drain", HOST, "--force", "--pod-selector=app=drained", "--timeout=60s"))
                    .contains("evicting pod", "drained");
            assertThat(client.pods().withName("drained").get()).isNull();
            assertThat(host().getSpec().getUnschedulable()).isTrue();
        } finally {
            kubectl.run("uncordon", HOST);
        }
    }

    private void taint() {
        kubectl.run("taint", "node", HOST, "wall=up:PreferNoSchedule");
        assertThat(host().getSpec().getTaints())
                .anySatisfy(taint -> assertThat(taint.getKey()).isEqualTo("wall"));
        kubectl.run("taint", "node", HOST, "wall-");
        assertThat(host().getSpec().getTaints())
                .noneSatisfy(taint -> assertThat(taint.getKey()).isEqualTo("wall"));
    }

    private Node host() {
        return client.nodes().withName(HOST).get();
    }
}
