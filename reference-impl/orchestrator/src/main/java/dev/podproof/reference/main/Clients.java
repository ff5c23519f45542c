package dev.podproof.reference.main;

import dev.podproof.reference.web.ClientFactory;
import dev.podproof.reference.web.EventLoops;
import dev.podproof.reference.web.TolerantReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Clients of the Kubernetes API. */
final class Clients {

    private static final int RETRIES = 3;

    private Clients() {}

    /**
     * A client as a kubeconfig describes it.
     *
     * @throws IllegalArgumentException if the file can't be read
     */
    static KubernetesClient open(Path kubeconfig) {
        Config config = config(kubeconfig);
        return open(config, new ClientFactory(config));
    }

    /** The same, on event loops that are there. */
    static KubernetesClient open(Path kubeconfig, EventLoops loops) {
        Config config = config(kubeconfig);
        return open(config, loops.clients(config));
    }

    /**
     * One that nobody is known by yet.
     *
     * @param authority whom it trusts, PEM
     */
    static KubernetesClient open(URI server, String authority, EventLoops loops) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.toString())
                .withCaCertData(authority)
                // Why it fails is said at once: the host is started again by whoever started it.
                .withRequestRetryBackoffLimit(0)
                .build();
        return open(config, loops.clients(config));
    }

    private static KubernetesClient open(Config config, HttpClient.Factory http) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(http)
                .withKubernetesSerialization(TolerantReading.serialization())
                .build();
    }

    private static Config config(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("can't read the kubeconfig " + kubeconfig);
        }
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                // Every loop repeats what failed on its own; a client that repeats it for a minute would hold it up.
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
        if (showsCertificate(config)) {
            // A token is looked for again before each request until there is one: the library would read the file each
            // time.
            config.setOauthTokenProvider(() -> null);
        }
        return config;
    }

    private static boolean showsCertificate(Config config) {
        return (config.getClientCertData() != null || config.getClientCertFile() != null)
                && config.getOauthToken() == null
                && config.getAutoOAuthToken() == null
                && config.getAuthProvider() == null;
    }
}
