package dev.podproof.report.workshop;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Does what a page says, and holds it to what it promises. */
public final class Workshop {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String name;
    private final Shell shell;
    private final Duration patience;

    /**
     * A workshop that is about to be done.
     *
     * @param name what messages call the page
     * @param patience how long the commands of a block may take where the page says nothing about it
     */
    public Workshop(String name, Shell shell, Duration patience) {
        this.name = name;
        this.shell = shell;
        this.patience = patience;
    }

    /**
     * Does one exercise. It has to come out as the page says the first time, as for somebody who pastes one block after the other; only where the page
     * says within what time, it is repeated until then.
     *
     * @throws BrokenPromise when the page does not say what happens
     */
    public void exercise(Exercise exercise) {
        Optional<Promise> promise = exercise.promised().map(Promise::new);
        if (promise.isEmpty() || exercise.within().isZero()) {
            Shell.Result result = run(exercise);
            if (!isKept(exercise, promise, result)) {
                throw broken(exercise, "", result);
            }
            return;
        }
        AtomicReference<Shell.Result> last = new AtomicReference<>();
        try {
            Awaitility.await()
                    .atMost(exercise.within())
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(INTERVAL)
                    .until(() -> {
                        last.set(run(exercise));
                        return isKept(exercise, promise, last.get());
                    });
        } catch (ConditionTimeoutException e) {
            throw broken(exercise, " within " + exercise.within().toSeconds() + " s", last.get());
        }
    }

    private Shell.Result run(Exercise exercise) {
        Duration limit = exercise.within().compareTo(patience) > 0 ? exercise.within() : patience;
        return shell.run(exercise.commands(), limit);
    }

    private static boolean isKept(Exercise exercise, Optional<Promise> promise, Shell.Result result) {
        return result.code() == exercise.exit()
                && promise.map(p -> p.isKeptBy(result.output())).orElse(true);
    }

    private BrokenPromise broken(Exercise exercise, String when, Shell.Result last) {
        return new BrokenPromise(name + ":" + exercise.line() + ": not what the page promises" + when + ":\n"
                + exercise.commands() + "\npromised: code " + exercise.exit()
                + exercise.promised().map(text -> " and\n" + text).orElse("")
                + "\nthe last time: code " + last.code() + " and\n" + last.output());
    }
}
