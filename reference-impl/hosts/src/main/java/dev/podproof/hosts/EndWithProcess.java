package dev.podproof.hosts;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes a cluster away when the process ends: at its regular end, or on Ctrl-C in the middle of a bring-up, which is then interrupted
 * first so that it makes no container behind the back of the removal.
 */
final class EndWithProcess {
    private static final long SECONDS_FOR_A_BRING_UP_TO_END = 10;

    private final Runnable removal;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile boolean ending;
    private Thread hook;

    EndWithProcess(Runnable removal) {
        this.removal = removal;
    }

    /** Call it from the thread that is about to bring the cluster up. */
    void register() {
        var starter = Thread.currentThread();
        hook = new Thread(() -> end(starter), "podproof-remove-cluster");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The bring-up is over, well or not. */
    void settled() {
        settled.countDown();
    }

    /** The process is on its way out: whoever brings a cluster up stops at the next occasion, even where an interrupt got lost. */
    boolean isEnding() {
        return ending;
    }

    /** The cluster is gone already. */
    void cancel() {
        if (hook == null) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs and finds nothing.
        }
        hook = null;
    }

    private void end(Thread starter) {
        ending = true;
        try {
            if (settled.getCount() > 0) {
                starter.interrupt();
                settled.await(SECONDS_FOR_A_BRING_UP_TO_END, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        removal.run();
    }
}
