package dev.podproof.hosts.images;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.podproof.hosts.engine.HostsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outer Engine's images: find, pull, build, save. */
final class ImageStore {
    private final DockerClient docker;

    ImageStore(DockerClient docker) {
        this.docker = docker;
    }

    Optional<InspectImageResponse> find(String reference) {
        try {
            return Optional.of(docker.inspectImageCmd(reference).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whether an image of this name is here and carries this value of a label. */
    boolean has(String reference, String label, String value) {
        return find(reference)
                .map(image -> image.getConfig().getLabels())
                .map(labels -> value.equals(labels.get(label)))
                .orElse(false);
    }

    /** An image that a registry gave: one that was only built here under the same name has no digest of a repository. */
    boolean cameFromRegistry(String reference) {
        return find(reference)
                .map(InspectImageResponse::getRepoDigests)
                .map(digests -> !digests.isEmpty())
                .orElse(false);
    }

    /** True if both names are here, and are those of one image. */
    boolean areSame(String one, String other) {
        var image = find(one).map(InspectImageResponse::getId);
        return image.isPresent() && image.equals(find(other).map(InspectImageResponse::getId));
    }

    void tag(String reference, String name) {
        var colon = name.lastIndexOf(':');
        docker.tagImageCmd(reference, name.substring(0, colon), name.substring(colon + 1))
                .exec();
    }

    String id(String reference) {
        return find(reference)
                .map(InspectImageResponse::getId)
                .orElseThrow(() -> new HostsException(
                        HostsException.Reason.NO_IMAGE, "the image " + reference + " is not in the Docker Engine"));
    }

    /** Empty when it worked, else why not, in one line. */
    Optional<String> pull(String reference) {
        var result = new PullResult();
        try {
            docker.pullImageCmd(reference).exec(result).awaitCompletion();
            return result.failure();
        } catch (InterruptedException e) {
            throw interrupted("pulling " + reference, e);
        }
    }

    /** Builds from a context: an archive with a Dockerfile at its top. */
    void build(String tag, Map<String, String> labels, Path context, BuildLog log) {
        try (var in = Files.newInputStream(context)) {
            docker.buildImageCmd(in)
                    .withTags(Set.of(tag))
                    .withLabels(labels)
                    .withForcerm(true)
                    .exec(log)
                    .awaitCompletion();
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot read the build context of " + tag, e);
        } catch (InterruptedException e) {
            throw interrupted("building " + tag, e);
        } catch (RuntimeException e) {
            throw log.failure(String.valueOf(e.getMessage()), e);
        }
        log.throwIfFailed();
    }

    /** As docker save does: one archive with all of them. */
    InputStream save(List<String> references) {
        var save = docker.saveImagesCmd();
        for (var reference : references) {
            var name = withTag(reference);
            var colon = name.lastIndexOf(':');
            save = save.withImage(name.substring(0, colon), name.substring(colon + 1));
        }
        return save.exec();
    }

    /**
     * As docker load does.
     *
     * @throws com.github.dockerjava.api.exception.DockerClientException when the archive is none, or ends too early
     */
    void load(InputStream archive) {
        docker.loadImageAsyncCmd(archive).exec(new LoadImageCallback()).awaitMessage();
    }

    /** A colon before the last slash belongs to a registry's port. */
    private static String withTag(String reference) {
        return reference.lastIndexOf(':') > reference.lastIndexOf('/') ? reference : reference + ":latest";
    }

    private static HostsException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while " + what, e);
    }
}
