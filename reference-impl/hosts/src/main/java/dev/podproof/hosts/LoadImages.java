package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Tar;
import dev.podproof.hosts.images.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hands images over from the outer Engine to hosts' own, so that pods find them without any registry. */
final class LoadImages {
    private static final String IN_HOST = "podproof-images.tar";

    /** A host that is switched off for a while comes back within it. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final DockerClient docker;
    private final Images images;
    private final Clock clock;

    LoadImages(DockerClient docker, Images images, Clock clock) {
        this.docker = docker;
        this.images = images;
        this.clock = clock;
    }

    /** Hands images over to the Engines of these hosts' containers; one whose container is gone needs none. */
    void into(List<String> containers, List<String> wanted) {
        if (wanted.isEmpty()) return;
        var saved = images.save(wanted);
        try {
            var packed = pack(saved);
            try {
                containers.parallelStream().forEach(container -> load(container, packed));
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

    private void load(String container, Path packed) {
        try {
            new Waiting(clock, LIMIT)
                    .untilNothingIsMissing(() -> whatFailed(container, packed))
                    .ifPresent(last -> {
                        throw new HostsException(HostsException.Reason.BRING_UP, "images can't be loaded: " + last);
                    });
        } catch (NotFoundException gone) {
            return;
        }
    }

    /** A host may be stopped in the middle of it, or not run; only then there is sense in another try. */
    private Optional<String> whatFailed(String container, Path packed) {
        try {
            if (!isRunning(container)) return Optional.of("its container " + container + " does not run");
            copy(container, packed);
            return Optional.empty();
        } catch (NotFoundException gone) {
            throw gone;
        } catch (RuntimeException e) {
            if (isRunning(container)) throw e;
            return Optional.of(e.getMessage());
        }
    }

    private boolean isRunning(String container) {
        return Boolean.TRUE.equals(
                docker.inspectContainerCmd(container).exec().getState().getRunning());
    }

    private void copy(String container, Path packed) {
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
