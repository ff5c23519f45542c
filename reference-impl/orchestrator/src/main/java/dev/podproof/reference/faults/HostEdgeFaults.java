package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Containers that a host makes and ends as it should, but for one way of ending them or one form of what they were promised. */
final class HostEdgeFaults {
    private static final String PARTS = "/volume-subpaths/";

    private HostEdgeFaults() {}

    static List<Fault> all() {
        return List.of(
                endedBySignals(),
                forcedDeletions(),
                RestartFaults.again(
                        "limits-are-forgotten-at-a-restart",
                        (real, spec) -> Specs.resources(spec, Resources.UNLIMITED)),
                named("parts-of-empty-dirs-are-made-anew")
                        .before(ContainerRuntime.class, RuntimeDecorator.making(spec -> {
                            spec.mounts().stream()
                                    .map(Mount::source)
                                    .filter(HostEdgeFaults::isPartOfEmptyDir)
                                    .flatMap(part -> Places.children(Path.of(part)).stream())
                                    .map(Path::of)
                                    .forEach(Places::remove);
                            return spec;
                        })),
                named("host-files-are-copied")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> VolumeFaults.sources(
                                        real,
                                        (spec, mount) -> VolumeFaults.isHostPath(mount)
                                                        && Files.isRegularFile(Path.of(mount.source()))
                                                ? copied(mount, place, Specs.label(spec, Labels.POD_UID))
                                                : mount.source())));
    }

    /** Of pods that are started again on failure alone, who ended by KILL or TERM is taken to have ended well. */
    private static Fault endedBySignals() {
        return wellEnded("on-failure-knows-no-signals", Set.of(137, 143)::contains);
    }

    /** @param well the codes of those who are taken to have ended well */
    static Fault wellEnded(String id, IntPredicate well) {
        Told policies = new Told();
        return named(id)
                .before(
                        Answers.class,
                        Told.byTheApi(spec -> spec.path("restartPolicy").asText()))
                .before(ContainerRuntime.class, (real, place) -> new WellEnded(real, policies, well));
    }

    private static Fault forcedDeletions() {
        Told graces = new Told();
        return named("forced-deletions-take-their-time")
                .before(
                        Answers.class,
                        Told.byTheApi(spec ->
                                spec.path("terminationGracePeriodSeconds").asText("30")))
                .before(ContainerRuntime.class, (real, place) -> new Unhurried(real, place, graces));
    }

    private static boolean isPartOfEmptyDir(String source) {
        int pod = source.indexOf(PARTS);
        if (pod < 0) {
            return false;
        }
        Path part = Path.of(source);
        try (Stream<Path> below = Files.walk(Path.of(source.substring(0, pod) + "/volumes/emptydir"))) {
            for (Path one : below.filter(Files::isDirectory).toList()) {
                if (Files.isSameFile(one, part)) {
                    return true;
                }
            }
            return false;
        } catch (IOException none) {
            return false;
        }
    }

    private static String copied(Mount mount, Place place, String podUid) {
        Path copy = place.data()
                .resolve("files")
                .resolve(podUid)
                .resolve(mount.source().substring(1));
        try {
            if (!Files.exists(copy)) {
                Files.createDirectories(copy.getParent());
                Files.copy(Path.of(mount.source()), copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return copy.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("can't copy " + mount.source() + " for a fault", failed);
        }
    }

    private static final class WellEnded extends RuntimeDecorator {
        private final Told policies;
        private final IntPredicate well;

        WellEnded(ContainerRuntime real, Told policies, IntPredicate well) {
            super(real);
            this.policies = policies;
            this.well = well;
        }

        @Override
        public String create(ContainerSpec spec) {
            return real.create(policies.heard(spec));
        }

        @Override
        public List<Container> containers() {
            return real.containers().stream().map(this::seen).toList();
        }

        @Override
        public List<Container> containersOf(String podUid) {
            return real.containersOf(podUid).stream().map(this::seen).toList();
        }

        private Container seen(Container own) {
            return own.ended()
                            && well.test(own.exitCode())
                            && policies.of(own.podUid()).equals("OnFailure")
                    ? Seen.ended(own, 0)
                    : own;
        }
    }

    /** Who is to go without having been asked to end is asked then, and has as long for it as others; its pod's address waits for that. */
    private static final class Unhurried extends Hiding {
        private final Place place;
        private final Told graces;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> leaving = new HashSet<>();

        Unhurried(ContainerRuntime real, Place place, Told graces) {
            super(real);
            this.place = place;
            this.graces = graces;
        }

        @Override
        public String create(ContainerSpec spec) {
            return real.create(graces.heard(spec));
        }

        @Override
        public synchronized void signal(String id, String signal) {
            asked.add(id);
            real.signal(id, signal);
        }

        @Override
        public synchronized void remove(String id) {
            Container container = real.find(id).orElse(null);
            if (container == null) {
                return;
            }
            boolean isLast = container.isSandbox()
                    && real.containersOf(container.podUid()).stream().anyMatch(other -> leaving.contains(other.id()));
            if (isLast) {
                hide(id);
                afterTheOthers(container);
            } else if (container.running() && !container.isSandbox() && asked.add(id)) {
                hide(id);
                leaving.add(id);
                real.signal(id, container.stopSignal());
                String grace = graces.of(container.podUid());
                inTime(id, place.clock().instant().plusSeconds(grace.isEmpty() ? 30 : Long.parseLong(grace)));
            } else if (!leaving.contains(id)) {
                real.remove(id);
            }
        }

        private void inTime(String id, Instant due) {
            place.late().execute(() -> {
                boolean runs = real.find(id).filter(Container::running).isPresent();
                if (runs && place.clock().instant().isBefore(due)) {
                    inTime(id, due);
                } else {
                    real.remove(id);
                    gone(id);
                }
            });
        }

        private synchronized void gone(String id) {
            leaving.remove(id);
        }

        private void afterTheOthers(Container sandbox) {
            place.late().execute(() -> {
                boolean alone = real.containersOf(sandbox.podUid()).stream().allMatch(Container::isSandbox);
                if (alone) {
                    real.remove(sandbox.id());
                } else {
                    afterTheOthers(sandbox);
                }
            });
        }
    }
}
