package dev.podproof.reference.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.security.ClusterSecrets;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Encryption that is not the library's own has to be as careful about whom it talks to. */
class ClientFactoryTest {
    private static final ClusterSecrets OURS = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private static final Map<String, byte[]> MASTER = OURS.masterFiles();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void here_it_is_openssl_that_encrypts() {
        assertThat(OpenSSLEngineOptions.isAvailable()).isTrue();
    }

    @Test
    void a_client_shows_the_certificate_of_its_kubeconfig() {
        int port = serve(MASTER, "apiserver");

        try (KubernetesClient client = client(withCertificate(port))) {
            assertThat(client.raw("/who")).contains("CN=system:podproof-master");
        }
    }

    @Test
    void one_with_a_token_shows_none() {
        int port = serve(MASTER, "apiserver");

        try (KubernetesClient client =
                client(Config.fromKubeconfig(OURS.adminKubeconfig("test", URI.create("https://127.0.0.1:" + port))))) {
            assertThat(client.raw("/who")).isEqualTo("nobody");
        }
    }

    @Test
    void a_server_of_another_authority_is_told_nothing() {
        int port = serve(ClusterSecrets.generate(Set.of(), Clock.systemUTC()).masterFiles(), "apiserver");

        try (KubernetesClient client = client(withCertificate(port))) {
            assertThatThrownBy(() -> client.raw("/who")).isInstanceOf(KubernetesClientException.class);
        }
    }

    @Test
    void neither_is_one_of_ours_with_another_name() {
        int port = serve(OURS.nodeFiles("host-1"), "node");

        try (KubernetesClient client = client(withCertificate(port))) {
            assertThatThrownBy(() -> client.raw("/who")).isInstanceOf(KubernetesClientException.class);
        }
    }

    private static KubernetesClient client(Config config) {
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ClientFactory(config))
                .build();
    }

    private static Config withCertificate(int port) {
        return Config.fromKubeconfig(
                text(MASTER, "master.kubeconfig").replace("https://127.0.0.1:6443", "https://127.0.0.1:" + port));
    }

    /** Answers with whom it sees. */
    private int serve(Map<String, byte[]> files, String name) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(files.get(name + ".crt")))
                        .addKeyValue(Buffer.buffer(files.get(name + ".key"))))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(MASTER.get("ca.crt"))));
        return vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end(caller(request)))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static String caller(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException none) {
            return "nobody";
        }
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), UTF_8);
    }
}
