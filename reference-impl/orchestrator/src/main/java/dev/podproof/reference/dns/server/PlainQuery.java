package dev.podproof.reference.dns.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The form that nearly all queries have: one name of the Internet's class, spelled out, and at most options that ask for nothing but room.
 * Everything else, malformed or only rare, is left to the DNS library. Two such queries for the same thing are equal, however they
 * are spelled and numbered.
 */
final class PlainQuery {

    private static final int HEADER = 12;
    private static final int LONGEST_NAME = 255;
    private static final int RECURSION_DESIRED = 1;
    private static final int OPTIONS = 11;
    private static final int TYPE_OPT = 41;
    private static final int CLASS_IN = 1;

    /** The name in lower case, the type, and whether there are options. */
    private final byte[] subject;

    private final int hash;

    private PlainQuery(byte[] subject) {
        this.subject = subject;
        this.hash = Arrays.hashCode(subject);
    }

    /** Reads a packet between its position and its limit, and leaves both as they are; nothing if it has another form. */
    static Optional<PlainQuery> read(ByteBuffer packet) {
        int end = packet.limit();
        // No flag but the wish for recursion, and counts of records that say: one question, perhaps options.
        if (end < HEADER
                || (packet.get(2) & ~RECURSION_DESIRED) != 0
                || packet.getInt(4) != 0x10000
                || packet.getShort(8) != 0
                || packet.getShort(10) < 0
                || packet.getShort(10) > 1) {
            return Optional.empty();
        }
        int nameEnd = nameEnd(packet);
        int questionEnd = nameEnd + 4;
        boolean options = packet.getShort(10) == 1;
        if (nameEnd < 0
                || end != questionEnd + (options ? OPTIONS : 0)
                || packet.getShort(nameEnd + 2) != CLASS_IN
                || (options && !asksOnlyForRoom(packet, questionEnd))) {
            return Optional.empty();
        }
        byte[] subject = new byte[questionEnd - HEADER - 1];
        int length = nameEnd - HEADER;
        for (int i = 0; i < length; i++) {
            // Lengths of labels are at most 63, thus no letters.
            byte each = packet.get(HEADER + i);
            subject[i] = each >= 'A' && each <= 'Z' ? (byte) (each + 32) : each;
        }
        subject[length] = packet.get(nameEnd);
        subject[length + 1] = packet.get(nameEnd + 1);
        subject[length + 2] = (byte) (options ? 1 : 0);
        return Optional.of(new PlainQuery(subject));
    }

    /** Where the question of such a query, and thus of its response, ends. */
    int questionEnd() {
        return HEADER + subject.length + 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainQuery query && hash == query.hash && Arrays.equals(subject, query.subject);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Where the name ends; -1 if it is compressed, too long, or not all there. */
    private static int nameEnd(ByteBuffer packet) {
        int limit = Math.min(packet.limit() - 4, HEADER + LONGEST_NAME);
        int at = HEADER;
        while (at < limit) {
            int label = packet.get(at);
            if (label == 0) {
                return at + 1;
            }
            if ((label & 0xc0) != 0) {
                return -1;
            }
            at += 1 + label;
        }
        return -1;
    }

    /** An OPT record of version 0 without flags and options, from somebody who takes the largest datagrams that we send. */
    private static boolean asksOnlyForRoom(ByteBuffer packet, int at) {
        return packet.get(at) == 0
                && packet.getShort(at + 1) == TYPE_OPT
                && (packet.getShort(at + 3) & 0xffff) >= Queries.LARGEST_DATAGRAM
                && packet.getInt(at + 5) == 0
                && packet.getShort(at + 9) == 0;
    }
}
