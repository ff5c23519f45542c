package dev.podproof.reference.node;

import dev.podproof.reference.node.volume.Overflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Looks now and then whether volumes have outgrown their limits; beside the work on pods, as a million files take a while. */
final class VolumeSizes {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final NodeOptions options;
    private final Overflow overflow;
    private final Executor helpers;
    private final Consumer<String> again;

    /** A look at one pod's volumes, and when the next is due. */
    record Look(CompletableFuture<Optional<String>> found, Instant next) {
        /** Which volume holds too much; empty if none does, nobody can tell, or it is still being looked. */
        Optional<String> overflow() {
            return found.getNow(Optional.empty());
        }

        private boolean isOld(Instant now) {
            return found.isDone() && overflow().isEmpty() && !now.isBefore(next);
        }
    }

    /** @param again is told of each pod that has a volume which holds too much */
    VolumeSizes(NodeOptions options, Overflow overflow, Executor helpers, Consumer<String> again) {
        this.options = options;
        this.overflow = overflow;
        this.helpers = helpers;
        this.again = again;
    }

    /** The last look at a pod's volumes; begins the next one if it is time. Empty if all of them may hold what they like. */
    Optional<Look> look(PodView view, PodMemory memory, Instant now) {
        if (!Overflow.threatens(view.pod())) {
            return Optional.empty();
        }
        if (memory.sizes().map(look -> look.isOld(now)).orElse(true)) {
            CompletableFuture<Optional<String>> found = new CompletableFuture<>();
            helpers.execute(() -> measure(view, found));
            memory.looksAtSizes(new Look(found, now.plus(BETWEEN_LOOKS)));
        }
        return memory.sizes();
    }

    private void measure(PodView view, CompletableFuture<Optional<String>> found) {
        try {
            found.complete(overflow.of(view.pod(), options.podDirectory(view.uid())));
        } finally {
            found.complete(Optional.empty());
        }
        found.join().ifPresent(volume -> again.accept(view.uid()));
    }
}
