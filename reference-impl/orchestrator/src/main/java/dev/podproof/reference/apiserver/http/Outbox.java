package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Sink;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames that wait for a reader. Whoever sends only puts a reference into the queue; the reader's own event loop writes, as
 * long as the connection takes more. A reader that lets too many wait is cut off, so that it holds up nobody else.
 */
abstract class Outbox implements Sink {

    /** Frames are shared between readers, so what waits costs little but the references. */
    private static final int MAX_WAITING = 10_000;

    /** Large objects that change often would otherwise be kept, in every version, for whoever does not read them. */
    private static final long MAX_WAITING_BYTES = 16L * 1024 * 1024;

    private static final int MAX_FRAMES_PER_WRITE = 256;

    private final Context loop;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
    private volatile boolean ending;
    private boolean closed;
    private boolean ended;

    Outbox(Context loop) {
        this.loop = loop;
    }

    @Override
    public final void sendAll(List<byte[]> frames) {
        // What a stream begins with does not count as waiting: its size is the cluster's, not the reader's fault.
        live.addAndGet(-frames.size());
        liveBytes.addAndGet(-frames.stream().mapToLong(frame -> frame.length).sum());
        waiting.addAll(frames);
        wake();
    }

    @Override
    public final boolean send(byte[] frame) {
        boolean tooMuch = liveBytes.addAndGet(frame.length) > MAX_WAITING_BYTES;
        if (live.incrementAndGet() > MAX_WAITING || tooMuch) {
            ending = true;
            waiting.clear();
            loop.runOnContext(unused -> cut());
            return false;
        }
        waiting.add(frame);
        wake();
        return true;
    }

    @Override
    public final void end() {
        ending = true;
        wake();
    }

    @Override
    public final void onClosed(Runnable callback) {
        synchronized (callbacks) {
            if (!closed) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    /** Told by the connection that it is over. */
    final void closed() {
        List<Runnable> due;
        synchronized (callbacks) {
            closed = true;
            due = new ArrayList<>(callbacks);
            callbacks.clear();
        }
        waiting.clear();
        due.forEach(Runnable::run);
    }

    /** Writes what waits. On the event loop only. */
    final void drain() {
        scheduled.set(false);
        List<byte[]> batch = new ArrayList<>();
        while (!isFull()) {
            for (var frame = waiting.poll(); frame != null; frame = waiting.poll()) {
                batch.add(frame);
                live.decrementAndGet();
                liveBytes.addAndGet(-frame.length);
                if (batch.size() == MAX_FRAMES_PER_WRITE) {
                    break;
                }
            }
            if (batch.isEmpty()) {
                break;
            }
            write(batch);
            batch.clear();
        }
        if (ending && waiting.isEmpty() && !ended) {
            ended = true;
            finish();
        }
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            loop.runOnContext(unused -> drain());
        }
    }

    /** Whether the connection takes nothing more for now; it calls {@link #drain} when it does. */
    abstract boolean isFull();

    abstract void write(List<byte[]> frames);

    /** Ends the connection in good order. */
    abstract void finish();

    /** Ends the connection at once. */
    abstract void cut();
}
