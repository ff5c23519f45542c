package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client sends to something that may not be there yet: passed on in order, never by the event loop, and only as fast as it is
 * taken.
 */
final class OrderedInput<T> {
    private static final Logger LOG = LoggerFactory.getLogger(OrderedInput.class);

    private final CompletableFuture<T> target;
    private final Executor blocking;
    private final Inflow inflow;
    /** The end of a chain. */
    private CompletableFuture<Void> last;

    /** Something that is done with it. */
    interface Step<T> {
        void on(T target) throws IOException;
    }

    /** Takes bytes. */
    interface Write<T> {
        void to(T target, ByteBuffer bytes) throws IOException;
    }

    OrderedInput(CompletableFuture<T> target, Executor blocking, Inflow inflow) {
        this.target = target;
        this.blocking = blocking;
        this.inflow = inflow;
        this.last = target.thenAccept(there -> {});
    }

    void write(Buffer bytes, Write<T> write) {
        inflow.arrived(bytes.length());
        CompletableFuture<Void> unused = then(there -> write.to(there, ByteBuffer.wrap(bytes.getBytes())))
                .whenComplete((done, failed) -> inflow.passedOn(bytes.length()));
    }

    void pass(Step<T> step) {
        CompletableFuture<Void> unused = then(step);
    }

    private CompletableFuture<Void> then(Step<T> step) {
        last = last.thenRunAsync(
                () -> {
                    try {
                        step.on(target.join());
                    } catch (IOException | RuntimeFailure ended) {
                        // Who has ended, or closed its input, takes no more; the client hears so by another way.
                        LOG.debug("input was not taken: {}", ended.toString());
                    } catch (RuntimeException bug) {
                        // What comes after it in the chain would never be passed on.
                        LOG.error("input could not be passed on", bug);
                    }
                },
                blocking);
        return last;
    }
}
