package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Directories for the mounts inside other mounts: in a volume that nobody can write to, the engine can't make them. */
final class NestedMounts {
    private static final int MODE = 0755;

    private NestedMounts() {}

    /** Makes those that a volume needs at its top; what is there in their place already is taken as it is. */
    static void make(Pod pod, String volume, Path place) throws IOException {
        List<Path> inside = Stream.concat(
                        pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .flatMap(container -> inside(container, volume))
                .toList();
        if (inside.isEmpty()) {
            return;
        }
        try (Handle directory = Handle.at(place)) {
            for (Path path : inside) {
                if (!directory.has(path.getName(0).toString())) {
                    directory.directories(path, MODE).close();
                }
            }
        }
    }

    private static Stream<Path> inside(Container container, String volume) {
        Map<Path, VolumeMount> mounts = new TreeMap<>();
        for (VolumeMount mount : Objects.requireNonNullElse(container.getVolumeMounts(), List.<VolumeMount>of())) {
            mounts.put(Path.of(mount.getMountPath()).normalize(), mount);
        }
        return mounts.keySet().stream()
                .flatMap(inner -> outer(mounts, inner)
                        .filter(outer -> shows(mounts.get(outer), volume))
                        .map(outer -> outer.relativize(inner))
                        .stream());
    }

    /** The nearest: what is inside of two mounts is made in the inner one. */
    private static Optional<Path> outer(Map<Path, VolumeMount> mounts, Path inner) {
        return Stream.iterate(inner.getParent(), Objects::nonNull, Path::getParent)
                .filter(mounts::containsKey)
                .findFirst();
    }

    private static boolean shows(VolumeMount mount, String volume) {
        return mount.getName().equals(volume) && isEmpty(mount.getSubPath()) && isEmpty(mount.getSubPathExpr());
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
