package dev.podproof.reference.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.network.vxlan.Vxlan;
import dev.podproof.reference.node.NodeAgent;
import dev.podproof.reference.node.NodeOptions;
import dev.podproof.reference.node.runtime.hollow.HollowRuntime;
import dev.podproof.reference.node.server.NodeServer;
import dev.podproof.reference.node.server.NodeServerOptions;
import dev.podproof.reference.proxy.ServiceProxy;
import dev.podproof.reference.security.ClusterSecrets;
import dev.podproof.reference.security.Entrance;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.web.EventLoops;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole cluster in this process, at the loopback address, for as long as one pod takes to start: a master, and a host that joins it, whose
 * engine is hollow. It is played while the host image is made, so that the Java machine can note what it loads and link it ahead of time
 * (docs/adr/0039). It changes nothing on the machine but its own directory.
 */
final class Rehearsal extends Program {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final String LOOPBACK = "127.0.0.1";
    /** A host is reached from others, so that loopback would not do; this one is for documentation (RFC 5737), and nobody calls it. */
    private static final Ipv4Address ADDRESS = Ipv4Address.parse("192.0.2.1");

    private static final String HOST = "rehearsal";
    private static final String PAUSE = "podproof/pause:1";
    private static final Subnet SUBNET = new Subnet("10.244.1.0/24");
    private static final int MTU = 1500;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A rehearsal changes nothing on its machine: nothing is run, and nothing said. */
    private static final Commands NONE = (command, input) -> "";

    private final Path directory;
    private final int port;
    private final int dnsPort;
    private final Clock clock;

    /**
     * It begins with {@link #start()}.
     *
     * @param directory for certificates and the store; empty
     * @param port of the API server
     */
    Rehearsal(Path directory, int port, int dnsPort, Clock clock) {
        this.directory = directory;
        this.port = port;
        this.dnsPort = dnsPort;
        this.clock = clock;
    }

    /** Returns when a pod runs. */
    @Override
    void start() {
        ClusterSecrets secrets = ClusterSecrets.generate(Set.of(), clock);
        Map<String, byte[]> ofMaster = secrets.masterFiles();
        Path master = directory.resolve("master");
        keep(master, ofMaster);
        part(master(master)).start();
        Path host = directory.resolve("host");
        EventLoops loops = part(EventLoops.start(2));
        new Join(host, loops).with(HOST, ticket(ofMaster));
        startHost(host, loops);
        makeNetwork();
        EngineRehearsal.at(directory.resolve("no-engine"));
        runPod(part(Clients.open(master.resolve("master.kubeconfig"))));
        LOG.info("a pod ran on a host without containers; the rehearsal is over");
    }

    private Master master(Path configDirectory) {
        MasterCommand command = new MasterCommand();
        Main.commandLine(command)
                .parseArgs(
                        "--config-dir=" + configDirectory,
                        "--data-dir=" + directory.resolve("data"),
                        "--listen=" + LOOPBACK,
                        "--port=" + port,
                        "--dns-port=" + dnsPort,
                        "--network=external");
        return command.master(clock);
    }

    private String ticket(Map<String, byte[]> ofMaster) {
        return Entrance.of(text(ofMaster, "ca.crt"), text(ofMaster, "ca.key"), text(ofMaster, "apiserver.crt"), clock)
                .ticket(HOST, 0, endpoint(), LIMIT)
                .text();
    }

    /** A host's client, agent and server, as {@link Node} starts them. */
    private void startHost(Path config, EventLoops loops) {
        Secrets secrets = new Secrets(config);
        KubernetesClient client = part(Clients.open(secrets.path("node.kubeconfig"), loops));
        ClusterView view = part(new ApiView(client));
        HollowRuntime runtime = part(new HollowRuntime(clock));
        NodeOptions options =
                new NodeOptions(HOST, ADDRESS.toString(), directory, PAUSE, LOOPBACK, 0, Duration.ofSeconds(3));
        NodeAgent agent = part(new NodeAgent(client, view, runtime, NONE, options, clock));
        NodeServerOptions server = new NodeServerOptions(
                LOOPBACK, 0, secrets.read("node.crt"), secrets.read("node.key"), secrets.read("ca.crt"));
        part(new NodeServer(server, loops, agent, runtime.streams(), clock)).start();
        part(new ServiceProxy(view, NONE, thread("proxy"), Ipv4Range.parse(ClusterRanges.SERVICES), HOST))
                .start();
        agent.start();
        agent.subnetGiven(SUBNET);
        agent.networkReady(
                new PodBridge(PodBridge.OURS, SUBNET, SUBNET.gateway().toString(), MTU));
    }

    private static void makeNetwork() {
        Overlay overlay = new Vxlan(NONE, ADDRESS, MTU);
        overlay.prepare();
        overlay.join(Optional.of(SUBNET));
        overlay.peers(Set.of(new Peer(HOST, ADDRESS, SUBNET)));
    }

    private static void runPod(KubernetesClient client) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(HOST)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
        client.resource(pod).create();
        client.pods()
                .inNamespace("default")
                .withName(HOST)
                .waitUntilCondition(
                        now -> now != null
                                && now.getStatus() != null
                                && "Running".equals(now.getStatus().getPhase()),
                        LIMIT.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private URI endpoint() {
        return URI.create("https://" + LOOPBACK + ":" + port);
    }

    private void keep(Path target, Map<String, byte[]> files) {
        Secrets secrets = new Secrets(target);
        files.keySet().forEach(name -> {
            String text = text(files, name)
                    .replace("https://127.0.0.1:6443", endpoint().toString());
            secrets.keep(name, text.getBytes(UTF_8));
        });
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), UTF_8);
    }
}
