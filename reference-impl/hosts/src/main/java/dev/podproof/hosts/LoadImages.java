package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Tar;
import dev.podproof.hosts.images.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images that the caller named go from the outer Engine into every host's, so that pods find them without any registry. */
final class LoadImages implements Action {
    private static final String IN_HOST = "podproof-images.tar";

    @Override
    public String name() {
        return "load";
    }

    @Override
    public void run(BringUp cluster) {
        var wanted = cluster.spec().images();
        if (wanted.isEmpty()) return;
        var images = Images.on(cluster.engine(), cluster.environment(), cluster.clock(), cluster.progress());
        into(cluster.nodeContainers(), cluster.engine().client(), images, wanted);
        cluster.progress().said("loaded into each host: " + String.join(", ", wanted));
    }

    /** Hands images over to the Engines of these hosts' containers. */
    static void into(List<String> containers, DockerClient docker, Images images, List<String> wanted) {
        if (wanted.isEmpty()) return;
        var saved = images.save(wanted);
        try {
            var packed = pack(saved);
            try {
                containers.parallelStream().forEach(container -> load(docker, container, packed));
            } finally {
                Files.delete(packed);
            }
            Files.delete(saved);
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot hand images over to the hosts", e);
        }
    }

    /** The Engine takes files for a container in an archive of its own. */
    private static Path pack(Path saved) throws IOException {
        var packed = Files.createTempFile("podproof-load-", ".tar");
        try (var tar = new Tar(Files.newOutputStream(packed))) {
            tar.file(IN_HOST, 0600, saved);
        }
        return packed;
    }

    private static void load(DockerClient docker, String container, Path packed) {
        try (var in = Files.newInputStream(packed)) {
            docker.copyArchiveToContainerCmd(container)
                    .withRemotePath("/var/tmp")
                    .withTarInputStream(in)
                    .exec();
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot read " + packed, e);
        }
        var file = "/var/tmp/" + IN_HOST;
        HostCommand.run(docker, container, "docker", "load", "--quiet", "--input", file);
        HostCommand.run(docker, container, "rm", file);
    }
}
