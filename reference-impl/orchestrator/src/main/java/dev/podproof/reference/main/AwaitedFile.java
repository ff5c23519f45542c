package dev.podproof.reference.main;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file by which another process says that something is done. */
final class AwaitedFile {
    /** Nothing is to be awaited. */
    static final AwaitedFile NONE = new AwaitedFile(Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedFile.class);
    private static final long LOOK_MILLIS = 50;

    private final Optional<Path> file;

    AwaitedFile(Path file) {
        this(Optional.of(file));
    }

    private AwaitedFile(Optional<Path> file) {
        this.file = file;
    }

    /** The socket that an Engine listens on, which is there before the Engine answers: who asks then waits. Nothing for one that is reached by TCP. */
    static AwaitedFile socketOf(URI engine) {
        return engine.getScheme().equals("unix") ? new AwaitedFile(Path.of(engine.getPath())) : NONE;
    }

    /** Is complete when the file is there. */
    CompletableFuture<Void> appears(ScheduledExecutorService looking) {
        if (file.isEmpty() || Files.exists(file.get())) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("waiting for {}", file.get());
        CompletableFuture<Void> there = new CompletableFuture<>();
        Future<?> looks = looking.scheduleWithFixedDelay(
                () -> {
                    if (Files.exists(file.get())) {
                        there.complete(null);
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused = there.whenComplete((done, failed) -> looks.cancel(false));
        return there;
    }
}
