package dev.podproof.reference.dns.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A response as it goes out, but for what each query has of its own: its number, its wish for recursion, the spelling of its name.
 * Several addresses begin with another one each time: many clients take the first (RFC 1794).
 */
final class ReadyAnswer {

    private static final int HEADER = 12;
    private static final int RECURSION_DESIRED = 1;
    /** An address record whose owner is a reference to the question: owner, type A, class IN; then 4 bytes TTL, and length 4. */
    private static final long ADDRESS = 0xc00c_0001_0001L;

    private static final int ADDRESS_LENGTH = 16;

    private final byte[] wire;
    private final int questionEnd;
    private final int addresses;

    /** Changes with the zone; an answer of another version is none. */
    private final long version;

    ReadyAnswer(byte[] wire, int questionEnd, long version) {
        this.wire = wire;
        this.questionEnd = questionEnd;
        this.version = version;
        this.addresses = addresses(ByteBuffer.wrap(wire), questionEnd);
    }

    long version() {
        return version;
    }

    /** Writes the response to a query for the same thing. */
    void write(ByteBuffer query, ByteBuffer response) {
        response.clear();
        response.put(wire, 0, questionEnd);
        response.put(0, query.get(0)).put(1, query.get(1));
        response.put(2, (byte) ((wire[2] & ~RECURSION_DESIRED) | (query.get(2) & RECURSION_DESIRED)));
        response.put(HEADER, query, HEADER, questionEnd - HEADER);
        int rest = questionEnd + addresses * ADDRESS_LENGTH;
        if (addresses > 1) {
            int first = questionEnd + ThreadLocalRandom.current().nextInt(addresses) * ADDRESS_LENGTH;
            response.put(wire, first, rest - first);
            response.put(wire, questionEnd, first - questionEnd);
        } else {
            rest = questionEnd;
        }
        response.put(wire, rest, wire.length - rest);
        response.flip();
    }

    /** How many addresses the answer consists of; 0 if of anything else. */
    private static int addresses(ByteBuffer wire, int questionEnd) {
        int count = wire.getShort(6) & 0xffff;
        if (wire.limit() < questionEnd + count * ADDRESS_LENGTH) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            int at = questionEnd + i * ADDRESS_LENGTH;
            if (wire.getLong(at) >>> 16 != ADDRESS || wire.getShort(at + 10) != 4) {
                return 0;
            }
        }
        return count;
    }
}
