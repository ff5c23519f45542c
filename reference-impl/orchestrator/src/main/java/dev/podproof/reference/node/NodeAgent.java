package dev.podproof.reference.node;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.PodAttachment;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeListener;
import dev.podproof.reference.node.server.PodLookup;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host. It keeps no state of its own: what should run it reads from the API, what runs it reads from the
 * container engine, so that it may be ended at any moment and started again while pods go on.
 */
public final class NodeAgent implements PodLookup, RuntimeListener, PodAttachment, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final long STATUS_SECONDS = 10;
    private static final long RETRY_SECONDS = 1;
    private static final long RESYNC_SECONDS = 60;

    private final KubernetesClient client;
    private final ClusterView cluster;
    private final ContainerRuntime runtime;
    private final NodeOptions options;
    private final NodeRegistration registration;
    private final NodeLease lease;
    private final PodWork work;
    private final AgentThreads threads;
    private volatile Optional<String> notReady = notReady("the API has no podCIDR for this node yet");
    private volatile CompletableFuture<Void> images = new CompletableFuture<>();
    private SharedIndexInformer<Pod> informer;
    private AutoCloseable engineEvents;

    /** Makes the agent; it does nothing before {@link #start()}. */
    public NodeAgent(
            KubernetesClient client,
            ClusterView cluster,
            ContainerRuntime runtime,
            Commands commands,
            NodeOptions options,
            Clock clock) {
        this(client, cluster, runtime, commands, options, AgentThreads.start(), clock);
    }

    /** One that works with these threads, and ends them with itself. */
    public NodeAgent(
            KubernetesClient client,
            ClusterView cluster,
            ContainerRuntime runtime,
            Commands commands,
            NodeOptions options,
            AgentThreads threads,
            Clock clock) {
        this.client = client;
        this.cluster = cluster;
        this.runtime = runtime;
        this.options = options;
        this.registration = new NodeRegistration(client, runtime, options, clock);
        this.lease = new NodeLease(client, options.name(), clock);
        this.threads = threads;
        this.work = new PodWork(client, runtime, commands, () -> cluster.list(Service.class), options, threads, clock);
    }

    /** Registers the node and begins its heartbeats; pods are run once {@link #networkReady} was called. Returns at once. */
    public void start() {
        start(CompletableFuture.completedFuture(null));
    }

    /**
     * The same on an engine that does not have yet what every pod needs.
     *
     * @param images complete when it has; no pod is run before
     */
    public void start(CompletableFuture<Void> images) {
        this.images = images;
        Future<?> unused = threads.heart()
                .scheduleWithFixedDelay(this::beat, 0, options.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
        threads.lifecycle().execute(this::keepReporting);
    }

    @Override
    public void subnetGiven(Subnet subnet) {
        threads.lifecycle().execute(() -> {
            registration.bring(subnet.text());
            report();
        });
    }

    @Override
    public void networkReady(PodBridge bridge) {
        threads.lifecycle().execute(() -> attach(bridge));
    }

    /** Pods that run go on; the node says that it can take no more. */
    @Override
    public void networkFails(String why) {
        threads.lifecycle().execute(() -> {
            notReady = notReady(why);
            report();
        });
    }

    private static Optional<String> notReady(String why) {
        return Optional.of("container runtime network not ready: " + why);
    }

    @Override
    public Optional<Pod> find(String namespace, String name) {
        return work.pods().find(namespace, name);
    }

    @Override
    public List<Container> containers(Pod pod) {
        return runtime.containersOf(pod.getMetadata().getUid());
    }

    private void beat() {
        try {
            lease.renew();
        } catch (RuntimeException | Error failed) {
            LOG.warn("node {} could not say that it is alive, trying again: {}", options.name(), failed.toString());
        }
    }

    /** One chain of reports, however many of them fail. */
    private void keepReporting() {
        long pause = report() ? STATUS_SECONDS : RETRY_SECONDS;
        Future<?> unused = threads.lifecycle().schedule(this::keepReporting, pause, TimeUnit.SECONDS);
    }

    private boolean report() {
        try {
            registration.report(notReady);
            return true;
        } catch (RuntimeException | Error failed) {
            LOG.warn(
                    "the status of node {} could not be written, trying again in {} s: {}",
                    options.name(),
                    RETRY_SECONDS,
                    failed.toString());
            return false;
        }
    }

    private void attach(PodBridge bridge) {
        try {
            runtime.ensureNetwork(new PodNetwork(
                    Sandboxes.NETWORK, bridge.name(), bridge.subnet().text(), bridge.gateway(), bridge.mtu()));
            if (!images.isDone()) {
                notReady = notReady("the engine does not have the images of pods yet");
                CompletableFuture<Void> unused = images.thenRunAsync(() -> attach(bridge), threads.lifecycle());
                return;
            }
            notReady = Optional.empty();
            if (informer == null) {
                follow();
            }
            LOG.info("node {} runs pods in {}", options.name(), bridge.subnet());
            report();
        } catch (RuntimeException | Error failed) {
            notReady = notReady(failed.getMessage());
            LOG.warn("the pods' network can't be made, trying again in {} s", RETRY_SECONDS, failed);
            Future<?> unused = threads.lifecycle().schedule(() -> attach(bridge), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Services first: what a container is told of them is fixed when it starts (ENV-01). */
    private void follow() {
        cluster.follow(Service.class, Changes.any(service -> {}));
        SharedIndexInformer<Pod> following = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", options.name())
                .runnableInformer(0);
        following.addEventHandler(work.pods());
        following.exceptionHandler((started, cause) -> {
            LOG.warn("watching this node's pods was interrupted and is tried again: {}", cause.toString());
            return true;
        });
        following.start().toCompletableFuture().join();
        informer = following;
        work.begin();
        engineEvents = runtime.watch(this);
        Future<?> unused = threads.lifecycle()
                .scheduleWithFixedDelay(this::lookAtAll, RESYNC_SECONDS, RESYNC_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void changed(String podUid) {
        work.look(podUid);
    }

    @Override
    public void resync() {
        threads.lifecycle().execute(this::lookAtAll);
    }

    /** Every pod that is wanted, and every pod that has containers: what is in only one of the two is to be made or removed. */
    private void lookAtAll() {
        try {
            work.pods().uids().forEach(work::look);
            runtime.containers().stream().map(Container::podUid).distinct().forEach(work::look);
        } catch (RuntimeException | Error failed) {
            LOG.warn("could not look at all pods: {}", failed.toString());
        }
    }

    @Override
    public void close() {
        threads.stopReporting();
        if (informer != null) {
            informer.stop();
            try {
                engineEvents.close();
            } catch (Exception cause) {
                LOG.warn("the engine's events could not be ended", cause);
            }
        }
        work.close();
    }
}
