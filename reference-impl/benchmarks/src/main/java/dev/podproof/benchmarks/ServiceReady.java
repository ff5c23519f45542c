package dev.podproof.benchmarks;

import dev.podproof.hosts.ReferenceCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long after a pod turned ready a client on another host gets through to it by its service, and how long after it turned unready a
 * client no longer does. Measured on the reference, and at the same time on another cluster of this machine.
 */
@Command(
        name = "service-ready",
        description = "From a pod turning ready to the first connection through its service, and back.")
final class ServiceReady implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "100", description = "How often a pod turns ready (default 100).")
    private int rounds;

    @Option(
            names = "--beside",
            paramLabel = "KUBECONFIG",
            description = "Another cluster with two nodes on this machine, measured at the same time.")
    private Path beside;

    @Override
    public Integer call() throws Exception {
        try (ReferenceCluster cluster =
                ReferenceCluster.builder().name("bench-service-ready").hosts(2).build()) {
            cluster.start();
            List<ReadinessWatch> watches = new ArrayList<>();
            try (KubernetesClient ours = client(cluster.kubeconfig())) {
                watches.add(new ReadinessWatch("podproof", ours));
                if (beside == null) {
                    measure(watches);
                } else {
                    try (KubernetesClient theirs = client(beside)) {
                        watches.add(new ReadinessWatch("the other", theirs));
                        measure(watches);
                    }
                }
            }
        }
        return 0;
    }

    private void measure(List<ReadinessWatch> watches) throws Exception {
        try {
            for (ReadinessWatch watch : watches) {
                watch.start();
            }
            for (ReadinessWatch watch : watches) {
                watch.awaitRounds(rounds);
            }
        } finally {
            watches.forEach(ReadinessWatch::close);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| | median ms | 99th of 100 ms | min ms | max ms | rounds |");
        out.println("|---|---|---|---|---|---|");
        watches.forEach(watch -> watch.samples().forEach(sample -> out.println(sample.rowWithPercentile())));
        out.flush();
    }

    private static KubernetesClient client(Path kubeconfig) throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
                .build();
    }
}
