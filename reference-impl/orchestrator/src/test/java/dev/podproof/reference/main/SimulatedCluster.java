package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.faults.Faults;
import dev.podproof.reference.faults.Part;
import dev.podproof.reference.faults.Place;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.AgentThreads;
import dev.podproof.reference.node.NodeAgent;
import dev.podproof.reference.node.NodeOptions;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.hollow.HollowRuntime;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.Ports;
import dev.podproof.reference.testing.SimulatedTime;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * A whole cluster in this process: the API server and the control plane of a real master, and agents of real hosts, whose engines alone
 * are hollow. Time passes only in {@link #advanceUntil}, so that minutes take a moment.
 */
final class SimulatedCluster implements AutoCloseable {
    /** Less than the hosts' pause between heartbeats. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MTU = 1500;

    private final SimulatedTime time = new SimulatedTime();
    private final Commands none = (command, input) -> {
        throw CommandFailed.failed(command, 1, "a hollow host has no commands");
    };
    /** What is wrong on purpose, which can be switched. */
    final Faults faults;

    final InProcessApi api;
    private final ControlPlane master;
    final int dnsPort = Ports.free();
    private final Path data;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    final KubernetesClient client;

    private record Host(NodeAgent agent, ClusterView view) implements AutoCloseable {
        @Override
        public void close() {
            agent.close();
            view.close();
        }
    }

    /** @param data where hosts keep the files of their pods */
    SimulatedCluster(Path data, int count) {
        this(data, count, api -> {});
    }

    /** @param before is done with the API server before anything else uses it */
    SimulatedCluster(Path data, int count, Consumer<InProcessApi> before) {
        this.data = data;
        this.faults = Faults.at(new Place(
                Optional.empty(),
                "192.0.2.1",
                ClusterRanges.PODS,
                ClusterRanges.SERVICES,
                none,
                data,
                time,
                Runnable::run));
        this.api = InProcessApi.at(time, handler -> faults.front(handler));
        this.client = api.admin();
        before.accept(api);
        var settings = new ControlPlane.Settings(
                "192.0.2.1",
                "127.0.0.1",
                ClusterRanges.defaults(),
                SubnetController.Chooser.MASTER,
                Optional.empty(),
                "no certificate",
                "10.96.0.10",
                dnsPort,
                GRACE);
        this.master = new ControlPlane(api.master(), settings, time, time::threads, faults);
        master.start();
        for (int number = 1; number <= count; number++) {
            start("host-" + number);
        }
        advanceUntil(
                "all hosts are ready",
                Duration.ofSeconds(30),
                () -> hosts.keySet().stream().allMatch(this::isReady));
    }

    /** A host that is new, or that comes back with nothing running on it. */
    void start(String name) {
        KubernetesClient node = api.node(name);
        ClusterView view = new ApiView(node);
        NodeOptions options =
                new NodeOptions(name, "192.0.2.9", data, "podproof/pause:1", "10.96.0.10", 10250, HEARTBEAT);
        ContainerRuntime runtime = faults.before(ContainerRuntime.class, new HollowRuntime(time));
        NodeAgent agent = new NodeAgent(node, faults.view(Part.AGENT, view), runtime, none, options, threads(), time);
        hosts.put(name, new Host(agent, view));
        agent.start();
        view.follow(io.fabric8.kubernetes.api.model.Node.class, (before, after) -> {
            if (before == null || Nodes.subnet(before).isEmpty()) {
                Optional.ofNullable(after)
                        .filter(found -> found.getMetadata().getName().equals(name))
                        .flatMap(Nodes::subnet)
                        .map(Subnet::new)
                        .ifPresent(subnet -> agent.networkReady(new PodBridge(
                                PodBridge.OURS, subnet, subnet.gateway().toString(), MTU)));
            }
        });
    }

    InProcessApi api() {
        return api;
    }

    /** Takes its power away: it says nothing more. */
    void stop(String name) {
        hosts.remove(name).close();
    }

    private boolean isReady(String host) {
        var node = client.nodes().withName(host).get();
        return node != null && Readiness.isNodeReady(node);
    }

    long readyHosts() {
        return client.nodes().list().getItems().stream()
                .filter(Readiness::isNodeReady)
                .count();
    }

    /** Gives back how much time has passed until it held; fails if it does not within the limit. */
    Duration advanceUntil(String what, Duration limit, BooleanSupplier condition) {
        Duration passed = Duration.ZERO;
        settle();
        while (!condition.getAsBoolean()) {
            if (passed.compareTo(limit) >= 0) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            time.advance(STEP);
            passed = passed.plus(STEP);
            settle();
        }
        return passed;
    }

    /** Lets that much time pass. */
    void advance(Duration duration) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(STEP)) {
            time.advance(STEP);
            settle();
        }
    }

    /** Nobody has written anything for a moment: whatever the last step began has come to its end. */
    private void settle() {
        long[] revision = {-1};
        Awaitility.await("nobody writes")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(25))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    long before = revision[0];
                    revision[0] = api.revision();
                    return revision[0] == before;
                });
    }

    private AgentThreads threads() {
        return new AgentThreads(
                time.threads(1, Executors.defaultThreadFactory()),
                time.threads(1, Executors.defaultThreadFactory()),
                Executors.newFixedThreadPool(4),
                Executors.newFixedThreadPool(4),
                Executors.newFixedThreadPool(1),
                Executors.newSingleThreadExecutor(),
                Executors.newCachedThreadPool(),
                time.threads(1, Executors.defaultThreadFactory()));
    }

    @Override
    public void close() {
        hosts.values().forEach(Host::close);
        master.close();
        api.close();
    }
}
