package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Link;
import dev.podproof.conformance.probe.ExecResult;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the Docker Engines of the hosts offer, if they can be reached at all. */
final class HostOffers {
    private static final String NOBODY = "podproof-nobody";

    private final Optional<DockerHosts> hosts;
    private final String missing;

    /**
     * Takes the hosts.
     *
     * @param missing what a user has to do where there are none
     */
    HostOffers(Optional<DockerHosts> hosts, String missing) {
        this.hosts = hosts;
        this.missing = missing;
    }

    /** Why the hosts are out of reach; empty when every host that scenarios use has a Docker Engine that answers. */
    Optional<String> control(List<Host> usable) {
        if (hosts.isEmpty()) {
            return Optional.of(missing);
        }
        TreeSet<String> unknown = new TreeSet<>(usable.stream().map(Host::name).toList());
        hosts.get().list().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            return Optional.of(
                    "no way to " + unknown + " is given, only to " + hosts.get().list());
        }
        return usable.stream().flatMap(host -> silent(host.name()).stream()).findFirst();
    }

    /** Why no container can be linked to another; found out by linking one to another that does not exist. */
    Optional<String> links(List<Host> usable) {
        Optional<String> unreachable = control(usable);
        return unreachable.isPresent()
                ? unreachable
                : unlinked(hosts.get().engine(usable.get(0).name()));
    }

    private Optional<String> silent(String host) {
        try {
            ExecResult version = hosts.get().exec(host, "docker", "version", "--format", "{{.Server.Version}}");
            if (!version.succeeded()) {
                return Optional.of("host " + host + " has no Docker Engine that answers: " + version.raw());
            }
            hosts.get().engine(host).pingCmd().exec();
            return Optional.empty();
        } catch (RuntimeException e) {
            // Whatever docker-java throws for a connection that ends: the reason goes into the report.
            return Optional.of("the Docker Engine of host " + host + " is out of reach: " + e.getMessage());
        }
    }

    private static Optional<String> unlinked(DockerClient engine) {
        List<Image> images = engine.listImagesCmd().exec();
        if (images.isEmpty()) {
            return Optional.of("there is no image to try a link with");
        }
        try {
            CreateContainerResponse made = engine.createContainerCmd(
                            images.get(0).getId())
                    .withCmd("true")
                    .withHostConfig(HostConfig.newHostConfig().withLinks(new Link(NOBODY, "nobody")))
                    .exec();
            engine.removeContainerCmd(made.getId()).exec();
            return Optional.of("the Docker Engine takes a link to a container that does not exist");
        } catch (DockerException e) {
            return String.valueOf(e.getMessage()).contains(NOBODY)
                    ? Optional.empty()
                    : Optional.of("the Docker Engine makes no link: " + e.getMessage());
        }
    }
}
