package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.network.HostNetwork;
import dev.podproof.reference.network.NetworkOptions;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.node.NodeAgent;
import dev.podproof.reference.node.NodeOptions;
import dev.podproof.reference.node.runtime.docker.DockerRuntime;
import dev.podproof.reference.node.server.NodeServer;
import dev.podproof.reference.node.server.NodeServerOptions;
import dev.podproof.reference.proxy.ServiceProxy;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.web.EventLoops;
import dev.podproof.reference.web.Gate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's agent with its server, the host's network, and the service proxy. When it ends, pods and rules stay. */
final class Node extends Program {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
    /** What is served and what is asked share them. */
    private static final int LOOPS = 2;
    /** Streams of its pods, and hardly anything else; only the master connects to it. */
    private static final int MOST_CONNECTIONS = 2_048;

    private static final int MOST_STRANGERS = 256;

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    private final ClusterOptions options;
    private final String name;
    private final Optional<String> ticket;
    private final URI docker;
    private final Optional<Path> imagesReady;
    private final String pauseImage;
    private final int port;
    private final Clock clock;

    /**
     * It does nothing before {@link #start()}.
     *
     * @param ticket to join with, for a host that has no certificates yet
     * @param docker the Engine; if its socket is not there yet, it is waited for
     * @param imagesReady a file that is there once the Engine has the images that pods need; empty if it has them now
     */
    Node(
            ClusterOptions options,
            String name,
            Optional<String> ticket,
            URI docker,
            Optional<Path> imagesReady,
            String pauseImage,
            int port,
            Clock clock) {
        this.options = options;
        this.name = name;
        this.ticket = ticket;
        this.docker = docker;
        this.imagesReady = imagesReady;
        this.pauseImage = pauseImage;
        this.port = port;
        this.clock = clock;
    }

    @Override
    void start() {
        Secrets secrets = new Secrets(options.configDirectory());
        String address = options.address();
        ClusterRanges ranges = options.ranges();
        Commands commands = new HostCommands(COMMAND_LIMIT);
        ScheduledExecutorService looking = thread("files");
        Future<?> engine = AwaitedFile.socketOf(docker).appears(looking);
        CompletableFuture<Void> images =
                imagesReady.map(AwaitedFile::new).orElse(AwaitedFile.NONE).appears(looking);
        Overlay overlay = options.network().onNode(commands, address, ranges.pods());
        ScheduledExecutorService network = thread("network");
        Future<?> prepared = network.submit(overlay::prepare);
        EventLoops loops =
                part(EventLoops.start(LOOPS, new Gate(MOST_CONNECTIONS, MOST_STRANGERS, MOST_STRANGERS / 2)));
        ticket.ifPresent(shown -> new Join(options.configDirectory(), loops).with(name, shown));
        KubernetesClient client = part(Clients.open(secrets.path("node.kubeconfig"), loops));
        ClusterView view = part(new ClusterView(client));
        DockerRuntime runtime = part(DockerRuntime.at(docker, name));
        NodeAgent agent = part(new NodeAgent(client, view, runtime, commands, agentOptions(address), clock));
        requireDone(engine);
        // Its subnet takes the cluster a while: it is asked for first, and the rest is made meanwhile.
        agent.start(images);
        new HostNetwork(
                        view,
                        commands,
                        new NetworkOptions(
                                Optional.of(name),
                                ranges.pods().toString(),
                                ranges.services().toString()),
                        overlay,
                        network,
                        agent)
                .start();
        part(new NodeServer(serverOptions(address, secrets), loops, agent, runtime.streams(), clock))
                .start();
        part(new ServiceProxy(view, commands, thread("proxy"), ranges.services().toString(), overlay.bridgeName()))
                .start();
        requireDone(prepared);
        LOG.info("node {} is ready on {}", name, address);
    }

    private static void requireDone(Future<?> part) {
        try {
            part.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the host was ready", interrupted);
        }
    }

    private NodeOptions agentOptions(String address) {
        return new NodeOptions(
                name, address, options.dataDirectory(), pauseImage, options.dnsAddress(), port, HEARTBEAT);
    }

    private NodeServerOptions serverOptions(String address, Secrets secrets) {
        return new NodeServerOptions(
                address, port, secrets.read("node.crt"), secrets.read("node.key"), secrets.read("ca.crt"));
    }
}
