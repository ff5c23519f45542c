package dev.podproof.reference.node.runtime;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Takes what a process writes, in order, on one thread; as long as it blocks nothing more is read. */
public interface OutputReader {

    /** Which of its two outputs a process wrote to; with a terminal all is {@link #OUT}. */
    enum Source {
        OUT,
        ERR
    }

    /** The bytes are the reader's only until it returns. */
    void bytes(Source source, ByteBuffer bytes);

    /** Called once, after the last bytes; with the failure if it was one that ended them. */
    void end(Optional<RuntimeFailure> failure);
}
