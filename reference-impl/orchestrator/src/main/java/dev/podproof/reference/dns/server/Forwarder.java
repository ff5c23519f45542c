package dev.podproof.reference.dns.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Asks the host's resolvers, one after the other. Each question has its own socket, thus its own random port, and its own random
 * number: an answer that somebody makes up has to guess both.
 */
final class Forwarder implements Upstream {

    private static final int PAYLOAD = 1232;

    private final List<InetSocketAddress> resolvers;
    private final Duration limit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param limit how long one resolver may take before the next is asked */
    Forwarder(List<InetSocketAddress> resolvers, Duration limit, Clock clock) {
        this.resolvers = List.copyOf(resolvers);
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public Message resolve(Record question) throws IOException {
        IOException problem = new IOException("no resolver to ask for " + question.getName());
        for (InetSocketAddress resolver : resolvers) {
            try {
                Message answer = ask(resolver, question);
                if (answer.getRcode() == Rcode.SERVFAIL || answer.getRcode() == Rcode.REFUSED) {
                    problem = new IOException(resolver + " answered " + Rcode.string(answer.getRcode()));
                } else {
                    return answer;
                }
            } catch (IOException failed) {
                failed.addSuppressed(problem);
                problem = failed;
            }
        }
        throw problem;
    }

    private Message ask(InetSocketAddress resolver, Record question) throws IOException {
        Message query = Message.newQuery(question);
        query.getHeader().setID(random.nextInt(0x10000));
        query.addRecord(new OPTRecord(PAYLOAD, 0, 0), Section.ADDITIONAL);
        Message answer = overUdp(resolver, query);
        return answer.getHeader().getFlag(Flags.TC) ? overTcp(resolver, query) : answer;
    }

    private Message overUdp(InetSocketAddress resolver, Message query) throws IOException {
        byte[] packet = query.toWire();
        byte[] buffer = new byte[0x10000];
        Instant end = clock.instant().plus(limit);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(resolver);
            socket.send(new DatagramPacket(packet, packet.length));
            while (true) {
                socket.setSoTimeout(left(resolver, end));
                DatagramPacket received = new DatagramPacket(buffer, buffer.length);
                socket.receive(received);
                ByteBuffer content = ByteBuffer.wrap(buffer, 0, received.getLength());
                if (received.getLength() >= 12 && isAnswer(content, query)) {
                    return new Message(content.rewind());
                }
            }
        }
    }

    private Message overTcp(InetSocketAddress resolver, Message query) throws IOException {
        byte[] packet = query.toWire();
        Instant end = clock.instant().plus(limit);
        try (Socket socket = new Socket()) {
            socket.connect(resolver, (int) limit.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(2 + packet.length)
                    .putShort((short) packet.length)
                    .put(packet)
                    .array());
            byte[] length = read(socket, 2, resolver, end);
            byte[] received = read(socket, ByteBuffer.wrap(length).getShort() & 0xffff, resolver, end);
            if (!isAnswer(ByteBuffer.wrap(received), query)) {
                throw new IOException(resolver + " answered another question");
            }
            return new Message(received);
        }
    }

    /** All of it until then, however it comes. */
    private byte[] read(Socket socket, int length, InetSocketAddress resolver, Instant end) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            socket.setSoTimeout(left(resolver, end));
            int read = socket.getInputStream().read(bytes, at, length - at);
            if (read < 0) {
                throw new EOFException(resolver + " hung up");
            }
            at += read;
        }
        return bytes;
    }

    private int left(InetSocketAddress resolver, Instant end) throws SocketTimeoutException {
        long left = Duration.between(clock.instant(), end).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException(resolver + " did not answer within " + limit.toMillis() + " ms");
        }
        return (int) left;
    }

    /** The number and the question have to be those that were sent; anything else is not from whom we asked. */
    private static boolean isAnswer(ByteBuffer content, Message query) {
        try {
            Message answer = new Message(content.duplicate());
            return answer.getHeader().getFlag(Flags.QR)
                    && answer.getHeader().getID() == query.getHeader().getID()
                    && query.getQuestion().equals(answer.getQuestion());
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }
}
