package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.controller.bounds.Bounds;
import dev.podproof.reference.controller.endpoints.EndpointSliceMirror;
import dev.podproof.reference.controller.endpoints.EndpointsController;
import dev.podproof.reference.controller.flannel.FlannelLeases;
import dev.podproof.reference.controller.flannel.LeaseBook;
import dev.podproof.reference.controller.garbage.GarbageCollector;
import dev.podproof.reference.controller.namespace.NamespaceController;
import dev.podproof.reference.controller.nodelifecycle.NodeLifecycleController;
import dev.podproof.reference.controller.replication.ReplicationManager;
import dev.podproof.reference.controller.subnets.Reservations;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.dns.DnsServer;
import dev.podproof.reference.dns.DnsService;
import dev.podproof.reference.dns.server.Messages;
import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.faults.Faults;
import dev.podproof.reference.faults.Part;
import dev.podproof.reference.network.Tunnel;
import dev.podproof.reference.scheduler.Scheduler;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Everything of the master that only needs a Kubernetes API: whose that is, it does not know. */
final class ControlPlane extends Program {

    private static final int CONTROLLER_THREADS = 8;
    private static final int SCHEDULER_WRITERS = 8;
    private static final int REPLICA_WRITERS = 8;

    private final KubernetesClient client;
    private final Settings settings;
    private final Clock clock;
    private final Faults faults;

    /**
     * What the control plane has to be told.
     *
     * @param address the master's own address
     * @param dnsListen where the DNS server listens, at {@code dnsPort}
     * @param ranges where pods and services get their addresses from
     * @param flannel where hosts of a flannel network are found, that these may be one overlay with
     * @param subnets who chooses the hosts' subnets
     * @param rootCertificate of the cluster's CA, PEM
     * @param dnsAddress the virtual address of the cluster's DNS
     * @param dnsPort where pods reach the DNS server on the master's address
     * @param nodeGrace how long a node may be silent; a few of its heartbeats
     */
    record Settings(
            String address,
            String dnsListen,
            ClusterRanges ranges,
            SubnetController.Chooser subnets,
            Optional<LeaseBook> flannel,
            String rootCertificate,
            String dnsAddress,
            int dnsPort,
            Duration nodeGrace) {}

    ControlPlane(KubernetesClient client, Settings settings, Clock clock) {
        this(client, settings, clock, Threads.REAL, Faults.none());
    }

    /** One with deliberate faults. */
    ControlPlane(KubernetesClient client, Settings settings, Clock clock, Faults faults) {
        this(client, settings, clock, Threads.REAL, faults);
    }

    /** One for which time passes as these threads and the clock say. */
    ControlPlane(KubernetesClient client, Settings settings, Clock clock, Threads threads, Faults faults) {
        super(threads);
        this.faults = faults;
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    void start() {
        ClusterView view = part(new ApiView(client));
        ScheduledExecutorService controllers = threads("controller", CONTROLLER_THREADS);
        ScheduledExecutorService eventWriter = thread("events");
        EventRecorder controllerEvents = new EventRecorder(client, clock, eventWriter, "podproof-controller");
        part(new NamespaceController(client, view, controllers, settings.rootCertificate()))
                .start();
        part(new SubnetController(
                        client,
                        faults.view(Part.SUBNETS, view),
                        controllerEvents,
                        clock,
                        controllers,
                        settings.ranges(),
                        settings.subnets(),
                        reservations(view, controllers)))
                .start();
        part(new EndpointsController(client, faults.view(Part.ENDPOINTS, view), controllers))
                .start();
        part(new EndpointSliceMirror(client, view, controllers)).start();
        part(new ReplicationManager(
                        client,
                        faults.view(Part.REPLICATION, view),
                        new EventRecorder(client, clock, eventWriter, "replication-controller"),
                        clock,
                        controllers,
                        workers("replicas", REPLICA_WRITERS)))
                .start();
        part(new GarbageCollector(
                        client, new EventRecorder(client, clock, eventWriter, "garbage-collector"), controllers))
                .start();
        part(new Bounds(client, view, clock, controllers)).start();
        part(new NodeLifecycleController(
                        client,
                        faults.view(Part.NODE_LIFECYCLE, view),
                        new EventRecorder(client, clock, eventWriter, "node-controller"),
                        clock,
                        controllers,
                        settings.nodeGrace()))
                .start();
        EventRecorder schedulerEvents = new EventRecorder(client, clock, eventWriter, "default-scheduler");
        part(new Scheduler(
                        client,
                        faults.view(Part.SCHEDULER, view),
                        schedulerEvents,
                        clock,
                        thread("scheduler"),
                        workers("bind", SCHEDULER_WRITERS)))
                .start();
        startDns(view, controllers);
    }

    private Reservations reservations(ClusterView view, ScheduledExecutorService controllers) {
        if (settings.flannel().isEmpty()) {
            return Reservations.NONE;
        }
        FlannelLeases leases = part(new FlannelLeases(
                client, view, settings.flannel().get(), settings.ranges(), Tunnel::hardwareAddress, controllers));
        leases.start();
        return leases;
    }

    private void startDns(ClusterView view, ScheduledExecutorService controllers) {
        InetSocketAddress address = new InetSocketAddress(settings.dnsListen(), settings.dnsPort());
        List<String> ranges = List.of(
                settings.ranges().pods().toString(),
                settings.ranges().services().toString());
        List<InetSocketAddress> resolvers = HostResolvers.read(Path.of("/etc/resolv.conf"));
        part(new DnsServer(
                        faults.view(Part.DNS, view),
                        address,
                        "cluster.local",
                        ranges,
                        resolvers,
                        clock,
                        faults::zone,
                        messages -> faults.before(Messages.class, messages)))
                .start();
        part(new DnsService(client, view, controllers, settings.dnsAddress(), settings.address(), settings.dnsPort()))
                .start();
    }
}
