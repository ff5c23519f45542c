package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;

/** Debian, under every image of ours: the public image where a registry is reached, else made from Debian's packages. */
final class BaseImage {
    static final String TAG = "debian:trixie-slim";

    private final ImageStore store;
    private final Environment environment;
    private final Progress progress;

    BaseImage(ImageStore store, Environment environment, Progress progress) {
        this.store = store;
        this.environment = environment;
        this.progress = progress;
    }

    /** Finds or makes it, and answers with its ID. */
    String ensure() {
        if (store.find(TAG).isEmpty()) make();
        return store.id(TAG);
    }

    private void make() {
        progress.said("pulling " + TAG);
        var why = store.pull(TAG);
        if (why.isEmpty()) return;
        if (!environment.canBootstrap())
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    "the image " + TAG + " can't be pulled (" + why.get()
                            + "); connect this machine to a registry, or pull it "
                            + "elsewhere and docker load it here, or run as root with debootstrap and debian-archive-keyring"
                            + " installed, which make it from Debian's packages");
        progress.said(TAG + " can't be pulled (" + why.get() + "); making it from Debian's packages");
        new Debootstrap(store, environment.debianKeys().orElseThrow(), progress).make(TAG, "trixie");
    }
}
