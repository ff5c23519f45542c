package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.images.Images;
import dev.podproof.reference.network.NetworkKind;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hosts beside a cluster that are no part of it: of the same image, with a Docker Engine as Docker ships it but for its OCI runtime, and nothing else, for whoever
 * wants to compare (DKR-01 to DKR-09). They go when the cluster goes.
 */
final class BareHosts {
    /** Their role in {@link Labels#ROLE}. */
    static final String ROLE = "bare";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final DockerClient docker;
    private final ClusterSpec spec;
    private final Clock clock;

    BareHosts(DockerClient docker, ClusterSpec spec, Clock clock) {
        this.docker = docker;
        this.spec = spec;
        this.clock = clock;
    }

    /** Starts so many and waits until their Engines have the pods' image; answers with their containers' IDs by their names. */
    Map<String, String> start(int count, String image, String network) {
        Map<String, String> started = new LinkedHashMap<>();
        IntStream.rangeClosed(1, count)
                .mapToObj(number -> "bare-" + number)
                .forEach(name -> started.put(name, start(name, image, network)));
        new Waiting(clock, LIMIT)
                .untilNothingIsMissing(() -> started.values().stream()
                        .flatMap(id -> missing(id).stream())
                        .findFirst())
                .ifPresent(last -> {
                    throw new HostsException(HostsException.Reason.BRING_UP, "a bare host did not get ready: " + last);
                });
        return started;
    }

    private String start(String name, String image, String network) {
        var id = docker.createContainerCmd(image)
                .withName(spec.name() + "-" + name)
                .withHostName(name)
                .withLabels(Labels.ofContainer(spec, ROLE))
                .withHostConfig(HostPrivileges.hostConfig(NetworkKind.HOST_GW).withNetworkMode(network))
                .withCmd(List.of(ROLE))
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    private Optional<String> missing(String id) {
        try {
            HostCommand.run(docker, id, "docker", "image", "inspect", Images.OF_PODS);
            return Optional.empty();
        } catch (HostsException e) {
            return Optional.of(e.getMessage());
        }
    }
}
