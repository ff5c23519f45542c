package dev.podproof.benchmarks;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.AgentThreads;
import dev.podproof.reference.node.NodeAgent;
import dev.podproof.reference.node.NodeOptions;
import dev.podproof.reference.node.runtime.hollow.HollowRuntime;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.web.EventLoops;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A process full of hosts that are agents and nothing else: each has its certificate, its connection, its watch, its Lease and its
 * node object, and runs the pods that are bound to it in a {@link HollowRuntime}. What the whole process shares are threads and one
 * watch of services and nodes. Ends when its standard input does.
 */
final class HollowHosts {
    static final String KUBECONFIG = ".kubeconfig";
    static final String DATA = "data";
    private static final int EVENT_LOOPS = 2;
    private static final int WORKERS = 16;
    private static final int MTU = 1500;
    private static final int SUBNET_PREFIX = 24;
    /** RFC 2544 keeps this range for benchmarks. Each host names one address of it, as the API server refuses a loopback address. */
    private static final Ipv4Range ADDRESSES = Ipv4Range.parse("198.18.0.0/15");

    /** Between the starts of two hosts: they come one after the other, as hosts do. */
    private static final long PAUSE_MILLIS = 8;

    private final Path directory;
    private final Duration heartbeat;
    private final Ipv4Range range;
    private final EventLoops loops = EventLoops.start(EVENT_LOOPS);
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final ExecutorService tasks = Executors.newCachedThreadPool();
    private final AgentThreads shared = threads();
    private final Map<String, NodeAgent> agents = new ConcurrentHashMap<>();
    private final Set<String> attached = ConcurrentHashMap.newKeySet();

    private HollowHosts(Path directory, Duration heartbeat, Ipv4Range range) {
        this.directory = directory;
        this.heartbeat = heartbeat;
        this.range = range;
    }

    /** The directory with a kubeconfig for each host, the seconds between heartbeats, and where the hosts' subnets come from. */
    public static void main(String[] arguments) throws Exception {
        new HollowHosts(
                        Path.of(arguments[0]),
                        Duration.ofSeconds(Long.parseLong(arguments[1])),
                        Ipv4Range.parse(arguments[2]))
                .run();
        while (System.in.read() >= 0) {
            // Whoever started this process has nothing to say to it but that it is over.
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        List<Path> kubeconfigs = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(KUBECONFIG)).sorted().forEach(kubeconfigs::add);
        }
        ClusterView view = new ApiView(client(kubeconfigs.get(0)));
        for (Path kubeconfig : kubeconfigs) {
            String name = kubeconfig.getFileName().toString().replace(KUBECONFIG, "");
            String address = ADDRESSES.address(agents.size() + 1);
            NodeAgent agent = agent(name, address, client(kubeconfig), view);
            agents.put(name, agent);
            agent.start();
            agent.subnetGiven(
                    new Subnet(range.part(SUBNET_PREFIX, agents.size()).toString()));
            Thread.sleep(PAUSE_MILLIS);
        }
        view.follow(Node.class, (before, after) -> attach(after));
    }

    /** In place of a real host's network, which would tell its agent the same. */
    private void attach(Node node) {
        if (node == null || node.getSpec().getPodCIDR() == null) {
            return;
        }
        String name = node.getMetadata().getName();
        if (agents.containsKey(name) && attached.add(name)) {
            Subnet subnet = new Subnet(node.getSpec().getPodCIDR());
            agents.get(name).networkReady(PodBridge.ours(subnet, MTU));
        }
    }

    private NodeAgent agent(String name, String address, KubernetesClient client, ClusterView view) {
        NodeOptions options = new NodeOptions(
                name, address, directory.resolve(DATA), "podproof/pause:1", "10.96.0.10", 10250, heartbeat);
        AgentThreads own = new AgentThreads(
                Executors.newSingleThreadScheduledExecutor(),
                Executors.newSingleThreadScheduledExecutor(),
                shared.pods(),
                shared.writers(),
                shared.pulls(),
                shared.events(),
                shared.helpers(),
                shared.timer());
        Commands none = (command, input) -> {
            throw CommandFailed.failed(command, 1, "a hollow host has no commands");
        };
        Clock clock = Clock.systemUTC();
        return new NodeAgent(client, view, new HollowRuntime(clock), none, options, own, clock);
    }

    private static AgentThreads threads() {
        return new AgentThreads(
                Executors.newSingleThreadScheduledExecutor(),
                Executors.newSingleThreadScheduledExecutor(),
                Executors.newFixedThreadPool(WORKERS),
                Executors.newFixedThreadPool(WORKERS),
                Executors.newFixedThreadPool(2),
                // An agent alone writes its events one after the other; so many agents do not wait for each other.
                Executors.newFixedThreadPool(WORKERS),
                Executors.newCachedThreadPool(),
                Executors.newSingleThreadScheduledExecutor());
    }

    /** By the file's text, as the library would read a file before each request anew, looking for a token. */
    private KubernetesClient client(Path kubeconfig) throws IOException {
        Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(loops.clients(config))
                .withKubernetesSerialization(serialization)
                .withTaskExecutorSupplier(new KubernetesClientBuilder.ExecutorSupplier() {
                    @Override
                    public Executor get() {
                        return tasks;
                    }

                    @Override
                    public void onClose(Executor executor) {
                        // Shared by all hosts.
                    }
                })
                .build();
    }
}
