package dev.podproof.reference.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one connection is at, and until when it may be: a head arrives, then its body, it is worked on, its answer is taken. It sees what
 * passes by, whatever becomes of it afterwards; so no way through the server is without an end. A stream, and what has left HTTP, go on
 * for as long as what is sent is taken. On one event loop.
 *
 * <p>When a request is over, in whatever way, those are told who hold something for it.
 */
public final class Phases extends ChannelDuplexHandler {

    /** Clients that send requests before they have answers are rare, and have few of them underway. */
    private static final int MOST_AHEAD = 16;

    private static final long BYTES_PER_SECOND = 1024 * 1024;
    private static final int PATIENCE_WITH_OTHERS = 5;

    private enum Phase {
        HEAD,
        BODY,
        WORK,
        ANSWER,
        STREAM,
        LINGER,
        OUTSIDE
    }

    private final Times times;
    private final Gate gate;
    private final List<Runnable> whenDone = new ArrayList<>();
    private final List<Runnable> looks = new ArrayList<>();
    private Channel channel;
    private Phase phase = Phase.HEAD;
    private long deadline;
    private boolean known;
    private boolean arriving;
    private boolean closes;
    private boolean answering;
    private boolean mustBeTaken;
    private int ahead;
    private Runnable late = this::cut;
    private Optional<Runnable> more = Optional.empty();

    Phases(Times times, Gate gate) {
        this.times = times;
        this.gate = gate;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        enter(Phase.HEAD, times.idle());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            arriving = true;
            if (phase == Phase.HEAD) {
                enter(Phase.BODY, times.request());
            } else if (++ahead > MOST_AHEAD) {
                ReferenceCountUtil.release(message);
                cut();
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            arriving = false;
            bodyDone();
        }
        super.channelRead(context, message);
    }

    private void bodyDone() {
        if (phase == Phase.BODY && ahead == 0) {
            enter(Phase.WORK, times.request());
        } else if (phase == Phase.LINGER && closes) {
            var unused = channel.close();
        } else if (phase == Phase.LINGER) {
            enter(Phase.HEAD, times.idle());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                enter(Phase.OUTSIDE, times.answer());
            } else if (response.status().code() >= HttpResponseStatus.OK.code()) {
                answering = true;
                if (phase == Phase.BODY || phase == Phase.WORK) {
                    enter(Phase.ANSWER, times.answer());
                }
            }
        }
        // The library begins with the next request right after this, before any of it is with the kernel.
        if (message instanceof LastHttpContent && answering) {
            answering = false;
            answered(promise);
        }
        super.write(context, message, promise);
    }

    private void answered(ChannelPromise promise) {
        looks.clear();
        more = Optional.empty();
        mustBeTaken = false;
        done();
        if (phase == Phase.OUTSIDE) {
            return;
        }
        if (arriving && ahead == 0) {
            enter(Phase.LINGER, times.linger());
        } else if (closes) {
            enter(Phase.LINGER, times.linger());
            var unused = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
        } else if (ahead > 0) {
            ahead--;
            enter(arriving && ahead == 0 ? Phase.BODY : Phase.WORK, times.request());
        } else {
            enter(Phase.HEAD, times.idle());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        done();
        super.channelInactive(context);
    }

    /** The caller is no stranger. */
    public void known() {
        if (!known) {
            known = true;
            gate.known(channel);
        }
    }

    /** The connection ends with the answer to come, as its caller is told in it. */
    public void closeAfterAnswer() {
        closes = true;
    }

    /** What is done, once, if the request's time is over before it is answered; without it the connection ends. */
    public void whenLate(Runnable action) {
        late = action;
    }

    /** What is done, once, when the request is over: answered, or its connection gone. */
    public void whenDone(Runnable action) {
        if (channel.isActive()) {
            whenDone.add(action);
        } else {
            action.run();
        }
    }

    /** What is done every now and then until the request is over. */
    public void atEachLook(Runnable action) {
        looks.add(action);
    }

    /** So much will be sent, which takes its time. */
    public void answers(long bytes) {
        enter(Phase.ANSWER, times.answer().plusSeconds(bytes / BYTES_PER_SECOND));
    }

    /** What is sent has no end of its own; its reader has to take it all the same. */
    public void streams() {
        mustBeTaken = true;
        enter(phase == Phase.OUTSIDE ? Phase.OUTSIDE : Phase.STREAM, times.answer());
    }

    /** Somebody else has been asked, who takes his time. */
    public void passesOn() {
        enter(Phase.WORK, times.request().multipliedBy(PATIENCE_WITH_OTHERS));
    }

    /** He answers, and sends for as long as he likes to a reader who may look at it for as long as he likes. */
    public void passesBack() {
        enter(Phase.STREAM, times.answer());
    }

    /** Whether the connection takes more now. The library finds that out later, when it has been written to long since. */
    public boolean takesMore() {
        return channel.isWritable();
    }

    /** What is done whenever it takes more again, until the request is over. */
    public void whenTakesMore(Runnable action) {
        more = Optional.of(action);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        if (channel.isWritable()) {
            more.ifPresent(Runnable::run);
        }
    }

    /** Ends what has taken too long. */
    void look() {
        new ArrayList<>(looks).forEach(Runnable::run);
        boolean goesOn = phase == Phase.STREAM || phase == Phase.OUTSIDE;
        if (goesOn && (!mustBeTaken || channel.isWritable())) {
            deadline = System.nanoTime() + times.answer().toNanos();
        } else if (System.nanoTime() - deadline > 0) {
            if ((phase == Phase.BODY || phase == Phase.WORK) && !answering) {
                enter(Phase.ANSWER, times.answer());
                var action = late;
                late = this::cut;
                action.run();
            } else {
                cut();
            }
        }
    }

    /** Ends the connection at once. */
    public void cut() {
        Gate.close(channel);
    }

    private void enter(Phase next, Duration limit) {
        phase = next;
        deadline = System.nanoTime() + limit.toNanos();
    }

    private void done() {
        late = this::cut;
        var due = new ArrayList<>(whenDone);
        whenDone.clear();
        due.forEach(Runnable::run);
    }
}
