package dev.podproof.reference.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.ApiServer;
import dev.podproof.reference.apiserver.ApiServerOptions;
import dev.podproof.reference.apiserver.cache.Cache;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Holdings;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.security.ClusterSecrets;
import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.sqlite.SqliteStore;
import dev.podproof.reference.web.TolerantReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A real API server inside the test's process, with a store that is forgotten with it, on a free port of 127.0.0.1. */
public final class InProcessApi implements AutoCloseable {

    /** The token of a user who is in no group. */
    private static final String SOMEBODY = "a-token-of-somebody";

    private final ClusterSecrets secrets = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private final Path directory;
    private final Limits limits;
    private final boolean durable;
    private final boolean hostsBringSubnets;
    private final UnaryOperator<Handler> entrance;
    private final Clock clock;
    private Store store;
    private ApiServer server;
    private final List<KubernetesClient> clients = new ArrayList<>();

    private InProcessApi(Limits limits, boolean durable, boolean hostsBringSubnets, Clock clock) {
        this(limits, durable, hostsBringSubnets, clock, UnaryOperator.identity());
    }

    private InProcessApi(
            Limits limits, boolean durable, boolean hostsBringSubnets, Clock clock, UnaryOperator<Handler> entrance) {
        this.entrance = entrance;
        try {
            directory = Files.createTempDirectory("podproof-api-");
            for (var file : secrets.masterFiles().entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(directory.resolve("tokens.csv"), SOMEBODY + ",somebody,somebody\n", APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.limits = limits;
        this.durable = durable;
        this.hostsBringSubnets = hostsBringSubnets;
        this.clock = clock;
        serve();
    }

    private void serve() {
        var options = new ApiServerOptions(
                "127.0.0.1",
                0,
                "192.0.2.1",
                0,
                directory,
                Optional.empty(),
                ClusterRanges.defaults(),
                hostsBringSubnets,
                clock);
        store = durable ? SqliteStore.at(directory.resolve("store.db")) : SqliteStore.inMemory();
        server = new ApiServer(options, store, limits, entrance);
        server.start();
    }

    /** One whose store is on disk, so that it can be {@linkplain #restart restarted}. */
    public static InProcessApi durable() {
        return new InProcessApi(Limits.USUAL, true, false, Clock.systemUTC());
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
        return new InProcessApi(limits, false, false, Clock.systemUTC());
    }

    /** One whose objects bear this clock's times. */
    public static InProcessApi at(Clock clock) {
        return new InProcessApi(Limits.USUAL, false, false, clock);
    }

    /** One whose hosts were prepared by somebody who chose their subnets. */
    public static InProcessApi whereHostsBringSubnets() {
        return new InProcessApi(Limits.USUAL, false, true, Clock.systemUTC());
    }

    /** The same, with something before the server. */
    public static InProcessApi at(Clock clock, UnaryOperator<Handler> entrance) {
        return new InProcessApi(Limits.USUAL, false, false, clock, entrance);
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

    /**
     * Puts an object into the store that nobody has looked at, as an older version of ours may have left it there; apostrophes stand for
     * quotes.
     *
     * @param resource the plural with its group
     * @param object its metadata has to be an object with a name, and the namespace if it has one
     */
    public void keep(String resource, String object) {
        var document = Json.parseObject(object.replace('\'', '"').getBytes(UTF_8));
        var namespace = Json.text(document, "metadata", "namespace");
        var name = Json.text(document, "metadata", "name");
        var key = Cache.storeKey(resource, namespace.isEmpty() ? name : namespace + "/" + name);
        store.create(key, Json.canonical(document)).toCompletableFuture().join();
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

    /** A client of the control plane; closed with this server. */
    public KubernetesClient master() {
        var kubeconfig = new String(secrets.masterFiles().get("master.kubeconfig"), UTF_8);
        return client(Config.fromKubeconfig(
                kubeconfig.replace("https://127.0.0.1:6443", endpoint().toString())));
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

    /** The node {@code name}, without a client library. */
    public RawApi rawNode(String name) {
        return raw(new String(secrets.nodeFiles(name).get("node.kubeconfig"), UTF_8), endpoint());
    }

    /** A user who is known, and in no group. */
    public RawApi rawSomebody() {
        return raw("Bearer " + SOMEBODY);
    }

    /** The API server itself, by the certificate that it shows to nodes. */
    public RawApi rawApiServer() {
        try {
            var files = secrets.masterFiles();
            var config = new ConfigBuilder(Config.empty())
                    .withClientCertData(Base64.getEncoder().encodeToString(files.get("node-client.crt")))
                    .withClientKeyData(Base64.getEncoder().encodeToString(files.get("node-client.key")))
                    .withClientKeyAlgo("EC")
                    .build();
            return new RawApi(endpoint(), files.get("ca.crt"), "", SSLUtils.keyManagers(config));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made can't be used", e);
        }
    }

    /** Whoever a kubeconfig's certificate is for. */
    public RawApi raw(String kubeconfig, URI server) {
        try {
            var keys = SSLUtils.keyManagers(Config.fromKubeconfig(kubeconfig));
            return new RawApi(server, secrets.masterFiles().get("ca.crt"), "", keys);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made can't be used", e);
        }
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
