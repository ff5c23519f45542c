package dev.podproof.reference.node.health;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The beginning of what a command says, both outputs together; the rest is read and dropped. */
final class ShortOutput implements OutputReader {
    private static final int LONGEST = 10 * 1024;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public synchronized void bytes(Source source, ByteBuffer bytes) {
        byte[] kept = new byte[Math.min(bytes.remaining(), LONGEST - text.size())];
        bytes.get(kept);
        text.writeBytes(kept);
    }

    @Override
    public void end(Optional<RuntimeFailure> failure) {
        ended.countDown();
    }

    /** False if the command still runs when the time is over. */
    boolean ends(Duration limit) {
        try {
            return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized String text() {
        return text.toString(StandardCharsets.UTF_8).strip();
    }
}
