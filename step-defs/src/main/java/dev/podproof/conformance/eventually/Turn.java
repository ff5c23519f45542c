package dev.podproof.conformance.eventually;

import java.util.function.Supplier;

/** A scenario's turn to keep the machine busy: it is given back while the scenario only waits, so that another may use the time. */
public final class Turn {
    private static final ThreadLocal<Turn> CURRENT = new ThreadLocal<>();

    private final Runnable paused;
    private final Runnable resumed;

    /**
     * Makes one.
     *
     * @param paused called when the scenario begins to wait
     * @param resumed called when it goes on
     */
    public Turn(Runnable paused, Runnable resumed) {
        this.paused = paused;
        this.resumed = resumed;
    }

    /** Runs a scenario in this thread, whose waits are told from now on. */
    public void during(Runnable scenario) {
        CURRENT.set(this);
        try {
            scenario.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Waits while others work. A wait inside of a wait is part of it. */
    public static <T> T givenBackFor(Supplier<T> wait) {
        Turn turn = CURRENT.get();
        if (turn == null) {
            return wait.get();
        }
        CURRENT.remove();
        turn.paused.run();
        try {
            return wait.get();
        } finally {
            turn.resumed.run();
            CURRENT.set(turn);
        }
    }
}
