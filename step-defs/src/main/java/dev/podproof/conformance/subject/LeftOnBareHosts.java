package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Leftovers of runs on Docker hosts beside a cluster: containers with what they mount, and swarms. */
final class LeftOnBareHosts {
    /** Of another machine's run nothing can be seen here; none takes longer. */
    private static final Duration LONGEST_RUN = Duration.ofHours(3);

    private final DockerHosts hosts;

    LeftOnBareHosts(DockerHosts hosts) {
        this.hosts = hosts;
    }

    List<String> remove() {
        List<String> lines = new ArrayList<>();
        for (String host : hosts.list()) {
            try {
                lines.addAll(remove(host));
            } catch (DockerException e) {
                lines.add("bare host " + host + " does not remove what an earlier run left: " + e.getMessage());
            }
        }
        return lines;
    }

    private List<String> remove(String host) {
        DockerClient engine = hosts.engine(host);
        Instant now = time(engine.infoCmd().exec().getSystemTime());
        List<String> lines = new ArrayList<>();
        for (Container container : engine.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(RunIdentity.RUN))
                .exec()) {
            if (isLeft(container.getLabels(), Instant.ofEpochSecond(container.getCreated()), now)) {
                String name = container.getNames()[0].substring(1);
                engine.removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
                hosts.exec(host, "rm", "-rf", HostDirectories.ofBare(name));
                lines.add("removed container " + name + " of bare host " + host + ", which a run had left");
            }
        }
        for (InspectVolumeResponse claim : engine.listVolumesCmd()
                .withFilter("label", List.of(RunIdentity.RUN))
                .exec()
                .getVolumes()) {
            if (isLeft(claim.getLabels(), made(engine, claim), now)) {
                hosts.exec(host, "docker", "swarm", "leave", "--force");
                engine.removeVolumeCmd(claim.getName()).exec();
                lines.add("bare host " + host + " has left the swarm that a run had made");
            }
        }
        return lines;
    }

    private static boolean isLeft(Map<String, String> labels, Instant made, Instant now) {
        RunIdentity owner = new RunIdentity(
                labels.getOrDefault(RunIdentity.RUN, ""),
                labels.getOrDefault(RunIdentity.MACHINE, ""),
                labels.getOrDefault(RunIdentity.PROCESS, ""));
        return owner.isOfThisMachine()
                ? owner.processHasEnded()
                : made.plus(LONGEST_RUN).isBefore(now);
    }

    private static Instant made(DockerClient engine, InspectVolumeResponse volume) {
        return time(
                engine.inspectVolumeCmd(volume.getName()).exec().getRawValues().get("CreatedAt"));
    }

    private static Instant time(Object said) {
        return said instanceof String text ? OffsetDateTime.parse(text).toInstant() : Instant.EPOCH;
    }
}
