package dev.podproof.reference.apiserver.exchange;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * What all callers, and each of them, may make the server hold at once. What is taken is given back by closing it. Thread-safe.
 */
public final class Budget {

    private final String what;
    private final long all;
    private final long ofOne;
    private final Map<String, Long> callers = new HashMap<>();
    private long taken;

    /**
     * Nothing is taken.
     *
     * @param what it is, as a refusal calls it
     * @param all how much there is
     * @param ofOne how much of that one caller can have
     */
    public Budget(String what, long all, long ofOne) {
        this.what = what;
        this.all = all;
        this.ofOne = ofOne;
    }

    /**
     * Takes so much for a caller.
     *
     * @throws ApiException TOO_MANY_REQUESTS if there is not as much left
     */
    public Share take(String caller, long amount) {
        var share = new Share(caller);
        share.hold(amount);
        return share;
    }

    /** How much is taken. */
    public synchronized long taken() {
        return taken;
    }

    private synchronized void add(String caller, long amount) {
        long his = callers.getOrDefault(caller, 0L);
        if (amount > 0 && his + amount > ofOne) {
            throw exhausted("one caller may have " + ofOne);
        }
        if (amount > 0 && taken + amount > all) {
            throw exhausted("all callers together may have " + all);
        }
        taken += amount;
        callers.merge(caller, amount, (before, more) -> before + more == 0 ? null : before + more);
    }

    private ApiException exhausted(String limit) {
        return new ApiException(
                Reason.TOO_MANY_REQUESTS,
                "too many " + what + " at once, of which the limit is that " + limit
                        + "; let some end, then try again");
    }

    /** What a caller has taken. */
    public final class Share implements AutoCloseable {

        private final String caller;
        private long mine;
        private boolean closed;

        private Share(String caller) {
            this.caller = caller;
        }

        /**
         * Takes so much from now on, instead of what was taken before.
         *
         * @throws ApiException TOO_MANY_REQUESTS if there is not as much left; what was taken before stays so
         */
        public synchronized void hold(long amount) {
            if (!closed && amount != mine) {
                add(caller, amount - mine);
                mine = amount;
            }
        }

        /** Takes more, as above. */
        public synchronized void more(long amount) {
            hold(mine + amount);
        }

        /** Gives it back, once. */
        @Override
        public synchronized void close() {
            hold(0);
            closed = true;
        }
    }
}
