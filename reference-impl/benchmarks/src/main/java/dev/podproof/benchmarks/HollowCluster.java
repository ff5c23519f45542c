package dev.podproof.benchmarks;

import dev.podproof.reference.security.ClusterSecrets;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A master and its hollow hosts, each a process on this machine, at the loopback address alone. Heartbeats are as far apart as a real
 * cluster's of that size: 10 s, with a grace period of 40 s.
 */
final class HollowCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String HEARTBEAT_SECONDS = "10";
    /** A subnet for each host, which brings it: what the master knows as a prepared network, so that it changes nothing on this machine. */
    private static final String PODS = "10.128.0.0/12";

    private static final String GRACE_SECONDS = "40";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final int port;
    private final ClusterSecrets secrets = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private final KubernetesClient client;
    private JvmProcess master;
    private JvmProcess nodes;

    private HollowCluster(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        Config config = Config.fromKubeconfig(secrets.adminKubeconfig("hollow", endpoint()));
        // Whoever only watches a cluster that works to its limit has time.
        config.setRequestTimeout((int) START_LIMIT.toMillis());
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Returns when the API answers; hosts come one after the other. One that does not come up leaves nothing behind. */
    static HollowCluster start(int hosts, String heap, String masterFlags) throws IOException {
        HollowCluster cluster = new HollowCluster(Files.createTempDirectory("podproof-hollow-"), freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        try {
            cluster.startMaster(heap, masterFlags);
            cluster.startHosts(hosts);
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private void startMaster(String heap, String flags) throws IOException {
        write(directory.resolve("master"), secrets.masterFiles());
        master = JvmProcess.start(directory.resolve("master.log"), master(heap, flags));
        awaitApi();
    }

    private void startHosts(int count) throws IOException {
        Path hosts = directory.resolve("hosts");
        Files.createDirectories(hosts.resolve(HollowHosts.DATA));
        for (int number = 1; number <= count; number++) {
            String name = "hollow-%04d".formatted(number);
            byte[] kubeconfig = secrets.nodeFiles(name).get("node.kubeconfig");
            write(hosts, Map.of(name + HollowHosts.KUBECONFIG, kubeconfig));
        }
        List<String> program = List.of(HollowHosts.class.getName(), hosts.toString(), HEARTBEAT_SECONDS, PODS);
        List<String> command = new ArrayList<>(List.of("-Xmx3g", "-Xmn1g", "-Xss256k", "-XX:+UseSerialGC"));
        command.addAll(program);
        nodes = JvmProcess.start(directory.resolve("hosts.log"), command);
    }

    JvmProcess master() {
        return master;
    }

    JvmProcess nodes() {
        return nodes;
    }

    KubernetesClient client() {
        return client;
    }

    private URI endpoint() {
        return URI.create("https://" + LOOPBACK + ":" + port);
    }

    private List<String> master(String heap, String flags) throws IOException {
        List<String> command = new ArrayList<>(List.of("-Xmx" + heap, "-Xmn300m", "-XX:+UseSerialGC"));
        Stream.of(flags.split(" ", -1)).filter(flag -> !flag.isEmpty()).forEach(command::add);
        command.addAll(List.of("dev.podproof.reference.main.Main", "master"));
        command.addAll(List.of("--config-dir", directory.resolve("master").toString()));
        command.addAll(List.of("--data-dir", directory.resolve("data").toString()));
        command.addAll(List.of("--listen", LOOPBACK, "--port", String.valueOf(port)));
        command.addAll(List.of("--dns-port", String.valueOf(freePort()), "--network", "external"));
        command.addAll(List.of("--pod-range", PODS, "--node-grace", GRACE_SECONDS));
        return command;
    }

    /** Waits for a minute and half a second for each host. The error quotes the logs' ends, since the logs go with the cluster. */
    void awaitHosts(int wanted, Consumer<String> progress) throws IOException {
        try {
            awaitHosts(wanted, START_LIMIT.plusMillis(500L * wanted), progress);
        } catch (ConditionTimeoutException late) {
            throw new IOException(
                    late.getMessage() + "\nThe master's log ends with:\n" + master.logEnd()
                            + "\nThe hosts' log ends with:\n" + nodes.logEnd(),
                    late);
        }
    }

    private void awaitHosts(int wanted, Duration limit, Consumer<String> progress) {
        AtomicLong said = new AtomicLong();
        Polling.await(wanted + " ready hosts", limit, Duration.ofSeconds(2))
                .until(
                        () -> {
                            requireRunning();
                            long ready = client.nodes().list().getItems().stream()
                                    .filter(Readiness::isNodeReady)
                                    .count();
                            if (ready - said.get() >= 100) {
                                said.set(ready);
                                progress.accept(ready + " hosts are ready");
                            }
                            return ready;
                        },
                        ready -> ready >= wanted);
    }

    void requireRunning() throws IOException {
        master.requireRunning();
        nodes.requireRunning();
    }

    private void awaitApi() {
        Polling.await("the API server's first answer", START_LIMIT, Duration.ofMillis(200))
                .ignoreException(KubernetesClientException.class)
                .until(() -> {
                    master.requireRunning();
                    client.namespaces().withName("default").get();
                    return true;
                });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void write(Path directory, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (var file : files.entrySet()) {
            String text = new String(file.getValue(), StandardCharsets.UTF_8)
                    .replaceAll(
                            "https://(master|127\\.0\\.0\\.1):6443", endpoint().toString());
            Path path = Files.createFile(
                    directory.resolve(file.getKey()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, text);
        }
    }

    /** Also when the benchmark is interrupted. */
    @Override
    public synchronized void close() {
        client.close();
        for (JvmProcess process : Arrays.asList(nodes, master)) {
            if (process != null) {
                process.close();
            }
        }
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException unreadable) {
                throw new UncheckedIOException("can't remove " + directory, unreadable);
            }
        }
    }
}
