package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.Progress;
import java.util.List;

/**
 * What pods run on: the pods' image and the pause image. The pods' image is the public busybox where a registry is reached; else one
 * made from source, which keeps a name of its own here, so that nobody's image of the public name is replaced. Inside the hosts' Engines
 * it has the public name.
 */
final class PodImages {
    static final String PUBLIC_TAG = "busybox:1.36";
    static final String OWN_TAG = "podproof/busybox:1.36";
    static final String PAUSE_TAG = "podproof/pause:1";

    /** The public image once more: docker save and load keep names, and lose which registry an image is from. */
    private static final String FROM_REGISTRY_TAG = "podproof/busybox:1.36-from-registry";

    private final ImageStore store;
    private final ImageBuilder builder;
    private final Progress progress;

    PodImages(ImageStore store, ImageBuilder builder, Progress progress) {
        this.store = store;
        this.builder = builder;
        this.progress = progress;
    }

    /** Finds or makes the pods' image, and answers with its name in the outer Engine. */
    String ensurePodImage() {
        if (store.cameFromRegistry(PUBLIC_TAG) || store.areSame(PUBLIC_TAG, FROM_REGISTRY_TAG)) return PUBLIC_TAG;
        var own = dockerfile("busybox");
        if (builder.isBuilt(OWN_TAG, own)) return OWN_TAG;
        progress.said("pulling " + PUBLIC_TAG);
        var why = store.pull(PUBLIC_TAG);
        if (why.isEmpty()) return PUBLIC_TAG;
        progress.said(PUBLIC_TAG + " can't be pulled (" + why.get() + "); making it from Debian's source package");
        builder.ensure(OWN_TAG, own);
        return OWN_TAG;
    }

    /** Finds or makes the pause image, and answers with its name. */
    String ensurePauseImage() {
        builder.ensure(PAUSE_TAG, dockerfile("pause"));
        return PAUSE_TAG;
    }

    /** The names under which another machine finds both images when they were saved here and loaded there. */
    List<String> inBundle() {
        var pod = ensurePodImage();
        if (!pod.equals(PUBLIC_TAG)) return List.of(pod, ensurePauseImage());
        store.tag(PUBLIC_TAG, FROM_REGISTRY_TAG);
        return List.of(pod, FROM_REGISTRY_TAG, ensurePauseImage());
    }

    private static Recipe dockerfile(String image) {
        return new Recipe().resource("Dockerfile", image + "/Dockerfile", 0644);
    }
}
