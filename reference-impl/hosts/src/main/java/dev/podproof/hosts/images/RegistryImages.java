package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The images of stores that the suite runs in pods. Like the pods' own they are the public ones where a registry is reached; else they are made
 * from Debian's packages; one that can be had neither way is named with the reason, and what needs it is not tested.
 */
final class RegistryImages {
    private final ImageStore store;
    private final ImageBuilder builder;
    private final Progress progress;

    RegistryImages(ImageStore store, ImageBuilder builder, Progress progress) {
        this.store = store;
        this.builder = builder;
        this.progress = progress;
    }

    /** Finds or makes those that can be had. */
    Images.Found ensure(Map<String, String> wanted) {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> lacking = new TreeMap<>();
        wanted.forEach((name, image) -> whyNotPublic(name, image)
                .ifPresentOrElse(why -> makeOrLack(name, image, why, found, lacking), () -> found.put(name, image)));
        return new Images.Found(found, lacking);
    }

    private void makeOrLack(
            String name, String image, String why, Map<String, String> found, Map<String, String> lacking) {
        var recipe = recipe(name);
        if (!builder.isBuilt(tag(name), recipe))
            progress.said(image + " can't be pulled (" + why + "); making it from Debian's packages");
        try {
            builder.ensure(tag(name), recipe);
            found.put(name, tag(name));
        } catch (HostsException e) {
            lacking.put(name, image + " can't be pulled (" + why + "), nor made: " + e.getMessage());
        }
    }

    /** Why the public image can't be had; where one of our own is here already, that is answer enough. */
    private Optional<String> whyNotPublic(String name, String image) {
        if (store.find(image).isPresent()) return Optional.empty();
        if (builder.isBuilt(tag(name), recipe(name))) return Optional.of("made from Debian's packages before");
        progress.said("pulling " + image);
        return store.pull(image);
    }

    private static Recipe recipe(String name) {
        return new Recipe().resource("Dockerfile", name + "/Dockerfile", 0644);
    }

    private static String tag(String name) {
        return "podproof/" + name + ":1";
    }
}
