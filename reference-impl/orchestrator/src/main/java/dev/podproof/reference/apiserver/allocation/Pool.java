package dev.podproof.reference.apiserver.allocation;

import java.util.BitSet;
import java.util.OptionalInt;

/** Numbers from 0 up to a size, each held by at most one. Thread-safe. */
final class Pool {

    private final int size;
    private final BitSet taken;
    private int next;

    /** @param first numbers below this are never given out unasked */
    Pool(int size, int first) {
        this.size = size;
        this.taken = new BitSet(size);
        this.next = first;
    }

    /** Takes a number; false if somebody holds it. */
    synchronized boolean claim(int number) {
        if (taken.get(number)) {
            return false;
        }
        taken.set(number);
        return true;
    }

    /** Takes the next free number after the one given out last, so that numbers are not reused soon. */
    synchronized OptionalInt claimNext() {
        int free = taken.nextClearBit(next);
        if (free >= size) {
            free = taken.nextClearBit(0);
        }
        if (free >= size) {
            return OptionalInt.empty();
        }
        taken.set(free);
        next = free + 1;
        return OptionalInt.of(free);
    }

    synchronized void release(int number) {
        taken.clear(number);
    }
}
