package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The last bytes of a log that is read to its end. */
final class LogEnd implements OutputReader {
    private static final long LIMIT_SECONDS = 5;

    private final int longest;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private byte[] end = new byte[0];

    LogEnd(int longest) {
        this.longest = longest;
    }

    @Override
    public synchronized void bytes(Source source, ByteBuffer bytes) {
        ByteBuffer all = ByteBuffer.allocate(end.length + bytes.remaining())
                .put(end)
                .put(bytes)
                .flip();
        all.position(Math.max(0, all.limit() - longest));
        end = new byte[all.remaining()];
        all.get(end);
    }

    @Override
    public void end(Optional<RuntimeFailure> failure) {
        ended.complete(null);
    }

    /** Waits for the log's end, not for ever. */
    String text() {
        ended.completeOnTimeout(null, LIMIT_SECONDS, TimeUnit.SECONDS).join();
        synchronized (this) {
            return new String(end, StandardCharsets.UTF_8);
        }
    }
}
