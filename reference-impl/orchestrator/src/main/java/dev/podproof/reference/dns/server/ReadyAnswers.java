package dev.podproof.reference.dns.server;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Responses to what was asked before, as bytes, for as long as the zone stays as it is. A change makes all of them void: working
 * them out again takes some microseconds each, and knowing which of them a change is about would take more than it saves.
 */
final class ReadyAnswers {

    /** Bytes: more than the names of a large cluster take; somebody who asks for made-up names fills it and gains nothing. */
    private static final long MOST = 8 * 1024 * 1024;

    /** Objects around the bytes of a query and an answer. */
    private static final int BESIDE = 150;

    private final ConcurrentMap<PlainQuery, ReadyAnswer> answers = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LongSupplier version;

    /** @param version changes with each change of the zone */
    ReadyAnswers(LongSupplier version) {
        this.version = version;
    }

    /** Of the zone as it is now; to be asked before an answer is worked out. */
    long version() {
        return version.getAsLong();
    }

    /** Writes the response to a query, if it is at hand. */
    boolean answer(PlainQuery query, ByteBuffer packet, ByteBuffer response) {
        ReadyAnswer known = answers.get(query);
        if (known == null || known.version() != version.getAsLong()) {
            return false;
        }
        known.write(packet, response);
        return true;
    }

    /** Keeps a response that was worked out from the zone of this version. */
    void keep(Optional<PlainQuery> query, byte[] response, long ofVersion) {
        // An error that is a header alone repeats no question, and is no answer to keep.
        if (query.isPresent() && response.length >= query.get().questionEnd()) {
            // One that takes another's place is counted twice: what is forgotten too early is worked out again.
            if (bytes.addAndGet(BESIDE + query.get().questionEnd() + response.length) > MOST) {
                answers.clear();
                bytes.set(0);
            }
            answers.put(query.get(), new ReadyAnswer(response, query.get().questionEnd(), ofVersion));
        }
    }
}
