package dev.podproof.reference.node;

import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.env.Environment;
import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.env.ServiceVariables;
import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.health.Doctor;
import dev.podproof.reference.node.health.Patient;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.volume.SubPaths;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and starts the containers of a pod whose image, volumes and sandbox are there. */
final class ContainerStarter {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerStarter.class);

    private final NodeOptions options;
    private final ContainerRuntime runtime;
    private final PodFiles files;
    private final SubPaths parts;
    private final LastWords lastWords;
    private final Supplier<Collection<Service>> services;
    private final Configuration configuration;
    private final Doctor doctor;
    private final PodEvents events;
    private final Clock clock;

    ContainerStarter(
            NodeOptions options,
            ContainerRuntime runtime,
            PodFiles files,
            SubPaths parts,
            LastWords lastWords,
            Supplier<Collection<Service>> services,
            Configuration configuration,
            Doctor doctor,
            PodEvents events,
            Clock clock) {
        this.options = options;
        this.runtime = runtime;
        this.files = files;
        this.parts = parts;
        this.lastWords = lastWords;
        this.services = services;
        this.configuration = configuration;
        this.doctor = doctor;
        this.events = events;
        this.clock = clock;
    }

    /** A container to start; with its image if it has to be made first. */
    record Ready(Container container, NextStep step, Optional<Image> image) {}

    /**
     * Where in its pod a container is started.
     *
     * @param volumes by their names
     * @param fields what it may ask about its pod
     */
    record Place(Sandboxes.Sandbox sandbox, Map<String, Path> volumes, PodFields fields) {}

    /** Starts each in turn. Throws {@link RuntimeFailure} if there is no sandbox to start them in. */
    void startAll(PodView view, PodMemory memory, List<Ready> ready, Place place, Earliest again) {
        place.sandbox().id();
        for (Ready container : ready) {
            Optional<String> id = make(view, memory, container, place, again);
            if (id.isPresent() && start(view, memory, container.container(), id.get(), place, again)) {
                // The rest waits for its postStart hook.
                return;
            }
        }
    }

    private Optional<String> make(PodView view, PodMemory memory, Ready ready, Place place, Earliest again) {
        String name = ready.container().getName();
        try {
            return Optional.of(
                    ready.step() instanceof NextStep.Make make
                            ? make(view, ready, make, place)
                            : ((NextStep.Launch) ready.step()).container().id());
        } catch (UnresolvedReference unresolved) {
            fail(view, memory, name, "CreateContainerConfigError", unresolved.getMessage(), again);
        } catch (RuntimeFailure failed) {
            fail(view, memory, name, "CreateContainerError", failed.getMessage(), again);
        }
        return Optional.empty();
    }

    private String make(PodView view, Ready ready, NextStep.Make make, Place place) {
        Container container = ready.container();
        Path directory = options.podDirectory(view.uid());
        Environment environment = new Environment(place.fields(), configuration);
        var around = new ContainerSpecs.Surroundings(
                place.sandbox().id(),
                ready.image().orElseThrow(),
                environment.of(container, ServiceVariables.of(view.pod(), services.get())),
                place.volumes(),
                files.prepare(view),
                lastWords.prepare(view.uid(), container.getName(), make.restartCount()),
                (volume, subPath, key) -> parts.resolve(directory, volume, subPath, key));
        String id = runtime.create(ContainerSpecs.container(view, container, make, around));
        LOG.debug("pod {}: container {} is made", view.name(), container.getName());
        events.normal(view.pod(), container.getName(), "Created", "Created container " + container.getName());
        return id;
    }

    /** True if the container runs and its postStart hook too. */
    private boolean start(PodView view, PodMemory memory, Container container, String id, Place place, Earliest again) {
        String name = container.getName();
        files.write(
                view, view.hostNetwork() ? options.address() : place.sandbox().address());
        LOG.debug("pod {}: the sandbox runs", view.name());
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
        LOG.debug("pod {}: container {} runs", view.name(), name);
        events.normal(view.pod(), name, "Started", "Started container " + name);
        memory.runs(name);
        Lifecycle lifecycle = container.getLifecycle();
        return lifecycle != null && lifecycle.getPostStart() != null && hookRuns(view, container, id, place);
    }

    private boolean hookRuns(PodView view, Container container, String id, Place place) {
        Optional<Patient> patient = runtime.find(id)
                .map(running -> new Patient(
                        view.pod(), container, running, place.fields().podIp().get()));
        patient.ifPresent(doctor::started);
        return patient.filter(found -> doctor.starting(found.running())).isPresent();
    }

    private void fail(PodView view, PodMemory memory, String container, String reason, String message, Earliest again) {
        events.warning(view.pod(), container, "Failed", "Error: " + message);
        memory.waits(container, new Waiting(reason, message));
        again.notLaterThan(memory.failed(container, clock.instant()));
    }
}
