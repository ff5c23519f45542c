package dev.podproof.reference.node;

import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.volume.VolumeFailure;
import dev.podproof.reference.node.volume.Volumes;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what a plan says. The sandbox is made and started while images are looked up and containers made: only the start
 * of a container has to wait until the sandbox runs.
 */
final class PodStarter {
    private static final Logger LOG = LoggerFactory.getLogger(PodStarter.class);
    private static final String VOLUMES = "its volumes";
    private static final String SANDBOX = "its sandbox";

    private final NodeOptions options;
    private final Sandboxes sandboxes;
    private final Images images;
    private final Volumes volumes;
    private final ContainerStarter containers;
    private final Supplier<Map<String, Quantity>> allocatable;
    private final PodEvents events;
    private final Clock clock;

    PodStarter(
            NodeOptions options,
            Sandboxes sandboxes,
            Images images,
            Volumes volumes,
            ContainerStarter containers,
            Supplier<Map<String, Quantity>> allocatable,
            PodEvents events,
            Clock clock) {
        this.options = options;
        this.sandboxes = sandboxes;
        this.images = images;
        this.volumes = volumes;
        this.containers = containers;
        this.allocatable = allocatable;
        this.events = events;
        this.clock = clock;
    }

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
            LOG.debug("pod {}: starting {} containers", view.name(), starts.size());
            Map<String, Path> places = prepareVolumes(view);
            memory.succeeded(VOLUMES);
            Sandboxes.Sandbox sandbox = sandboxes.ensure(view);
            List<ContainerStarter.Ready> ready = new ArrayList<>();
            for (Plan.Start start : starts) {
                withImage(view, memory, start, again).ifPresent(ready::add);
            }
            var place = new ContainerStarter.Place(sandbox, places, fields(view, () -> address(view, sandbox)));
            containers.startAll(view, memory, ready, place, again);
            // Also where no container could be started: the pod has its address.
            sandbox.address();
            memory.succeeded(SANDBOX);
        } catch (VolumeFailure failed) {
            events.warning(view.pod(), "FailedMount", failed.getMessage());
            wait(memory, starts, failed.getMessage());
            again.notLaterThan(memory.failed(VOLUMES, now));
        } catch (RuntimeFailure failed) {
            String message = "Failed to create pod sandbox: " + failed.getMessage();
            events.warning(view.pod(), "FailedCreatePodSandBox", message);
            wait(memory, starts, message);
            again.notLaterThan(memory.failed(SANDBOX, now));
        }
        return again.time();
    }

    private static void wait(PodMemory memory, List<Plan.Start> starts, String why) {
        for (Plan.Start start : starts) {
            memory.waits(start.container().getName(), new Waiting("ContainerCreating", why));
        }
    }

    /** Brings what the API holds up to date in the volumes of a pod that runs. */
    void refreshVolumes(PodView view) {
        try {
            prepareVolumes(view);
        } catch (VolumeFailure failed) {
            events.warning(view.pod(), "FailedMount", failed.getMessage());
        }
    }

    private Map<String, Path> prepareVolumes(PodView view) {
        PodFields fields = fields(view, () -> view.address(options.address()));
        return volumes.prepare(view.pod(), options.podDirectory(view.uid()), fields);
    }

    private PodFields fields(PodView view, Supplier<String> address) {
        return new PodFields(view.pod(), address, options.address(), allocatable.get());
    }

    private String address(PodView view, Sandboxes.Sandbox sandbox) {
        return view.hostNetwork() ? options.address() : sandbox.address();
    }

    private Optional<ContainerStarter.Ready> withImage(
            PodView view, PodMemory memory, Plan.Start start, Earliest again) {
        String name = start.container().getName();
        Optional<Instant> notBefore = memory.notBefore(name, clock.instant());
        if (notBefore.isPresent()) {
            again.notLaterThan(notBefore.get());
            return Optional.empty();
        }
        if (start.step() instanceof NextStep.Launch) {
            return Optional.of(new ContainerStarter.Ready(start.container(), start.step(), Optional.empty()));
        }
        Images.Answer answer = images.ensure(view.pod(), start.container());
        if (answer.image().isEmpty()) {
            memory.waits(name, answer.waiting());
            answer.again().ifPresent(again::notLaterThan);
            return Optional.empty();
        }
        Optional<Image> image = answer.image();
        return Optional.of(new ContainerStarter.Ready(start.container(), start.step(), image));
    }
}
