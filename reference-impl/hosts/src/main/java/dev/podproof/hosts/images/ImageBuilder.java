package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Builds an image from its recipe, unless one made from the same recipe is here. */
final class ImageBuilder {
    /** On every image of ours: its recipe's digest. */
    static final String RECIPE_LABEL = "dev.podproof.image";

    private final ImageStore store;
    private final Progress progress;

    ImageBuilder(ImageStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    boolean isBuilt(String tag, Recipe recipe) {
        return store.has(tag, RECIPE_LABEL, recipe.digest());
    }

    void ensure(String tag, Recipe recipe) {
        if (isBuilt(tag, recipe)) return;
        progress.said("building " + tag);
        var context = recipe.context();
        try {
            store.build(tag, Map.of(RECIPE_LABEL, recipe.digest()), context, new BuildLog(tag, progress));
        } finally {
            try {
                Files.delete(context);
            } catch (IOException e) {
                progress.said("could not delete the temporary file " + context + ": " + e.getMessage());
            }
        }
        if (!isBuilt(tag, recipe))
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE, "the build of " + tag + " succeeded, but the image is not there");
    }
}
