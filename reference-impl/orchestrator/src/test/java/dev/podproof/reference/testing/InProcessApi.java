package dev.podproof.reference.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.apiserver.ApiServer;
import dev.podproof.reference.apiserver.ApiServerOptions;
import dev.podproof.reference.apiserver.exchange.Holdings;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.security.ClusterSecrets;
import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.sqlite.SqliteStore;
import dev.podproof.reference.web.TolerantReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A real API server inside the test's process, with a store that is forgotten with it, on a free port of 127.0.0.1. */
public final class InProcessApi implements AutoCloseable {

    private final ClusterSecrets secrets = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private final Path directory;
    private final Limits limits;
    private final boolean durable;
    private final Clock clock;
    private Store store;
    private ApiServer server;
    private final List<KubernetesClient> clients = new ArrayList<>();

    private InProcessApi(Limits limits, boolean durable, Clock clock) {
        try {
            directory = Files.createTempDirectory("podproof-api-");
            for (var file : secrets.masterFiles().entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.limits = limits;
        this.durable = durable;
        this.clock = clock;
        serve();
    }

    private void serve() {
        var options = new ApiServerOptions(
                "127.0.0.1", 0, "192.0.2.1", 0, directory, Optional.empty(), "10.96.0.0/16", clock);
        store = durable ? SqliteStore.at(directory.resolve("store.db")) : SqliteStore.inMemory();
        server = new ApiServer(options, store, limits);
        server.start();
    }

    /** One whose store is on disk, so that it can be {@linkplain #restart restarted}. */
    public static InProcessApi durable() {
        return new InProcessApi(Limits.USUAL, true, Clock.systemUTC());
    }

    /** Ends the server and starts another one on the same store; clients from before reach nothing any more. */
    public void restart() {
        server.close();
        serve();
    }

    public static InProcessApi start() {
        return start(Limits.USUAL);
    }

    public static InProcessApi start(Limits limits) {
        return new InProcessApi(limits, false, Clock.systemUTC());
    }

    /** One whose objects bear this clock's times. */
    public static InProcessApi at(Clock clock) {
        return new InProcessApi(Limits.USUAL, false, clock);
    }

    /** One for all tests that mind only their own objects; it ends with the test's process. */
    public static InProcessApi shared() {
        return Shared.API;
    }

    private static final class Shared {
        static final InProcessApi API = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(API::close));
        }
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    /** What others make it hold now. */
    public Holdings holdings() {
        return server.holdings();
    }

    /** Puts into the store what no client could: {@code key} as in {@code /pods/default/web}. */
    public void smuggle(String key, String json) {
        long unused = store.create(key, json.replace('\'', '"').getBytes(UTF_8))
                .toCompletableFuture()
                .join();
    }

    /** That of the newest write. */
    public long revision() {
        return store.revision();
    }

    /** A kubeconfig of the administrator, as text. */
    public String adminKubeconfig() {
        return secrets.adminKubeconfig("in-process", endpoint());
    }

    /** The files that a node called so would have. */
    public ClusterSecrets secrets() {
        return secrets;
    }

    /** A client that may do everything; closed with this server. */
    public KubernetesClient admin() {
        return client(Config.fromKubeconfig(adminKubeconfig()));
    }

    /** A client with the rights of the node {@code name}; closed with this server. */
    public KubernetesClient node(String name) {
        var kubeconfig = new String(secrets.nodeFiles(name).get("node.kubeconfig"), UTF_8);
        return client(Config.fromKubeconfig(
                kubeconfig.replace("https://master:6443", endpoint().toString())));
    }

    /** The administrator, without a client library. */
    public RawApi raw() {
        var token = new String(secrets.masterFiles().get("tokens.csv"), UTF_8).split(",", 2)[0];
        return new RawApi(endpoint(), secrets.masterFiles().get("ca.crt"), "Bearer " + token);
    }

    /** A caller with this Authorization header, or none if it is empty. */
    public RawApi raw(String authorization) {
        return new RawApi(endpoint(), secrets.masterFiles().get("ca.crt"), authorization);
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        server.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KubernetesClient client(Config config) {
        var client = new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(TolerantReading.serialization())
                .build();
        clients.add(client);
        return client;
    }
}
