package dev.podproof.reference.view;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A look at all there is of something, for who is told of changes one by one: asked for ten times before its turn comes, it is taken once. */
public final class NextLook {
    private final Executor worker;
    private final Runnable look;
    private final AtomicBoolean queued = new AtomicBoolean();

    /**
     * Nothing is looked at before somebody asks.
     *
     * @param worker takes one look after the other
     */
    public NextLook(Executor worker, Runnable look) {
        this.worker = worker;
        this.look = look;
    }

    /** It is taken soon, and sees whatever has changed by now. Does nothing once the worker has ended. */
    public void soon() {
        if (queued.compareAndSet(false, true)) {
            try {
                worker.execute(this::take);
            } catch (RejectedExecutionException ended) {
                queued.set(false);
            }
        }
    }

    private void take() {
        queued.set(false);
        look.run();
    }
}
