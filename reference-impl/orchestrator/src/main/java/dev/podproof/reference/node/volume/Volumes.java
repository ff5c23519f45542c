package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.Configuration;
import dev.podproof.reference.node.env.PodFields;
import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.Tree;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes and removes the volumes of pods, below the directory that each pod has on the host. */
public final class Volumes {
    private static final int ROOT_ALONE = 0700;
    /** Less than a second's work: others wait for the same threads. */
    private static final int FILES_AT_ONCE = 20_000;

    private final MemoryMounts memory;
    private final EmptyDirs emptyDirs;
    private final Configuration configuration;

    public Volumes(Commands commands, Configuration configuration) {
        this.configuration = configuration;
        this.memory = new MemoryMounts(commands);
        this.emptyDirs = new EmptyDirs(memory);
    }

    /**
     * Makes what is missing and gives back where each volume is on the host, by its name. What containers wrote is left as
     * it is, so that one that restarts finds what the last one wrote (VOL-03); what the API holds is brought up to date.
     *
     * @throws VolumeFailure if one can't be had
     */
    public Map<String, Path> prepare(Pod pod, Path podDirectory, PodFields fields) {
        makePrivate(podDirectory);
        ApiData data = new ApiData(configuration, pod.getMetadata().getNamespace());
        Map<String, Path> places = new HashMap<>();
        for (Volume volume : of(pod)) {
            places.put(volume.getName(), prepare(pod, volume, podDirectory, fields, data));
        }
        return places;
    }

    /** The modes of what is in it are its containers' business; the host's other users see none of it. */
    private static void makePrivate(Path podDirectory) {
        try {
            Handle.made(podDirectory, ROOT_ALONE).close();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't make the pod's directory " + podDirectory, cause);
        }
    }

    /** True if the API may come to say something else of what is in one of its volumes. */
    public static boolean follow(Pod pod) {
        return of(pod).stream().anyMatch(Volumes::showsTheApi);
    }

    /** True if it shows what the API holds: containers can read it, and whatever their mounts say, not write to it. */
    public static boolean showsTheApi(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getDownwardAPI() != null
                || volume.getProjected() != null;
    }

    static List<Volume> of(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getVolumes(), List.of());
    }

    static Path emptyDir(Path podDirectory, String name) {
        return podDirectory.resolve("volumes").resolve("emptydir").resolve(name);
    }

    private Path prepare(Pod pod, Volume volume, Path podDirectory, PodFields fields, ApiData data) {
        String name = volume.getName();
        Ownership ownership = Ownership.of(pod);
        try {
            if (volume.getEmptyDir() != null) {
                Path place = emptyDir(podDirectory, name);
                return emptyDirs.prepare(
                        name, volume.getEmptyDir(), place, pod.getSpec(), fields.allocatable(), ownership);
            }
            if (volume.getHostPath() != null) {
                return HostPaths.prepare(name, volume.getHostPath());
            }
            var files = new Projection(name, data, fields).of(volume);
            if (files.isPresent()) {
                Path place = podDirectory
                        .resolve("volumes")
                        .resolve(files.get().kind())
                        .resolve(name);
                if (files.get().mayBeSecret()) {
                    memory.ensure(name, place, "mode=0755");
                }
                files.get().writeTo(place, ownership);
                NestedMounts.make(pod, name, place);
                return place;
            }
        } catch (IOException cause) {
            throw new VolumeFailure(name, Words.of(cause), cause);
        } catch (InvalidPathException cause) {
            throw new VolumeFailure(name, Words.of(cause), cause);
        }
        throw new VolumeFailure(name, "this host knows no volumes of its type");
    }

    /**
     * Removes what a pod left on the host; what a hostPath showed stays.
     *
     * @return false if it left so much that a part is still there
     */
    public boolean remove(Path podDirectory) throws IOException {
        try {
            memory.unmountBelow(podDirectory);
        } catch (NoSuchFileException gone) {
            return true;
        }
        return Tree.remove(podDirectory.getParent(), podDirectory.getFileName(), FILES_AT_ONCE);
    }
}
