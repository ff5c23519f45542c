package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.podproof.hosts.engine.Tar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * A host's container, to be made: created, given its secrets while it does not run yet, and started.
 *
 * @param arguments of the image's entry: master or node first
 * @param files what goes into the configuration directory, readable by root alone
 */
record HostContainer(
        String host, Role role, List<String> arguments, String configDirectory, Map<String, byte[]> files) {
    private static final ExposedPort API = ExposedPort.tcp(6443);

    String containerName(BringUp cluster) {
        return cluster.spec().name() + "-" + host;
    }

    void start(BringUp cluster) {
        var docker = cluster.engine().client();
        var create = docker.createContainerCmd(cluster.hostImage())
                .withName(containerName(cluster))
                .withHostName(host)
                .withAliases(host)
                .withLabels(labels(cluster))
                .withHostConfig(hostConfig(cluster))
                .withCmd(arguments);
        if (role == Role.MASTER) create = create.withExposedPorts(API);
        var id = create.exec().getId();
        if (role == Role.MASTER && !cluster.ownNetwork().equals(cluster.hostsNetwork()))
            docker.connectToNetworkCmd()
                    .withContainerId(id)
                    .withNetworkId(cluster.ownNetwork())
                    .exec();
        copyFiles(docker, id);
        docker.startContainerCmd(id).exec();
    }

    private Map<String, String> labels(BringUp cluster) {
        var labels = Labels.ofContainer(cluster.spec(), role.label());
        labels.put(Labels.HOST, host);
        if (role == Role.MASTER) labels.put(Labels.API_PORT, String.valueOf(cluster.apiPort()));
        return labels;
    }

    private HostConfig hostConfig(BringUp cluster) {
        var config = HostPrivileges.hostConfig(cluster.spec().network()).withNetworkMode(cluster.hostsNetwork());
        if (role == Role.NODE) return config;
        return config.withPortBindings(
                new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", cluster.apiPort()), API));
    }

    private void copyFiles(DockerClient docker, String id) {
        var archive = new ByteArrayOutputStream();
        var directory = configDirectory.substring(1);
        try (var tar = new Tar(archive)) {
            tar.directory(directory, 0700);
            files.forEach((name, content) -> tar.file(directory + "/" + name, 0600, content));
        }
        docker.copyArchiveToContainerCmd(id)
                .withRemotePath("/")
                .withTarInputStream(new ByteArrayInputStream(archive.toByteArray()))
                .exec();
    }
}
