package dev.podproof.hosts;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;

/** A client of a cluster that may not answer yet: quick to give up, because the caller asks again. */
final class ApiClient {
    private static final int PATIENCE_MILLIS = 3_000;

    private ApiClient() {}

    static KubernetesClient open(BringUp cluster) {
        return open(AdminKubeconfig.content(cluster));
    }

    static KubernetesClient open(byte[] kubeconfig) {
        var config = Config.fromKubeconfig(new String(kubeconfig, StandardCharsets.UTF_8));
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setRequestTimeout(PATIENCE_MILLIS);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
