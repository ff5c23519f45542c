package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Sink;
import dev.podproof.reference.web.Phases;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames that wait for a reader. Whoever sends only puts a reference into the queue; the reader's own event loop makes the frame and
 * writes it, piece by piece, as long as the connection takes more. A reader that lets too many wait, or too old ones, is cut off, so
 * that it neither holds up nor outgrows the others.
 */
abstract class Outbox implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** What waits on its way to one reader: there may be thousands of them who read nothing. */
    static final int QUEUE_BYTES = 32 * 1024;

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int MAX_WAITING = 10_000;

    /** Nobody is cut off for fewer. */
    private static final int FEW = 256;

    /**
     * What all streams of a server share.
     *
     * @param drift how old what waits may become
     * @param waiting how many frames wait, of all
     * @param mostWaiting how many may
     * @param answers what frames take that were made for one reader alone
     */
    record Yard(Drift drift, AtomicInteger waiting, int mostWaiting, Budget answers) {}

    private record Waiting(Frame frame, long mark) {}

    private final Yard yard;
    private final Context loop;
    private final Phases phases;
    private final Budget.Share made;
    private final Budget.Share beginningMade;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
    private volatile Iterator<Frame> beginning = Collections.emptyIterator();
    private volatile long beginningMark;
    private volatile boolean ending;
    private volatile boolean closed;
    private List<byte[]> frame = List.of();
    private int part;
    private int at;
    private boolean ended;

    Outbox(Yard yard, Context loop, Phases phases, String caller) {
        this.yard = yard;
        this.loop = loop;
        this.phases = phases;
        this.made = yard.answers().take(caller, 0);
        this.beginningMade = yard.answers().take(caller, 0);
        phases.atEachLook(this::look);
        phases.whenTakesMore(this::drain);
    }

    @Override
    public final void begin(Iterator<Frame> frames, long bytes) {
        beginningMade.hold(bytes);
        beginningMark = yard.drift().now();
        beginning = frames;
        wake();
    }

    @Override
    public final boolean send(Frame next) {
        if (closed || ending) {
            return false;
        }
        int mine = count.incrementAndGet();
        int all = yard.waiting().incrementAndGet();
        waiting.add(new Waiting(next, yard.drift().now()));
        if (mine > MAX_WAITING || (all > yard.mostWaiting() && mine > FEW)) {
            cutOff();
            return false;
        }
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
        beginning = Collections.emptyIterator();
        for (var left = waiting.poll(); left != null; left = waiting.poll()) {
            forgotten();
        }
        made.close();
        beginningMade.close();
        due.forEach(Runnable::run);
    }

    /** Writes what waits. On the event loop only. */
    final void drain() {
        scheduled.set(false);
        try {
            while (!closed && !isOver() && phases.takesMore()) {
                var pieces = pieces();
                if (pieces.isEmpty()) {
                    break;
                }
                write(pieces);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failed) {
            LOG.warn("a stream is cut off, as a frame of it could not be made: {}", failed.toString());
            cutOff();
        }
        if (ending && !ended && !closed && part == frame.size() && waiting.isEmpty() && !beginning.hasNext()) {
            ended = true;
            finish();
        }
    }

    /** As much as is good to be written at once, in as many pieces as there are frames in it. */
    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (int room = PIECE_BYTES; room > 0; ) {
            if (part == frame.size() && !advance()) {
                return pieces;
            }
            var bytes = frame.get(part);
            int to = Math.min(bytes.length, at + room);
            boolean wholePart = to == bytes.length;
            pieces.add(new Piece(bytes, at, to, part == 0 && at == 0, wholePart && part == frame.size() - 1));
            room -= to - at;
            at = wholePart ? 0 : to;
            part += wholePart ? 1 : 0;
        }
        return pieces;
    }

    /** Makes the next frame, if there is one. */
    private boolean advance() {
        frame = List.of();
        part = 0;
        at = 0;
        if (beginning.hasNext()) {
            take(beginning.next());
            return true;
        }
        beginningMade.close();
        var next = waiting.poll();
        if (next == null) {
            made.hold(0);
            return false;
        }
        forgotten();
        take(next.frame());
        return true;
    }

    private void take(Frame next) {
        frame = next.parts();
        // What comes in several parts is the cluster's own; what is one was made for this reader, or a few of them.
        made.hold(frame.size() == 1 && frame.get(0).length > PIECE_BYTES ? frame.get(0).length : 0);
    }

    private void forgotten() {
        count.decrementAndGet();
        yard.waiting().decrementAndGet();
    }

    private void look() {
        var oldest = waiting.peek();
        boolean tooFar = oldest != null && yard.drift().isTooFar(oldest.mark());
        if (tooFar || (beginning.hasNext() && yard.drift().isTooFar(beginningMark))) {
            cutOff();
        }
    }

    private void cutOff() {
        ending = true;
        phases.cut();
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            loop.runOnContext(unused -> drain());
        }
    }

    /** Whether there is nobody to write to any more. */
    abstract boolean isOver();

    abstract void write(List<Piece> pieces);

    /** Ends the connection in good order. */
    abstract void finish();
}
