package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An image on its way. It may take its time; one that gets nowhere is given up, as others wait for their turn. */
final class Pull extends PullImageResultCallback {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong steps = new AtomicLong();

    @Override
    public void onNext(PullResponseItem item) {
        steps.incrementAndGet();
        super.onNext(item);
    }

    @Override
    public void onComplete() {
        super.onComplete();
        over.countDown();
    }

    @Override
    public void onError(Throwable cause) {
        super.onError(cause);
        over.countDown();
    }

    /** @param patience for each step */
    void await(Duration patience) {
        try {
            long seen;
            do {
                seen = steps.get();
                if (over.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    awaitCompletion();
                    return;
                }
            } while (steps.get() != seen);
            close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RuntimeFailure(Reason.UNAVAILABLE, "the pull was interrupted", interrupted);
        } catch (IOException cause) {
            throw new UncheckedIOException("can't end a pull that gets nowhere", cause);
        }
        throw new RuntimeFailure(
                Reason.UNAVAILABLE,
                "the image was not pulled: it said nothing for " + patience.toSeconds() + " s",
                null);
    }
}
