package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.env.PodFields;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes and removes the volumes of pods, below the directory that each pod has on the host. */
public final class Volumes {
    private static final Set<PosixFilePermission> ROOT_ALONE = PosixFilePermissions.fromString("rwx------");

    private final MemoryMounts memory;
    private final EmptyDirs emptyDirs;
    private final Configuration configuration;

    public Volumes(Commands commands, Configuration configuration) {
        this.configuration = configuration;
        this.memory = new MemoryMounts(commands);
        this.emptyDirs = new EmptyDirs(memory, commands);
    }

    /**
     * Makes what is missing and gives back where each volume is on the host, by its name. What containers wrote is left as
     * it is, so that one that restarts finds what the last one wrote (VOL-03); what the API holds is brought up to date.
     *
     * @throws VolumeFailure if one can't be had
     */
    public Map<String, Path> prepare(Pod pod, Path podDirectory, PodFields fields) {
        makePrivate(podDirectory);
        Map<String, Path> places = new HashMap<>();
        for (Volume volume : list(pod)) {
            places.put(volume.getName(), prepare(pod, volume, podDirectory, fields));
        }
        return places;
    }

    /** The modes of what is in it are its containers' business; the host's other users see none of it. */
    private static void makePrivate(Path podDirectory) {
        try {
            Files.createDirectories(podDirectory, PosixFilePermissions.asFileAttribute(ROOT_ALONE));
        } catch (IOException cause) {
            throw new UncheckedIOException("can't make the pod's directory " + podDirectory, cause);
        }
    }

    /** True if the API may come to say something else of what is in one of its volumes. */
    public static boolean follow(Pod pod) {
        return list(pod).stream()
                .anyMatch(volume -> volume.getConfigMap() != null
                        || volume.getSecret() != null
                        || volume.getDownwardAPI() != null
                        || volume.getProjected() != null);
    }

    /** True if one of its volumes may hold only so much of the host's disk. */
    public static boolean bounded(Pod pod) {
        return list(pod).stream().anyMatch(EmptyDirs::isBounded);
    }

    /** Says which volume has outgrown its limit, as a kubelet does; empty if none has. */
    public Optional<String> overflow(Pod pod, Path podDirectory) {
        return list(pod).stream()
                .filter(EmptyDirs::isBounded)
                .filter(volume -> emptyDirs.isOverfull(volume, emptyDir(podDirectory, volume.getName())))
                .findFirst()
                .map(volume -> "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                        .formatted(volume.getName(), volume.getEmptyDir().getSizeLimit()));
    }

    private static List<Volume> list(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getVolumes(), List.of());
    }

    private static Path emptyDir(Path podDirectory, String name) {
        return podDirectory.resolve("volumes").resolve("emptydir").resolve(name);
    }

    private Path prepare(Pod pod, Volume volume, Path podDirectory, PodFields fields) {
        String name = volume.getName();
        Path directory = podDirectory.resolve("volumes");
        try {
            if (volume.getEmptyDir() != null) {
                return emptyDirs.prepare(name, volume.getEmptyDir(), emptyDir(podDirectory, name), Ownership.of(pod));
            }
            if (volume.getHostPath() != null) {
                return HostPaths.prepare(name, volume.getHostPath());
            }
            Projection projection = new Projection(pod.getMetadata().getNamespace(), name, configuration, fields);
            var files = projection.of(volume);
            if (files.isPresent()) {
                Path place = directory.resolve(files.get().kind()).resolve(name);
                if (files.get().mayBeSecret()) {
                    memory.ensure(name, place, "mode=0755");
                }
                return files.get().writeTo(place, Ownership.of(pod));
            }
        } catch (IOException cause) {
            throw new VolumeFailure(name, Words.of(cause), cause);
        }
        throw new VolumeFailure(name, "this host knows no volumes of its type");
    }

    /** Removes all that a pod left on the host; what a hostPath showed stays. */
    public void remove(Path podDirectory) throws IOException {
        if (!Files.exists(podDirectory)) {
            return;
        }
        memory.unmountBelow(podDirectory);
        try (Stream<Path> files = Files.walk(podDirectory)) {
            // Children first.
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
