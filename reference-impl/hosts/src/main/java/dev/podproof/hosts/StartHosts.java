package dev.podproof.hosts;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.api.ClusterRanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The master's container and every node's, all at once: nodes wait for the master by themselves. */
final class StartHosts implements Action {
    static final String CONFIG = "/etc/podproof";
    static final String DATA = "/var/lib/podproof";

    @Override
    public String name() {
        return "hosts";
    }

    @Override
    public void run(BringUp cluster) {
        var nodes =
                IntStream.rangeClosed(1, cluster.spec().hosts()).mapToObj(number -> node(cluster, "host-" + number));
        var containers = Stream.concat(Stream.of(master(cluster)), nodes)
                .map(host -> start(cluster, host))
                .toList();
        var executor = Executors.newFixedThreadPool(containers.size());
        try {
            awaitAll(executor, containers);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Callable<Void> start(BringUp cluster, HostContainer host) {
        return () -> {
            host.start(cluster);
            cluster.progress().said(host.containerName(cluster) + " is started");
            return null;
        };
    }

    private static void awaitAll(ExecutorService executor, List<Callable<Void>> containers) {
        try {
            for (var started : executor.invokeAll(containers)) started.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while hosts were starting", e);
        } catch (ExecutionException e) {
            throw new HostsException(
                    HostsException.Reason.BRING_UP, String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    private static HostContainer master(BringUp cluster) {
        Map<String, byte[]> files = new LinkedHashMap<>(cluster.secrets().masterFiles());
        files.put(AdminKubeconfig.FILE, AdminKubeconfig.content(cluster));
        putFaults(cluster, files);
        return new HostContainer(
                "master",
                Role.MASTER,
                arguments(cluster, "master", "--store", cluster.spec().store().argument()),
                CONFIG,
                files);
    }

    private static HostContainer node(BringUp cluster, String name) {
        var arguments = arguments(cluster, "node", "--name", name);
        Map<String, byte[]> files = cluster.secrets().nodeFiles(name);
        putFaults(cluster, files);
        return new HostContainer(name, Role.NODE, arguments, CONFIG, files);
    }

    private static void putFaults(BringUp cluster, Map<String, byte[]> files) {
        cluster.spec().faults().ifPresent(ids -> files.put(FaultSwitch.FILE, FaultSwitch.content(ids)));
    }

    private static Stream<String> ranges(ClusterRanges ranges) {
        return Stream.of(
                "--pod-range",
                ranges.pods().toString(),
                "--subnet-prefix",
                String.valueOf(ranges.subnetPrefix()),
                "--service-range",
                ranges.services().toString());
    }

    private static List<String> arguments(BringUp cluster, String... role) {
        return Stream.of(
                        Stream.of(role),
                        Stream.of("--config-dir", CONFIG, "--data-dir", DATA),
                        Stream.of("--network", cluster.spec().network().toString()),
                        ranges(cluster.spec().ranges()),
                        cluster.hostsRange().stream().flatMap(range -> Stream.of(Membership.ADDRESS, range.toString())),
                        cluster.spec().faults().stream()
                                .flatMap(ids -> Stream.of(FaultSwitch.OPTION, FaultSwitch.PATH)))
                .flatMap(part -> part)
                .toList();
    }
}
