package dev.podproof.report.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a command clean up, and say what it came to, when the process is told to end: asks it to stop, waits for it, then ends the process
 * with the command's own exit code.
 */
final class CtrlC implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final Thread command = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger(2);
    private final Thread hook;

    private CtrlC(Runnable stop, Runnable lastResort) {
        this.hook = new Thread(() -> end(stop, lastResort), "podproof-ctrl-c");
    }

    /**
     * From now on, until closed.
     *
     * @param stop asks the command, which runs in this thread, to come to an end
     * @param lastResort removes what may be left when the command is over
     */
    static CtrlC during(Runnable stop, Runnable lastResort) {
        CtrlC guard = new CtrlC(stop, lastResort);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    /** The command is over, and this is its exit code. */
    int finished(int exitCode) {
        code.set(exitCode);
        return exitCode;
    }

    private void end(Runnable stop, Runnable lastResort) {
        try {
            stop.run();
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                command.interrupt();
            }
            lastResort.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(code.get());
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook waits for this very moment.
        }
    }
}
