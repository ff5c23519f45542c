package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.Optional;

/** Pause containers: each holds one pod's address and the namespaces that its containers share (POD-04). */
final class Sandboxes {
    /** The name of the pods' network in the engine. */
    static final String NETWORK = "podproof";

    private final ContainerRuntime runtime;
    private final String pauseImage;

    Sandboxes(ContainerRuntime runtime, String pauseImage) {
        this.runtime = runtime;
        this.pauseImage = pauseImage;
    }

    record Sandbox(String id, String address) {}

    /** The pod's running sandbox, made if there is none. Throws {@link RuntimeFailure} if there can't be one. */
    Sandbox ensure(PodView view) {
        Optional<Container> newest = view.sandbox();
        if (newest.isPresent() && newest.get().running()) {
            return new Sandbox(newest.get().id(), newest.get().address());
        }
        boolean launch = newest.isPresent() && !newest.get().ended();
        String id = launch
                ? newest.get().id()
                : make(view, newest.map(last -> last.restartCount() + 1).orElse(0));
        runtime.start(id);
        String address = view.hostNetwork() ? "" : addressOf(view, id);
        return new Sandbox(id, address);
    }

    private String make(PodView view, int attempt) {
        Image image = runtime.image(pauseImage).orElseGet(() -> {
            runtime.pull(pauseImage);
            return runtime.image(pauseImage).orElseThrow();
        });
        return runtime.create(ContainerSpecs.sandbox(view, image, NETWORK, attempt));
    }

    private String addressOf(PodView view, String id) {
        return runtime.containersOf(view.uid()).stream()
                .filter(container -> container.id().equals(id))
                .map(Container::address)
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElseThrow(() -> new RuntimeFailure(
                        RuntimeFailure.Reason.FAILED, "the sandbox " + id + " ended, or got no address", null));
    }
}
