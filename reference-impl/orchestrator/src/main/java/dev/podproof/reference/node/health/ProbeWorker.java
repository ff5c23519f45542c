package dev.podproof.reference.node.health;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** One probe of one running container: asks again and again, and comes to a verdict when a threshold is reached. */
final class ProbeWorker {

    enum Verdict {
        UNKNOWN,
        GOOD,
        BAD
    }

    /** Hears of one probe. */
    interface Owner {
        /** The verdict is another than before. */
        void turned(Verdict verdict);

        /** An answer was bad, whether or not it turned the verdict. */
        void complained(String words);
    }

    private final Probe probe;
    private final Supplier<Outcome> question;
    private final Timer timer;
    private final Owner owner;
    private Verdict verdict;
    private int inARow;
    private boolean lastAnswer;
    private boolean stopped;
    private Runnable cancel = () -> {};

    /** @param verdict what holds until a threshold is reached */
    ProbeWorker(Probe probe, Supplier<Outcome> question, Timer timer, Verdict verdict, Owner owner) {
        this.probe = probe;
        this.question = question;
        this.timer = timer;
        this.verdict = verdict;
        this.owner = owner;
    }

    /** Begins to ask when the container's initial delay is over. */
    synchronized void begin(Instant containerStarted) {
        Instant first = containerStarted.plusSeconds(number(probe.getInitialDelaySeconds(), 0));
        askAfter(Duration.between(timer.now(), first));
    }

    synchronized void stop() {
        stopped = true;
        cancel.run();
    }

    synchronized Verdict verdict() {
        return verdict;
    }

    private synchronized void askAfter(Duration wait) {
        if (!stopped) {
            cancel = timer.after(wait.isNegative() ? Duration.ZERO : wait, this::ask);
        }
    }

    private void ask() {
        Instant began = timer.now();
        Outcome answer = question.get();
        boolean turned;
        synchronized (this) {
            if (stopped) {
                return;
            }
            turned = answer.answer() != Outcome.Answer.NONE && count(answer.good());
        }
        if (!answer.good()) {
            owner.complained(answer.words());
        }
        if (turned) {
            owner.turned(answer.good() ? Verdict.GOOD : Verdict.BAD);
        }
        Duration period = Duration.ofSeconds(number(probe.getPeriodSeconds(), 10));
        askAfter(period.minus(Duration.between(began, timer.now())));
    }

    private boolean count(boolean good) {
        inARow = good == lastAnswer ? inARow + 1 : 1;
        lastAnswer = good;
        int threshold = good ? number(probe.getSuccessThreshold(), 1) : number(probe.getFailureThreshold(), 3);
        Verdict reached = good ? Verdict.GOOD : Verdict.BAD;
        if (inARow < threshold || verdict == reached) {
            return false;
        }
        verdict = reached;
        return true;
    }

    private static int number(Integer value, int otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
