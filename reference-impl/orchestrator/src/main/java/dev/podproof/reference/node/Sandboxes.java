package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Pause containers: each holds one pod's address and the namespaces that its containers share (POD-04). */
final class Sandboxes {
    /** The name of the pods' network in the engine. */
    static final String NETWORK = "podproof";

    private final ContainerRuntime runtime;
    private final Executor helpers;
    private final String pauseImage;
    private volatile Optional<Image> pause = Optional.empty();

    /** @param helpers make and start sandboxes while their pods' other parts are made ready */
    Sandboxes(ContainerRuntime runtime, Executor helpers, String pauseImage) {
        this.runtime = runtime;
        this.helpers = helpers;
        this.pauseImage = pauseImage;
    }

    /** A sandbox on its way: it has an ID before it runs, and an address once it does. */
    record Sandbox(CompletableFuture<String> made, CompletableFuture<String> running) {

        /** Known as soon as the container is made. Throws {@link RuntimeFailure} if there can't be one. */
        String id() {
            return result(made);
        }

        /** Waits until it runs; empty if it is on the host's network. Throws {@link RuntimeFailure} if it can't. */
        String address() {
            return result(running);
        }

        private static String result(CompletableFuture<String> future) {
            try {
                return future.join();
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof RuntimeFailure refused) {
                    throw refused;
                }
                throw failed;
            }
        }
    }

    /** The pod's sandbox: the running one, or one that is begun now. Returns at once. */
    Sandbox ensure(PodView view) {
        Optional<Container> newest = view.sandbox();
        if (newest.isPresent() && newest.get().running()) {
            return new Sandbox(
                    CompletableFuture.completedFuture(newest.get().id()),
                    CompletableFuture.completedFuture(newest.get().address()));
        }
        CompletableFuture<String> made = CompletableFuture.supplyAsync(() -> make(view, newest), helpers);
        return new Sandbox(made, made.thenApply(id -> start(view, id)));
    }

    private String make(PodView view, Optional<Container> newest) {
        if (newest.isPresent() && !newest.get().ended()) {
            return newest.get().id();
        }
        int attempt = newest.map(last -> last.restartCount() + 1).orElse(0);
        try {
            return runtime.create(ContainerSpecs.sandbox(view, pause(), NETWORK, attempt));
        } catch (RuntimeFailure failed) {
            // The image may have been removed since we looked.
            pause = Optional.empty();
            throw failed;
        }
    }

    private Image pause() {
        Image known = pause.or(() -> runtime.image(pauseImage)).orElseGet(() -> {
            runtime.pull(pauseImage);
            return runtime.image(pauseImage).orElseThrow();
        });
        pause = Optional.of(known);
        return known;
    }

    private String start(PodView view, String id) {
        runtime.start(id);
        return view.hostNetwork() ? "" : addressOf(id);
    }

    private String addressOf(String id) {
        return runtime.find(id)
                .map(Container::address)
                .filter(address -> !address.isEmpty())
                .orElseThrow(() -> new RuntimeFailure(
                        RuntimeFailure.Reason.FAILED, "the sandbox " + id + " ended, or got no address", null));
    }
}
