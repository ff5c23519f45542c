package dev.podproof.conformance.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** One stream of a shell, cut where a mark that nobody else can print says that a command's share of it ends. */
final class MarkedStream {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private CompletableFuture<Share> wanted = new CompletableFuture<>();
    private byte[] mark = {};
    private Throwable over;

    /**
     * What a command has printed.
     *
     * @param printed up to the mark
     * @param said between the mark and the end of its line
     */
    record Share(String printed, String said) {}

    /** What comes from now on until the mark and the end of its line; what came before is nobody's. */
    synchronized CompletableFuture<Share> until(String next) {
        heard.reset();
        mark = next.getBytes(StandardCharsets.UTF_8);
        wanted = new CompletableFuture<>();
        if (over != null) {
            wanted.completeExceptionally(over);
        }
        return wanted;
    }

    synchronized void heard(byte... bytes) {
        if (heard.size() + bytes.length > ExecStreams.MOST_BYTES) {
            heard.reset();
            end(new IllegalStateException("it printed more than " + ExecStreams.MOST_BYTES + " bytes"));
        }
        if (over != null) {
            return;
        }
        heard.writeBytes(bytes);
        byte[] all = heard.toByteArray();
        int at = find(all, mark);
        int end = at < 0 ? -1 : find(all, at + mark.length, (byte) '\n');
        if (end >= 0) {
            wanted.complete(
                    new Share(text(all, 0, at), text(all, at + mark.length, end).strip()));
        }
    }

    synchronized void end(Throwable why) {
        over = why;
        wanted.completeExceptionally(why);
    }

    synchronized String soFar() {
        return heard.toString(StandardCharsets.UTF_8).strip();
    }

    private static String text(byte[] all, int from, int to) {
        return new String(all, from, to - from, StandardCharsets.UTF_8);
    }

    private static int find(byte[] all, byte... part) {
        for (int at = 0; part.length > 0 && at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static int find(byte[] all, int from, byte wanted) {
        for (int at = from; at < all.length; at++) {
            if (all[at] == wanted) {
                return at;
            }
        }
        return -1;
    }
}
