package dev.podproof.reference.node.server;

import io.vertx.core.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is on its way to a client, in bytes. Whoever has more to send waits until the connection has taken some of it, so that a
 * slow reader holds up the process that writes and not this one's memory.
 *
 * <p>Counted are writes that are not done, and not the connection's own queue: what other threads hand to an event loop is in
 * no queue that could be asked.
 */
final class Outflow {
    static final long MOST_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long underway;
    private boolean closed;

    /** Waits for room, then writes; false if there is nobody left to write for. A single write larger than all room goes alone. */
    boolean send(int bytes, Supplier<Future<Void>> write) {
        if (!reserve(bytes)) {
            return false;
        }
        write.get().onComplete(done -> change(-bytes, false));
        return true;
    }

    private boolean reserve(int bytes) {
        lock.lock();
        try {
            while (!closed && underway > 0 && underway + bytes > MOST_BYTES) {
                changed.await();
            }
            underway += bytes;
            return !closed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more. */
    void close() {
        change(0, true);
    }

    private void change(long bytes, boolean close) {
        lock.lock();
        try {
            underway += bytes;
            closed |= close;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
