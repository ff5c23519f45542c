package dev.podproof.tutorials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.hosts.ReferenceCluster;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two workshops as a test of one's own says them; their pages show the parts between the regions' marks. */
class InJavaIT {
    // region cluster
    static final ReferenceCluster CLUSTER =
            ReferenceCluster.builder().name("in-java").hosts(2).build();
    static KubernetesClient api;

    @BeforeAll
    static void start() {
        CLUSTER.start();
        Config kubeconfig = Config.fromKubeconfig(CLUSTER.kubeconfig().toFile());
        kubeconfig.setNamespace("default");
        api = new KubernetesClientBuilder().withConfig(kubeconfig).build();
    }

    @AfterAll
    static void stop() {
        api.close();
        CLUSTER.stop();
    }
    // endregion

    // region one-address
    @Test
    void a_pod_is_seen_at_the_address_that_it_has() throws Exception {
        start("alice", "host-1");
        start("carol", "host-2");

        String alice = address("alice");
        assertThat(exec("alice", "hostname -i")).isEqualTo(alice);
        assertThat(exec("alice", "nc -w 5 " + address("carol") + " 8080")).isEqualTo("carol sees " + alice);
    }

    static void start(String name, String host) {
        api.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(host)
                        .withTerminationGracePeriodSeconds(1L)
                        .addNewContainer()
                        .withName("server")
                        .withImage("busybox:1.36")
                        .withCommand(
                                "tcpsvd", "0.0.0.0", "8080", "sh", "-c", "echo " + name + " sees ${TCPREMOTEADDR%:*}")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        api.pods().withName(name).waitUntilReady(60, TimeUnit.SECONDS);
    }

    static String address(String pod) {
        return api.pods().withName(pod).get().getStatus().getPodIP();
    }
    // endregion

    // region service
    @Test
    void a_service_leads_to_each_of_its_pods_and_to_nobody_who_is_tired() throws Exception {
        api.load(Files.newInputStream(Path.of("08-a-service/web.yaml"))).create();
        api.pods().withName("client").waitUntilReady(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(answering()).hasSize(3));

        String tired = answering().iterator().next();
        exec(tired, "touch /tmp/tired");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(answering()).hasSize(2).doesNotContain(tired));
    }

    /** The pods that answer thirty calls of the service's address. */
    static Set<String> answering() throws Exception {
        String service = api.services().withName("web").get().getSpec().getClusterIP();
        String calls = IntStream.range(0, 30)
                .mapToObj(call -> "nc -w 5 " + service + " 80")
                .collect(Collectors.joining("; "));
        return exec("client", calls).lines().collect(Collectors.toSet());
    }
    // endregion

    // region exec
    /** Runs a command in a pod, and returns what it printed. */
    static String exec(String pod, String command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch exec = api.pods().withName(pod).writingOutput(out).exec("sh", "-c", command)) {
            exec.exitCode().get(60, TimeUnit.SECONDS);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }
    // endregion
}
