package dev.podproof.conformance.subject;

import java.util.concurrent.atomic.AtomicInteger;

/** What the scenarios of a run have done in containers so far. Safe to share between threads. */
public final class Counts {
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();

    /** A command was run in a container. */
    public void command() {
        commands.incrementAndGet();
    }

    /** A call was made, and so many times more because it was not answered. */
    public void call(int repeated) {
        calls.incrementAndGet();
        repeats.addAndGet(repeated);
    }

    public int commands() {
        return commands.get();
    }

    public int calls() {
        return calls.get();
    }

    /** How many tries of calls there were beyond the first ones: datagrams lost, or a cluster that answers late. */
    public int repeats() {
        return repeats.get();
    }
}
