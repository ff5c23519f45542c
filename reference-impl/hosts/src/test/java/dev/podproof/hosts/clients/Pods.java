package dev.podproof.hosts.clients;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;

/** The pods that commands are tried on. */
final class Pods {
    private Pods() {}

    /** Two containers that only wait, and have written a few lines. */
    static PodBuilder shell(String name) {
        return pod(name)
                .editSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .withCommand("sh", "-c", "echo one; echo two; echo three; exec sleep 3600")
                .endContainer()
                .addNewContainer()
                .withName("side")
                .withImage("busybox:1.36")
                .withCommand("sh", "-c", "echo from the side; exec sleep 3600")
                .endContainer()
                .endSpec();
    }

    /** A web server that only its own pod can reach, at port 8080. */
    static PodBuilder localWeb(String name) {
        return running(
                name,
                "Always",
                "mkdir /www && echo hello > /www/index.html && exec httpd -f -p 127.0.0.1:8080 -h /www");
    }

    /** One container that runs a shell's line. */
    static PodBuilder running(String name, String restartPolicy, String line) {
        return pod(name)
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .withCommand("sh", "-c", line)
                .endContainer()
                .endSpec();
    }

    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of("app", name))
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .endSpec();
    }

    static void awaitReady(KubernetesClient client, String... names) {
        for (var name : names)
            await("pod " + name + " is ready")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> client.pods().withName(name).isReady());
    }
}
