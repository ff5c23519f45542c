package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes on the host's disk that hold more than their limit. What is in memory the kernel bounds; on disk nobody does. A program of the
 * host does the measuring, as it follows no link and keeps a tree of any size out of the agent's memory.
 */
public final class Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    private final Commands commands;

    public Overflow(Commands commands) {
        this.commands = commands;
    }

    /** True if one of its volumes may hold only so much of the host's disk. */
    public static boolean threatens(Pod pod) {
        return Volumes.of(pod).stream().anyMatch(Overflow::isBounded);
    }

    private static boolean isBounded(Volume volume) {
        EmptyDirVolumeSource source = volume.getEmptyDir();
        return source != null && !EmptyDirs.isInMemory(source) && limit(source).signum() > 0;
    }

    private static BigDecimal limit(EmptyDirVolumeSource source) {
        return source.getSizeLimit() == null
                ? BigDecimal.ZERO
                : source.getSizeLimit().getNumericalAmount();
    }

    /** Says which volume has outgrown its limit, as a kubelet does; empty if none has. It may take a while. */
    public Optional<String> of(Pod pod, Path podDirectory) {
        return Volumes.of(pod).stream()
                .filter(Overflow::isBounded)
                .filter(volume -> isOverfull(volume, Volumes.emptyDir(podDirectory, volume.getName())))
                .findFirst()
                .map(volume -> "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                        .formatted(volume.getName(), volume.getEmptyDir().getSizeLimit()));
    }

    private boolean isOverfull(Volume volume, Path place) {
        String used = used(volume, place);
        return !used.isEmpty() && new BigDecimal(used.split("\\s", 2)[0]).compareTo(limit(volume.getEmptyDir())) > 0;
    }

    /** Files that come and go while it is looked make no difference: the rest counts. */
    private String used(Volume volume, Path place) {
        try {
            return commands.run("du", "-sx", "--block-size=1", place.toString());
        } catch (CommandFailed changing) {
            LOG.debug("not all of volume {} can be measured now: {}", volume.getName(), changing.getMessage());
            return changing.output();
        }
    }
}
