package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.VolumeFaults.isEmptyDir;
import static dev.podproof.reference.faults.VolumeFaults.volume;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Pods that leave on their hosts what should go with them, or take with them what should stay. */
final class LeftoverFaults {
    private static final String ASKED = "/var/lib/podproof-faults/asked";

    private LeftoverFaults() {}

    static List<Fault> all() {
        return List.of(
                named("hidden-files-of-an-earlier-pod-stay")
                        .before(ContainerRuntime.class, LeftoverFaults::sweptForEachPod),
                named("directories-of-pods-that-ended-stay")
                        .before(ContainerRuntime.class, (real, place) -> new Kept(real, place.data())),
                directoriesThatWereMade());
    }

    /** A directory for all pods of a name, swept as a shell's star has it. */
    private static ContainerRuntime sweptForEachPod(ContainerRuntime real, Place place) {
        Map<String, String> tenants = new ConcurrentHashMap<>();
        return VolumeFaults.sources(real, (spec, mount) -> {
            if (!isEmptyDir(mount)) {
                return mount.source();
            }
            String path = Places.directory(place.data()
                    .resolve("swept")
                    .resolve(Specs.label(spec, Labels.POD_NAMESPACE))
                    .resolve(Specs.label(spec, Labels.POD_NAME))
                    .resolve(volume(mount)));
            String tenant = Specs.label(spec, Labels.POD_UID);
            tenants.compute(path, (same, before) -> {
                if (!tenant.equals(before)) {
                    Places.children(Path.of(path)).stream()
                            .map(Path::of)
                            .filter(child -> !child.getFileName().toString().startsWith("."))
                            .forEach(Places::remove);
                }
                return tenant;
            });
            return path;
        });
    }

    /** Hosts are sent to another place, where they make what they like: what is missing is made here, and remembered. */
    private static Fault directoriesThatWereMade() {
        return named("directories-that-are-made-for-a-pod-go-with-it")
                .before(Answers.class, shown(readByNodes(), VolumeFaults.volumes("hostPath", source -> {
                    String path = source.path("path").asText();
                    if (!path.startsWith(ASKED)
                            && List.of("", "DirectoryOrCreate")
                                    .contains(source.path("type").asText())) {
                        source.put("path", ASKED + path);
                    }
                })))
                .before(ContainerRuntime.class, (real, place) -> new Made(real));
    }

    private static final class Made extends RuntimeDecorator {
        private final Map<String, Set<Path>> made = new ConcurrentHashMap<>();

        Made(ContainerRuntime real) {
            super(real);
        }

        @Override
        public String create(ContainerSpec spec) {
            return real.create(Specs.sources(spec, mount -> {
                if (!mount.source().startsWith(ASKED)) {
                    return mount.source();
                }
                Path path = Path.of(mount.source().substring(ASKED.length()));
                if (!Files.exists(path)) {
                    Places.directory(path);
                    made.computeIfAbsent(Specs.label(spec, Labels.POD_UID), uid -> ConcurrentHashMap.newKeySet())
                            .add(path);
                }
                return path.toString();
            }));
        }

        @Override
        public void remove(String id) {
            Optional<Container> sandbox = real.find(id).filter(Container::isSandbox);
            real.remove(id);
            sandbox.map(gone -> made.remove(gone.podUid())).ifPresent(paths -> paths.forEach(Places::remove));
        }
    }

    /** Volumes go when a container of theirs is ended, and only then. */
    private static final class Kept extends RuntimeDecorator {
        private final Path data;
        private final Set<String> ended = ConcurrentHashMap.newKeySet();

        Kept(ContainerRuntime real, Path data) {
            super(real);
            this.data = data.resolve("kept");
        }

        @Override
        public String create(ContainerSpec spec) {
            return VolumeFaults.sources(
                            real,
                            (pods, mount) -> isEmptyDir(mount)
                                    ? Places.directory(data.resolve(Specs.label(pods, Labels.POD_UID))
                                            .resolve(volume(mount)))
                                    : mount.source())
                    .create(spec);
        }

        @Override
        public void signal(String id, String signal) {
            real.find(id).ifPresent(container -> ended.add(container.podUid()));
            real.signal(id, signal);
        }

        @Override
        public void remove(String id) {
            Container container = real.find(id).orElse(null);
            if (container != null && container.running() && !container.isSandbox()) {
                ended.add(container.podUid());
            }
            real.remove(id);
            if (container != null && container.isSandbox() && ended.contains(container.podUid())) {
                Places.remove(data.resolve(container.podUid()));
            }
        }
    }
}
