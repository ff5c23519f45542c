package dev.podproof.reference.apiserver.allocation;

import java.util.OptionalInt;

/** The node ports, 30000 to 32767. */
public final class PortPool {

    public static final int FIRST = 30_000;
    public static final int LAST = 32_767;

    private final Pool pool = new Pool(LAST - FIRST + 1, 0);

    public boolean contains(int port) {
        return port >= FIRST && port <= LAST;
    }

    /** Takes a port of the range; false if a service has it. */
    public boolean claim(int port) {
        return pool.claim(port - FIRST);
    }

    /** A free port, or nothing if all are used. */
    public OptionalInt claimNext() {
        var index = pool.claimNext();
        return index.isPresent() ? OptionalInt.of(index.getAsInt() + FIRST) : OptionalInt.empty();
    }

    /** Gives a port back; one outside the range is none of ours. */
    public void release(int port) {
        if (contains(port)) {
            pool.release(port - FIRST);
        }
    }
}
