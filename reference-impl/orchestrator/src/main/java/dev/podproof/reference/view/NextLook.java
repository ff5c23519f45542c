package dev.podproof.reference.view;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look at all there is of something, for who is told of changes one by one: asked for ten times before its turn comes, it is taken once. */
public final class NextLook {
    private static final Logger LOG = LoggerFactory.getLogger(NextLook.class);

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
        try {
            look.run();
        } catch (RuntimeException | Error failed) {
            LOG.error("a look at everything failed; the next is taken when something changes", failed);
        }
    }
}
