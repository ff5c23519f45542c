package dev.podproof.reference.node.runtime.docker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread that is still at it when the time is up; never one that has gone on to something else. */
final class Watchdog {
    private final Thread thread;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean ended;
    private boolean bitten;

    Watchdog(Thread thread, Duration patience) {
        this.thread = thread;
        CompletableFuture<Void> unused = over.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
                .thenRun(this::bite);
    }

    private synchronized void bite() {
        if (!ended) {
            bitten = true;
            thread.interrupt();
        }
    }

    synchronized boolean hasBitten() {
        return bitten;
    }

    /** To be called by the thread itself, when it is done. What is left of the interruption is taken back. */
    void end() {
        synchronized (this) {
            ended = true;
            if (bitten) {
                boolean unused = Thread.interrupted();
            }
        }
        over.complete(null);
    }
}
