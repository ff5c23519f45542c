package dev.podproof.reference.node.server;

import io.vertx.core.streams.WriteStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the thread that reads from the engine go on only as fast as the connection takes what it reads. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final WriteStream<?> stream;
    private boolean closed;

    Gate(WriteStream<?> stream) {
        this.stream = stream;
        stream.drainHandler(drained -> wake(false));
    }

    /** Waits until there is room; false if there is nobody left to write for. */
    boolean pass() {
        lock.lock();
        try {
            while (!closed && stream.writeQueueFull()) {
                opened.await();
            }
            return !closed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        wake(true);
    }

    private void wake(boolean close) {
        lock.lock();
        try {
            closed |= close;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
