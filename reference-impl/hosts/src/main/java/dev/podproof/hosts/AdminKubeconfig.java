package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The administrator's kubeconfig: kept in the master's container, so that a cluster can be found again without any file of this machine,
 * and written to the user's cache directory for kubectl.
 */
final class AdminKubeconfig {
    static final String FILE = "admin.kubeconfig";
    private static final String IN_MASTER = "/etc/podproof/" + FILE;

    private AdminKubeconfig() {}

    static byte[] content(BringUp cluster) {
        return cluster.secrets()
                .adminKubeconfig("podproof-" + cluster.spec().name(), cluster.endpoint())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Where a cluster's file lies for the user who runs this. */
    static Path path(Environment environment, String clusterName) {
        return environment.cacheDirectory().resolve("clusters").resolve(clusterName + ".kubeconfig");
    }

    /** Writes it for the user alone to read. */
    static Path write(Environment environment, String clusterName, byte[] content) {
        var path = path(environment, clusterName);
        try {
            Files.createDirectories(
                    path.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(path, content);
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot write the kubeconfig " + path, e);
        }
    }

    static byte[] readFromMaster(DockerClient docker, String containerId) {
        try (var archive = new TarArchiveInputStream(
                docker.copyArchiveFromContainerCmd(containerId, IN_MASTER).exec())) {
            archive.getNextEntry();
            return archive.readAllBytes();
        } catch (IOException e) {
            throw new HostsException(
                    HostsException.Reason.BRING_UP, "cannot read the kubeconfig out of container " + containerId, e);
        }
    }

    static void delete(Environment environment, String clusterName) {
        try {
            Files.deleteIfExists(path(environment, clusterName));
        } catch (IOException e) {
            throw new HostsException(
                    HostsException.Reason.LOCAL_FILES,
                    "cannot delete the kubeconfig " + path(environment, clusterName),
                    e);
        }
    }
}
