package dev.podproof.report.workshop;

import dev.podproof.report.workshop.WorkshopPage.Exercise;
import java.time.Duration;
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
     * @param patience how long a block may take, and how long a promise may stay unkept
     */
    public Workshop(String name, Shell shell, Duration patience) {
        this.name = name;
        this.shell = shell;
        this.patience = patience;
    }

    /**
     * Does one exercise. Commands with a promise are repeated until it is kept, as a reader would look again; others have to succeed.
     *
     * @throws BrokenPromise when the page does not say what happens
     */
    public void exercise(Exercise exercise) {
        if (exercise.promised().isEmpty()) {
            Shell.Result result = shell.run(exercise.commands(), patience);
            if (result.code() != 0) {
                throw new BrokenPromise(name + ":" + exercise.line() + ": a command ended with code " + result.code()
                        + ":\n" + exercise.commands() + "\nits output:\n" + result.output());
            }
            return;
        }
        Promise promise = new Promise(exercise.promised().get());
        AtomicReference<String> last = new AtomicReference<>("");
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(INTERVAL)
                    .until(() -> {
                        last.set(shell.run(exercise.commands(), patience).output());
                        return promise.isKeptBy(last.get());
                    });
        } catch (ConditionTimeoutException e) {
            throw new BrokenPromise(name + ":" + exercise.line() + ": not what the page promises, in "
                    + patience.toSeconds() + " s:\n" + exercise.commands() + "\npromised:\n" + promise.text()
                    + "\nthe last output:\n" + last.get());
        }
    }
}
