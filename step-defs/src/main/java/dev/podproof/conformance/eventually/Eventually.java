package dev.podproof.conformance.eventually;

import dev.podproof.conformance.NotMet;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what the cluster comes to in its own time. */
public final class Eventually {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

    private static final ThreadLocal<Limit> ENDED = new ThreadLocal<>();

    private Eventually() {}

    /**
     * Looks again and again until what is seen is as wanted.
     *
     * @param what what is waited for, as the end of "waited for …"
     * @param said what to say of a state that was seen, for the message when time is over
     * @return the state that was as wanted
     * @throws NotMet when it was not so within the limit
     */
    public static <T> T eventually(
            String what, Limit limit, Supplier<T> look, Predicate<T> wanted, Function<T, String> said) {
        return Turn.givenBackFor(() -> poll(what, limit, look, wanted, said));
    }

    /** As {@link #eventually(String, Limit, Supplier, Predicate, Function)}, while the machine works for this scenario. */
    public static <T> T eventuallyAtWork(
            String what, Limit limit, Supplier<T> look, Predicate<T> wanted, Function<T, String> said) {
        return poll(what, limit, look, wanted, said);
    }

    private static <T> T poll(
            String what, Limit limit, Supplier<T> look, Predicate<T> wanted, Function<T, String> said) {
        AtomicReference<T> last = new AtomicReference<>();
        try {
            return await(limit.time(), look, wanted, last);
        } catch (ConditionTimeoutException e) {
            String seen = last.get() == null ? "nothing" : said.apply(last.get());
            throw new NotMet("waited " + limit + " for " + what + "; last seen: " + seen, e);
        }
    }

    private static <T> T await(Duration limit, Supplier<T> look, Predicate<T> wanted, AtomicReference<T> last) {
        ENDED.remove();
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval((count, previous) -> pause(count))
                .atMost(limit)
                .until(
                        () -> {
                            T seen = look.get();
                            last.set(seen);
                            return seen;
                        },
                        wanted);
    }

    /** As {@link #eventually(String, Limit, Supplier, Predicate, Function)}, for a state that describes itself. */
    public static <T> T eventually(String what, Limit limit, Supplier<T> look, Predicate<T> wanted) {
        return eventually(what, limit, look, wanted, String::valueOf);
    }

    /**
     * Looks until what is seen is as wanted or time is over, and hands back what was last seen, for a comparison to judge, which is told then
     * which limit ended the wait.
     *
     * @throws NotMet when nothing was seen in that time; what a look throws is thrown on
     */
    public static <T> T lastSeen(Limit limit, Supplier<T> look, Predicate<T> wanted) {
        AtomicReference<T> last = new AtomicReference<>();
        boolean over = !cameToBe(limit, look, wanted, last);
        if (over) {
            ENDED.set(limit);
        }
        return last.get();
    }

    private static <T> boolean cameToBe(Limit limit, Supplier<T> look, Predicate<T> wanted, AtomicReference<T> last) {
        return Turn.givenBackFor(() -> {
            try {
                await(limit.time(), look, wanted, last);
                return true;
            } catch (ConditionTimeoutException e) {
                if (last.get() == null) {
                    throw new NotMet("waited " + limit + " and saw nothing", e);
                }
                return false;
            }
        });
    }

    /** The limit that ended the wait of this thread for what it compares next, if one did; it is told once. */
    public static Optional<Limit> ended() {
        Optional<Limit> ended = Optional.ofNullable(ENDED.get());
        ENDED.remove();
        return ended;
    }

    /**
     * Looks again and again for that time, as long as what is seen is as it has to stay, and hands back what was seen last: the first that was
     * not so, if there was one. For a comparison to judge.
     */
    public static <T> T held(Duration time, Supplier<T> look, Predicate<T> stays) {
        AtomicReference<T> last = new AtomicReference<>();
        // That time is over is as it should be, and no limit.
        cameToBe(new Limit(time, "a look at what stays"), look, stays.negate(), last);
        return last.get();
    }

    private static Duration pause(int count) {
        Duration growing = SHORTEST_PAUSE.multipliedBy(Math.max(1, count));
        return growing.compareTo(LONGEST_PAUSE) < 0 ? growing : LONGEST_PAUSE;
    }
}
