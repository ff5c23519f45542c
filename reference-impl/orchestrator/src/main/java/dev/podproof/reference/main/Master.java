package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.apiserver.ApiServer;
import dev.podproof.reference.apiserver.ApiServerOptions;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.faults.Faults;
import dev.podproof.reference.faults.Part;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import dev.podproof.reference.network.HostNetwork;
import dev.podproof.reference.network.NetworkOptions;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.PodAttachment;
import dev.podproof.reference.view.ApiView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API server with its store, then the control plane, which reaches it as anybody else would: over TLS. */
final class Master extends Program {

    private static final Logger LOG = LoggerFactory.getLogger(Master.class);
    private static final String EVERYWHERE = "0.0.0.0";
    private static final Commands COMMANDS = new HostCommands(Duration.ofSeconds(30));

    private final ClusterOptions options;
    private final StoreOptions store;
    private final Options own;
    private final Clock clock;
    private ClusterRanges ranges;

    /**
     * What only a master has to be told.
     *
     * @param listen the only address to listen on; empty for the API server on all, and the DNS server on the host's own
     * @param port of the API server
     * @param dnsPort of the DNS server
     * @param nodeGrace how long a host may be silent
     */
    record Options(Optional<String> listen, int port, int dnsPort, Duration nodeGrace) {}

    Master(ClusterOptions options, StoreOptions store, Options own, Clock clock) {
        this.options = options;
        this.store = store;
        this.own = own;
        this.clock = clock;
    }

    @Override
    void start() {
        Secrets secrets = new Secrets(options.configDirectory());
        String address = options.address();
        ranges = options.ranges();
        Faults faults = options.faults().on(this, address, Optional.empty(), ranges, COMMANDS, clock);
        part(new ApiServer(
                        new ApiServerOptions(
                                own.listen().orElse(EVERYWHERE),
                                own.port(),
                                address,
                                own.port(),
                                secrets.directory(),
                                Optional.of(options.dataDirectory()),
                                ranges,
                                options.network().chooser() == SubnetController.Chooser.HOSTS,
                                clock),
                        store.open(options.dataDirectory()),
                        Limits.USUAL,
                        faults::front))
                .start();
        LOG.info("API server on {}:{}", address, own.port());
        KubernetesClient client = part(Clients.open(secrets.path("master.kubeconfig")));
        keepRoutes(client, address, faults);
        part(new ControlPlane(client, settings(address, secrets), clock, faults))
                .start();
        SpareMemory.ofThisProcess().start(thread("memory"));
        LOG.info("master is ready");
    }

    /** The master runs no pods, but its DNS server has to answer those that ask from the hosts. */
    private void keepRoutes(KubernetesClient client, String address, Faults faults) {
        Commands commands = faults.before(Commands.class, COMMANDS);
        HostNetwork network = new HostNetwork(
                faults.view(Part.NETWORK, part(new ApiView(client))),
                commands,
                new NetworkOptions(Optional.empty(), ranges.pods(), ranges.services()),
                faults.before(
                        Overlay.class, options.network().onMaster(commands, Ipv4Address.parse(address), ranges.pods())),
                thread("network"),
                PodAttachment.NONE);
        network.start();
        faults.onSwitch(network::rewrite);
    }

    private ControlPlane.Settings settings(String address, Secrets secrets) {
        return new ControlPlane.Settings(
                address,
                own.listen().orElse(address),
                ranges,
                options.network().chooser(),
                options.network().isVxlan() ? store.leases().map(this::part) : Optional.empty(),
                secrets.read("ca.crt"),
                options.dnsAddress(),
                own.dnsPort(),
                own.nodeGrace());
    }
}
