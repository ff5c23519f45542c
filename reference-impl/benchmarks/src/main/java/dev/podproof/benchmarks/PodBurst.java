package dev.podproof.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long many pods at once take on one host until all are Ready, beside the same number of pairs of containers that
 * {@link RawPairs} starts with docker-java on that host, as many at a time as the host's agent does.
 */
@Command(name = "pod-burst", description = "Many pods at once on one host, beside the same containers by docker-java.")
final class PodBurst implements Callable<Integer> {
    private static final String DIRECTORY = "/opt/podproof/bench";
    /** The agent's own number. */
    private static final int AT_ONCE = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "3", description = "How often each side is measured (default 3).")
    private int rounds;

    @Option(names = "--pods", defaultValue = "30", description = "How many pods at once (default 30).")
    private int pods;

    @Override
    public Integer call() throws Exception {
        Sample ours = new Sample(pods + " pods, all Ready");
        Sample raw = new Sample(2 * pods + " containers by docker-java");
        try (OneHost host = OneHost.start("bench-pod-burst")) {
            copyRawPairs(host);
            burst(host.client(), 2);
            for (int round = 1; round <= rounds; round++) {
                raw.add(raw(host, pods, AT_ONCE));
                ours.add(burst(host.client(), pods));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Sample.HEADER);
        out.println(ours.row());
        out.println(raw.row());
        out.printf(Locale.ROOT, "ratio of the medians: %.2f%n", ours.ratioTo(raw));
        out.flush();
        return 0;
    }

    private static Duration burst(KubernetesClient client, int pods) throws Exception {
        ExecutorService creators = Executors.newFixedThreadPool(AT_ONCE);
        try (Pods.ReadyWatch watch = new Pods.ReadyWatch(client, pods)) {
            long begin = System.nanoTime();
            List<Future<?>> created = new ArrayList<>();
            for (int index = 0; index < pods; index++) {
                var pod = Pods.sleeper("burst-" + index);
                created.add(creators.submit(() ->
                        client.pods().inNamespace(Pods.NAMESPACE).resource(pod).create()));
            }
            for (Future<?> each : created) {
                each.get();
            }
            watch.await();
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            creators.shutdown();
            Pods.deleteAll(client);
        }
    }

    private static Duration raw(OneHost host, int pairs, int atOnce) throws IOException, InterruptedException {
        return Duration.ofNanos(1_000
                * host.micros(
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        DIRECTORY + ":/opt/podproof/podproof-orchestrator.jar",
                        RawPairs.class.getName(),
                        String.valueOf(pairs),
                        String.valueOf(atOnce)));
    }

    /** That class alone: its libraries are in the host already. */
    private static void copyRawPairs(OneHost host) throws IOException, InterruptedException {
        host.run("mkdir", "-p", DIRECTORY);
        String name = RawPairs.class.getName().replace('.', '/') + ".class";
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes);
                InputStream source = RawPairs.class.getClassLoader().getResourceAsStream(name)) {
            byte[] content = source.readAllBytes();
            var entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        host.copy(new ByteArrayInputStream(bytes.toByteArray()), DIRECTORY);
    }
}
