package dev.podproof.reference.dns.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One client's connection: queries come in, each behind its length, and answers go out as the client takes them. While too many of them
 * are underway nothing more is read. Used by the listener's thread alone.
 */
final class TcpConnection {

    /** Longer than any query that means something; its answer may be longer. */
    private static final int LONGEST_QUERY = 4096;

    private static final int LENGTH = 2;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final TcpLimits limits;
    private final long born;
    private final Queue<ByteBuffer> answers = new ArrayDeque<>();
    private ByteBuffer incoming = ByteBuffer.allocate(512);
    private int underway;
    private long waitingBytes;
    /** Since when the client has been at what it is at: sending a query, or taking answers. */
    private long since;

    TcpConnection(SocketChannel channel, SelectionKey key, TcpLimits limits, long now) {
        this.channel = channel;
        this.key = key;
        this.limits = limits;
        this.born = now;
        this.since = now;
    }

    /**
     * Reads what has come.
     *
     * @param ask gets each whole query
     * @return false if the client has left, or sends what can't be a query
     */
    boolean read(long now, Consumer<byte[]> ask) throws IOException {
        int read = channel.read(incoming);
        if (read < 0) {
            return false;
        }
        incoming.flip();
        boolean fits = true;
        while (fits && underway < limits.underway() && incoming.remaining() >= LENGTH) {
            int length = incoming.getShort(incoming.position()) & 0xffff;
            fits = length <= LONGEST_QUERY;
            if (!fits || incoming.remaining() < LENGTH + length) {
                break;
            }
            byte[] query = new byte[length];
            incoming.position(incoming.position() + LENGTH);
            incoming.get(query);
            underway++;
            since = now;
            ask.accept(query);
        }
        incoming.compact();
        if (!incoming.hasRemaining()) {
            incoming.flip();
            incoming = ByteBuffer.allocate(Math.min(2 * incoming.capacity(), LENGTH + LONGEST_QUERY))
                    .put(incoming);
        }
        wish();
        return fits;
    }

    /** Whether it has read queries that it was not asked to pass on yet. */
    boolean hasMore() {
        return underway < limits.underway() && incoming.position() >= LENGTH;
    }

    /** A query needs no answer, or will get none. */
    void unanswered() {
        underway--;
        wish();
    }

    /** Sends an answer as soon as it can. */
    void answer(byte[] response, long now) throws IOException {
        underway--;
        since = answers.isEmpty() ? now : since;
        var framed = ByteBuffer.allocate(LENGTH + response.length);
        answers.add(framed.putShort((short) response.length).put(response).flip());
        waitingBytes += framed.limit();
        write(now);
    }

    /** Writes what the client takes. */
    void write(long now) throws IOException {
        for (var next = answers.peek(); next != null; next = answers.peek()) {
            waitingBytes -= channel.write(next);
            if (next.hasRemaining()) {
                break;
            }
            answers.remove();
            since = now;
        }
        wish();
    }

    /** How many bytes of answers wait here. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Whether it is of no use to anybody: nothing of it is worked on, or waits to be taken. */
    boolean isIdle() {
        return underway == 0 && answers.isEmpty();
    }

    long since() {
        return since;
    }

    /** Whether its time is over. While others are asked on its behalf it is they who take long. */
    boolean isOver(long now) {
        boolean waitsForOthers = underway > 0 && answers.isEmpty();
        return now - born > limits.life().toNanos()
                || (!waitsForOthers && now - since > limits.exchange().toNanos());
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException already) {
            // It is gone, which is what was wanted.
        }
        answers.clear();
        waitingBytes = 0;
    }

    private void wish() {
        if (key.isValid()) {
            int read = underway < limits.underway() ? SelectionKey.OP_READ : 0;
            key.interestOps(answers.isEmpty() ? read : read | SelectionKey.OP_WRITE);
        }
    }

    @Override
    public String toString() {
        return "TcpConnection" + Arrays.asList(channel.socket().getRemoteSocketAddress());
    }
}
