package dev.podproof.hosts.images;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import dev.podproof.hosts.engine.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Host images of earlier builds of ours, which nobody needs any more: each build of the orchestrator leaves one. */
final class OldHostImages {
    /** Another checkout may have made its image just now and be about to start hosts from it. */
    private static final Duration GRACE = Duration.ofHours(2);

    private final DockerClient docker;
    private final Clock clock;
    private final Progress progress;

    OldHostImages(DockerClient docker, Clock clock, Progress progress) {
        this.docker = docker;
        this.clock = clock;
        this.progress = progress;
    }

    void removeAllBut(String current) {
        var used = docker.listContainersCmd().withShowAll(true).exec().stream()
                .map(Container::getImageId)
                .collect(Collectors.toSet());
        for (var image : docker.listImagesCmd().exec())
            for (var tag : hostTags(image))
                if (!recipe(tag).equals(recipe(current)) && isStale(image, used)) remove(tag);
    }

    /** Images with additions bear the recipe of the one that they stand on. */
    private static String recipe(String tag) {
        return tag.substring(tag.lastIndexOf(':'));
    }

    private static List<String> hostTags(Image image) {
        return Optional.ofNullable(image.getRepoTags()).stream()
                .flatMap(Stream::of)
                .filter(HostImage::isOne)
                .toList();
    }

    private boolean isStale(Image image, Set<String> used) {
        var age = Duration.between(Instant.ofEpochSecond(image.getCreated()), clock.instant());
        return !used.contains(image.getId()) && age.compareTo(GRACE) > 0;
    }

    private void remove(String tag) {
        try {
            // Without its parents, which are the new image's layers too.
            docker.removeImageCmd(tag).withNoPrune(true).exec();
            progress.said("removed the old image " + tag);
        } catch (ConflictException | NotFoundException e) {
            progress.said("left the old image " + tag + ": " + e.getMessage().strip());
        }
    }
}
