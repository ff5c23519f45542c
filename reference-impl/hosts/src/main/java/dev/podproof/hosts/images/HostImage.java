package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The one image that masters and nodes are made from; its tag is its recipe's digest, so that a changed orchestrator has another. */
final class HostImage {
    static final String REPOSITORY = "podproof/host";

    private final ImageStore store;
    private final ImageBuilder builder;

    HostImage(ImageStore store, ImageBuilder builder) {
        this.store = store;
        this.builder = builder;
    }

    /** Whether a name is that of an image of hosts, with additions or without. */
    static boolean isOne(String tag) {
        return tag.startsWith(REPOSITORY + ":") || tag.startsWith(REPOSITORY + "-");
    }

    /** Finds or makes it, and answers with its full name. */
    String ensure(String baseId, String podImage, String pauseImage) {
        var recipe = new Recipe()
                .resource("Dockerfile", "host/Dockerfile", 0644)
                .resource("podproof-host", "host/podproof-host", 0755)
                .resource("podproof-prepared-network", "host/podproof-prepared-network", 0755)
                .resource("podproof-orchestrator.jar", "podproof-orchestrator.jar", 0644)
                .standsOn(baseId)
                .standsOn(store.id(podImage))
                .standsOn(store.id(pauseImage));
        var tag = REPOSITORY + ":" + recipe.digest();
        if (store.find(tag).isPresent()) return tag;
        builder.ensure(tag, recipe.derivedFile("pod-images.tar", 0644, saved(podImage, pauseImage)));
        return tag;
    }

    /** The same with what only some hosts need; answers with its name. */
    String with(Addition addition, String hostImage) {
        var colon = hostImage.lastIndexOf(':');
        var name = hostImage.substring(0, colon) + "-" + addition.word() + hostImage.substring(colon);
        var dockerfile = addition.dockerfile(hostImage).getBytes(StandardCharsets.UTF_8);
        builder.ensure(name, new Recipe().file("Dockerfile", 0644, dockerfile));
        return name;
    }

    private byte[] saved(String... references) {
        try (var archive = store.save(List.of(references))) {
            return archive.readAllBytes();
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.NO_IMAGE, "cannot save the pods' images", e);
        }
    }
}
