package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a container that somebody attaches to, and that may be ending. The Engine takes whoever comes too late for one who waits
 * for the container's next start, and never says a word: its output is then taken from its log.
 */
final class Attachment implements OutputReader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);

    /** What a container wrote so shortly before is given to whoever comes too late: a pod that ends at once has written all of it. */
    private static final Duration SHORTLY = Duration.ofSeconds(10);

    /** Who was attached in time has heard something by then: the last bytes, or at least the end. */
    private static final Executor A_WHILE_LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final DockerLogs logs;
    private final String containerId;
    private final boolean tty;
    private final Instant asked;
    private final OutputReader reader;
    private volatile boolean heard;
    private volatile boolean tooLate;
    private volatile boolean closed;
    private volatile EngineConnection connection;
    private volatile AutoCloseable waiting = () -> {};
    private volatile AutoCloseable rest = () -> {};

    Attachment(DockerLogs logs, String containerId, boolean tty, Instant asked, OutputReader reader) {
        this.logs = logs;
        this.containerId = containerId;
        this.tty = tty;
        this.asked = asked;
        this.reader = reader;
    }

    /** Passes on what comes, for as long as it is not too late. */
    void follow(EngineConnection attached, AutoCloseable untilTheEnd) {
        connection = attached;
        waiting = untilTheEnd;
        attached.read(Frames.to(this, tty), this::end);
    }

    void containerEnded() {
        A_WHILE_LATER.execute(() -> {
            if (!heard && !closed) {
                tooLate = true;
                connection.close();
            }
        });
    }

    /** To be called when nothing else is heard. */
    void tellTheRest() {
        try {
            LogQuery lately = new LogQuery(false, false, Optional.empty(), Optional.of(asked.minus(SHORTLY)));
            rest = logs.read(containerId, tty, lately, reader);
        } catch (RuntimeFailure gone) {
            reader.end(Optional.of(gone));
        }
    }

    @Override
    public void bytes(Source source, ByteBuffer bytes) {
        heard = true;
        reader.bytes(source, bytes);
    }

    @Override
    public void end(Optional<RuntimeFailure> failure) {
        heard = true;
        if (tooLate) {
            tellTheRest();
        } else {
            reader.end(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            waiting.close();
            rest.close();
        } catch (Exception cause) {
            LOG.warn("a container is still watched though nobody is attached to it", cause);
        }
    }
}
