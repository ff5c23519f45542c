package dev.podproof.reference.dns.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * From the bytes of a query to the bytes of its response, whatever those bytes are. What was asked before is answered from memory, without
 * the DNS library. What takes time is done on an executor, so that a slow upstream delays nobody who asks for a name of the cluster.
 */
final class Packets implements Messages {

    static final int LARGEST = 65535;

    private static final Logger LOG = LoggerFactory.getLogger(Packets.class);
    private static final int HEADER = 12;

    private final Responder responder;
    private final ReadyAnswers ready;
    private final Askers slow;

    Packets(Responder responder, ReadyAnswers ready, Askers slow) {
        this.responder = responder;
        this.ready = ready;
        this.slow = slow;
    }

    /**
     * Answers a datagram that lies between 0 and the buffer's limit. Either the response is in {@code response} when this returns true, or {@code
     * later} is called once, now or later, or never if the packet deserves no answer.
     *
     * @param client who asks
     */
    boolean answerDatagram(ByteBuffer datagram, InetAddress client, ByteBuffer response, Consumer<byte[]> later) {
        Optional<PlainQuery> plain = PlainQuery.read(datagram);
        if (plain.isPresent() && ready.answer(plain.get(), datagram, response)) {
            return true;
        }
        byte[] packet = new byte[datagram.limit()];
        datagram.get(0, packet);
        boolean unused = answer(packet, client, plain, false, later);
        return false;
    }

    /** Over a stream only the format limits the size. */
    @Override
    public boolean answerMessage(byte[] packet, InetAddress client, Consumer<byte[]> reply) {
        return answer(packet, client, Optional.empty(), true, reply);
    }

    private boolean answer(
            byte[] packet, InetAddress client, Optional<PlainQuery> plain, boolean stream, Consumer<byte[]> reply) {
        if (packet.length < HEADER || isResponse(packet)) {
            // Answering answers would let two servers talk to each other for ever.
            return false;
        }
        Optional<Message> query = parse(packet);
        if (query.isEmpty()) {
            reply.accept(error(packet, Rcode.FORMERR));
            return true;
        }
        try {
            if (responder.knows(query.get())) {
                long version = ready.version();
                byte[] response = respond(packet, query.get(), stream);
                ready.keep(plain, response, version);
                reply.accept(response);
            } else {
                slow.execute(client, () -> reply.accept(respond(packet, query.get(), stream)));
            }
        } catch (RejectedExecutionException busy) {
            reply.accept(error(packet, Rcode.SERVFAIL));
        }
        return true;
    }

    private byte[] respond(byte[] packet, Message query, boolean stream) {
        try {
            return responder.respond(query).toWire(stream ? LARGEST : Queries.limit(query));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError bug) {
            LOG.error("a query could not be answered: {}", query.getQuestion(), bug);
            return error(packet, Rcode.SERVFAIL);
        }
    }

    private static Optional<Message> parse(byte[] packet) {
        try {
            return Optional.of(new Message(packet));
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return Optional.empty();
        }
    }

    private static boolean isResponse(byte[] packet) {
        return (packet[2] & 0x80) != 0;
    }

    /** The header alone, with the query's number and a code: all that can be said when the rest is not understood. */
    private static byte[] error(byte[] packet, int code) {
        byte[] header = new byte[HEADER];
        header[0] = packet[0];
        header[1] = packet[1];
        // The kind of query and the wish for recursion are copied, as in any response.
        header[2] = (byte) (0x80 | (packet[2] & 0x79));
        header[3] = (byte) (0x80 | code);
        return header;
    }
}
