package dev.podproof.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
            RawStarts.copyTo(host.host());
            burst(host.client(), 2);
            for (int round = 1; round <= rounds; round++) {
                raw.add(RawStarts.on(host.host(), pods, AT_ONCE));
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
}
