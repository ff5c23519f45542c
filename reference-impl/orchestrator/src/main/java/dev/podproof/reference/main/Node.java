package dev.podproof.reference.main;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.network.HostNetwork;
import dev.podproof.reference.network.NetworkOptions;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.NodeAgent;
import dev.podproof.reference.node.NodeOptions;
import dev.podproof.reference.node.runtime.docker.DockerRuntime;
import dev.podproof.reference.node.server.NodeServer;
import dev.podproof.reference.node.server.NodeServerOptions;
import dev.podproof.reference.proxy.ServiceProxy;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's agent with its server, the host's network, and the service proxy. When it ends, pods and rules stay. */
final class Node extends Program {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    private final ClusterOptions options;
    private final String name;
    private final URI docker;
    private final String pauseImage;
    private final int port;
    private final Clock clock;

    Node(ClusterOptions options, String name, URI docker, String pauseImage, int port, Clock clock) {
        this.options = options;
        this.name = name;
        this.docker = docker;
        this.pauseImage = pauseImage;
        this.port = port;
        this.clock = clock;
    }

    @Override
    void start() {
        Secrets secrets = new Secrets(options.configDirectory());
        String address = options.address();
        Commands commands = new HostCommands(COMMAND_LIMIT);
        KubernetesClient client = part(Clients.open(secrets.path("node.kubeconfig")));
        ClusterView view = part(new ClusterView(client));
        DockerRuntime runtime = part(DockerRuntime.at(docker, name));
        Overlay overlay = options.network().onNode(commands, address);
        NodeAgent agent = part(new NodeAgent(client, view, runtime, commands, agentOptions(address, overlay), clock));
        part(new NodeServer(serverOptions(address, secrets), agent, runtime.streams(), clock))
                .start();
        agent.start();
        new HostNetwork(
                        view,
                        commands,
                        new NetworkOptions(Optional.of(name), options.podRange(), options.serviceRange()),
                        overlay,
                        thread("network"),
                        agent::networkReady)
                .start();
        part(new ServiceProxy(view, commands, thread("proxy"), options.serviceRange(), bridge(overlay)))
                .start();
        LOG.info("node {} is ready on {}", name, address);
    }

    private static String bridge(Overlay overlay) {
        return overlay.given().map(subnet -> overlay.bridge(subnet).name()).orElse(PodBridge.OURS);
    }

    private NodeOptions agentOptions(String address, Overlay overlay) {
        Optional<String> subnet = overlay.given().map(Subnet::text);
        return new NodeOptions(
                name, address, options.dataDirectory(), pauseImage, options.dnsAddress(), port, HEARTBEAT, subnet);
    }

    private NodeServerOptions serverOptions(String address, Secrets secrets) {
        return new NodeServerOptions(
                address, port, secrets.read("node.crt"), secrets.read("node.key"), secrets.read("ca.crt"));
    }
}
