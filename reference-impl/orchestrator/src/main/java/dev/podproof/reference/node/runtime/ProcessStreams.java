package dev.podproof.reference.node.runtime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** The writing side of a process that somebody is connected to. */
public interface ProcessStreams extends AutoCloseable {

    /** Passes bytes to its standard input; returns when the engine took them. */
    void write(ByteBuffer bytes);

    /** Its standard input ends here; its output goes on. */
    void endInput();

    /** Its terminal has that size now. */
    void resize(int columns, int rows);

    /** Its exit code. To be asked after its output ended; waits for the engine to know it. */
    int exitCode();

    /** The same, not waited for any longer than that; empty if it is not known by then. */
    Optional<Integer> exitCode(Duration limit);

    /** Ends the process, and those that it began, at once. */
    void kill();

    /** Leaves the process alone. */
    @Override
    void close();
}
