package dev.podproof.reference.apiserver.exchange;

import java.util.function.LongSupplier;

/**
 * How far the cluster may move on while somebody is still being sent what was there before. Whoever is sent old objects keeps them in
 * memory; how many bytes of them there can be at most is what was replaced since, whoever they are kept by.
 */
public final class Drift {

    private final LongSupplier replaced;
    private final long most;

    /**
     * As the cluster moves.
     *
     * @param replaced how many bytes of objects have been replaced or removed so far
     * @param most of them, while somebody reads
     */
    public Drift(LongSupplier replaced, long most) {
        this.replaced = replaced;
        this.most = most;
    }

    /** A mark to come back to. */
    public long now() {
        return replaced.getAsLong();
    }

    /** Whether it was too much since then. */
    public boolean isTooFar(long mark) {
        return now() - mark > most;
    }
}
