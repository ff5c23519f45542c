package dev.podproof.report.run;

import dev.podproof.hosts.engine.HostsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is made while scenarios run already. A target that is closed ends it first, so that nothing appears after all was taken away. */
final class Meanwhile {
    /** A start of a container that is under way is not given up half done. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "podproof-meanwhile");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins at once. What goes wrong is for whoever asks for the result. */
    <T> CompletableFuture<T> make(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    /** Interrupts what is still being made, and waits until it has let go. Does nothing when it is done, or was ended before. */
    void end() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HostsException(
                        HostsException.Reason.INTERRUPTED,
                        "what was being made for the run did not end in " + LIMIT.toSeconds()
                                + " s; podproof down takes away what it leaves",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
