package dev.podproof.hosts;

import dev.podproof.hosts.images.Images;

/** Finds or makes the images that hosts and pods run on. */
final class MakeImages implements Action {
    @Override
    public String name() {
        return "images";
    }

    @Override
    public void run(BringUp cluster) {
        var images = Images.on(cluster.engine(), cluster.environment(), cluster.clock(), cluster.progress());
        cluster.hostImage(images.host(cluster.spec().additions()));
    }
}
