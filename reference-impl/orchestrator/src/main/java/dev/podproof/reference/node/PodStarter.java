package dev.podproof.reference.node;

import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.env.Environment;
import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.env.ServiceVariables;
import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.health.Doctor;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.volume.VolumeFailure;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts what a plan says: images, volumes, the sandbox, then each container in it. */
final class PodStarter {
    private static final String VOLUMES = "its volumes";
    private static final String SANDBOX = "its sandbox";

    private final NodeOptions options;
    private final ContainerRuntime runtime;
    private final Sandboxes sandboxes;
    private final Images images;
    private final Volumes volumes;
    private final PodFiles files;
    private final LastWords lastWords;
    private final Supplier<Collection<Service>> services;
    private final Configuration configuration;
    private final Doctor doctor;
    private final PodEvents events;
    private final Clock clock;

    PodStarter(
            NodeOptions options,
            ContainerRuntime runtime,
            Images images,
            Volumes volumes,
            PodFiles files,
            LastWords lastWords,
            Supplier<Collection<Service>> services,
            Configuration configuration,
            Doctor doctor,
            PodEvents events,
            Clock clock) {
        this.options = options;
        this.runtime = runtime;
        this.sandboxes = new Sandboxes(runtime, options.pauseImage());
        this.images = images;
        this.volumes = volumes;
        this.files = files;
        this.lastWords = lastWords;
        this.services = services;
        this.configuration = configuration;
        this.doctor = doctor;
        this.events = events;
        this.clock = clock;
    }

    private record Ready(Container container, NextStep step, Optional<Image> image) {}

    /** Starts as much as can be started now; gives back when to try the rest, empty if there is none or its time is told otherwise. */
    Optional<Instant> start(PodView view, PodMemory memory, List<Plan.Start> starts) {
        Earliest again = new Earliest();
        Instant now = clock.instant();
        for (String what : List.of(VOLUMES, SANDBOX)) {
            if (memory.notBefore(what, now).isPresent()) {
                return memory.notBefore(what, now);
            }
        }
        try {
            Map<String, Path> places = volumes.prepare(
                    view.pod(), options.podDirectory(view.uid()), fields(view, view.address(options.address())));
            memory.succeeded(VOLUMES);
            List<Ready> ready = new ArrayList<>();
            for (Plan.Start start : starts) {
                withImage(view, memory, start, again).ifPresent(ready::add);
            }
            if (!ready.isEmpty()) {
                startAll(view, memory, ready, places, again);
            }
        } catch (VolumeFailure failed) {
            events.warning(view.pod(), "FailedMount", failed.getMessage());
            again.notLaterThan(memory.failed(VOLUMES, now));
        }
        return again.time();
    }

    private void startAll(PodView view, PodMemory memory, List<Ready> ready, Map<String, Path> places, Earliest again) {
        Instant now = clock.instant();
        Sandboxes.Sandbox sandbox;
        try {
            sandbox = sandboxes.ensure(view);
        } catch (RuntimeFailure failed) {
            events.warning(
                    view.pod(), "FailedCreatePodSandBox", "Failed to create pod sandbox: " + failed.getMessage());
            again.notLaterThan(memory.failed(SANDBOX, now));
            return;
        }
        memory.succeeded(SANDBOX);
        String address = view.hostNetwork() ? options.address() : sandbox.address();
        Path etc = files.write(view, address);
        for (Ready container : ready) {
            if (start(view, memory, container, sandbox, places, etc, again)) {
                // The rest waits for its postStart hook.
                return;
            }
        }
    }

    private Optional<Ready> withImage(PodView view, PodMemory memory, Plan.Start start, Earliest again) {
        String name = start.container().getName();
        Optional<Instant> notBefore = memory.notBefore(name, clock.instant());
        if (notBefore.isPresent()) {
            again.notLaterThan(notBefore.get());
            return Optional.empty();
        }
        if (start.step() instanceof NextStep.Launch) {
            return Optional.of(new Ready(start.container(), start.step(), Optional.empty()));
        }
        Images.Answer answer = images.ensure(view.pod(), start.container());
        if (answer.image().isEmpty()) {
            memory.waits(name, answer.waiting());
            answer.again().ifPresent(again::notLaterThan);
            return Optional.empty();
        }
        return Optional.of(new Ready(start.container(), start.step(), answer.image()));
    }

    /** True if the container runs and its postStart hook too. */
    private boolean start(
            PodView view,
            PodMemory memory,
            Ready ready,
            Sandboxes.Sandbox sandbox,
            Map<String, Path> places,
            Path etc,
            Earliest again) {
        String name = ready.container().getName();
        String id;
        try {
            id = ready.step() instanceof NextStep.Make make
                    ? make(view, ready, make, sandbox, places, etc)
                    : ((NextStep.Launch) ready.step()).container().id();
        } catch (UnresolvedReference unresolved) {
            fail(view, memory, name, "CreateContainerConfigError", unresolved.getMessage(), again);
            return false;
        } catch (RuntimeFailure failed) {
            fail(view, memory, name, "CreateContainerError", failed.getMessage(), again);
            return false;
        }
        try {
            runtime.start(id);
        } catch (RuntimeFailure failed) {
            String message = "failed to start container \"" + name + "\": " + failed.getMessage();
            events.warning(view.pod(), name, "Failed", "Error: " + message);
            // The engine keeps what went wrong on the container, and the restart policy takes it from there.
            memory.waits(name, new Waiting("RunContainerError", message));
            again.notLaterThan(clock.instant());
            return false;
        }
        events.normal(view.pod(), name, "Started", "Started container " + name);
        memory.runs(name);
        Lifecycle lifecycle = ready.container().getLifecycle();
        return lifecycle != null && lifecycle.getPostStart() != null && hookRuns(view, id);
    }

    private boolean hookRuns(PodView view, String id) {
        PodView now = new PodView(view.pod(), runtime.containersOf(view.uid()));
        return now.patients(options.address()).stream()
                .filter(patient -> patient.running().id().equals(id))
                .peek(doctor::started)
                .anyMatch(patient -> doctor.starting(patient.running()));
    }

    private String make(
            PodView view,
            Ready ready,
            NextStep.Make make,
            Sandboxes.Sandbox sandbox,
            Map<String, Path> places,
            Path etc) {
        Container container = ready.container();
        String address = view.hostNetwork() ? options.address() : sandbox.address();
        Environment environment = new Environment(fields(view, address), configuration);
        var around = new ContainerSpecs.Surroundings(
                sandbox.id(),
                ready.image().orElseThrow(),
                environment.of(container, ServiceVariables.of(view.pod(), services.get())),
                places,
                etc,
                lastWords.prepare(view.uid(), container.getName(), make.restartCount()));
        String id = runtime.create(ContainerSpecs.container(view, container, make, around));
        events.normal(view.pod(), container.getName(), "Created", "Created container " + container.getName());
        return id;
    }

    private PodFields fields(PodView view, String address) {
        return new PodFields(view.pod(), address, options.address(), Map.of());
    }

    private void fail(PodView view, PodMemory memory, String container, String reason, String message, Earliest again) {
        events.warning(view.pod(), container, "Failed", "Error: " + message);
        memory.waits(container, new Waiting(reason, message));
        again.notLaterThan(memory.failed(container, clock.instant()));
    }
}
