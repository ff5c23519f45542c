package dev.podproof.reference.node;

import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.admission.Admission;
import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.health.Doctor;
import dev.podproof.reference.node.health.HealthListener;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.volume.Overflow;
import dev.podproof.reference.node.volume.SubPaths;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All that brings pods to life and to their end, put together: who does what, and who tells whom to look again. */
final class PodWork implements HealthListener, AutoCloseable {
    private final AgentThreads threads;
    private final PodStore pods = new PodStore(this::look);
    private final PodEvents events;
    private final StatusPublisher statuses;
    private final KeyedWorkers workers;
    private volatile boolean begun;

    PodWork(
            KubernetesClient client,
            ContainerRuntime runtime,
            Commands commands,
            Supplier<Collection<Service>> services,
            NodeOptions options,
            AgentThreads threads,
            Clock clock) {
        this.threads = threads;
        events = new PodEvents(new EventRecorder(client, clock, threads.events(), "kubelet", options.name()));
        statuses = new StatusPublisher(client, pods, threads.writers(), threads.timer());
        Configuration configuration = new ApiConfiguration(client);
        Images images = new Images(runtime, events, clock, threads.pulls(), this::look);
        Volumes volumes = new Volumes(commands, configuration);
        LastWords lastWords = new LastWords(options, runtime.streams());
        PodFiles files = new PodFiles(options, Path.of("/etc/resolv.conf"));
        Doctor doctor = new Doctor(runtime.streams(), this, threads.helpers(), threads.timer(), clock);
        Stopper stopper = new Stopper(runtime, doctor, events, options.address(), clock);
        PodEnding ending = new PodEnding(options, client, runtime, volumes, stopper);
        SubPaths parts = new SubPaths(commands);
        ContainerStarter containers = new ContainerStarter(
                options, runtime, files, parts, lastWords, services, configuration, doctor, events, clock);
        Sandboxes sandboxes = new Sandboxes(runtime, threads.helpers(), options.pauseImage());
        Allocatable allocatable = new Allocatable(runtime);
        PodStarter starter =
                new PodStarter(options, sandboxes, images, volumes, containers, allocatable, events, clock);
        Admission admission = new Admission(pods::all, allocatable, options.name(), () -> labels(client, options));
        VolumeSizes sizes = new VolumeSizes(options, new Overflow(commands), threads.helpers(), this::look);
        PodReconciler reconciler = new PodReconciler(
                options, pods, runtime, admission, sizes, starter, ending, stopper, lastWords, images, doctor, statuses,
                events, clock);
        workers = new KeyedWorkers("pod", reconciler::reconcile, threads.pods(), threads.timer());
    }

    private static Map<String, String> labels(KubernetesClient client, NodeOptions options) {
        return Optional.ofNullable(client.nodes().withName(options.name()).get())
                .map(node -> node.getMetadata().getLabels())
                .orElse(Map.of());
    }

    PodStore pods() {
        return pods;
    }

    /** The first list of pods is complete; before, every pod that it does not hold yet would look deleted. */
    void begin() {
        begun = true;
    }

    /** Has that pod looked at, soon. */
    void look(String podUid) {
        if (begun) {
            workers.signal(podUid);
        }
    }

    @Override
    public void changed(String podUid) {
        look(podUid);
    }

    @Override
    public void complained(Pod pod, String container, String reason, String message) {
        events.warning(pod, container, reason, message);
    }

    @Override
    public void close() {
        workers.close();
        statuses.close();
        threads.close();
    }
}
