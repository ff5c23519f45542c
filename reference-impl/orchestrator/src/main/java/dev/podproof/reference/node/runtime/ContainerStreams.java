package dev.podproof.reference.node.runtime;

import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What goes into and comes out of containers, as a stream: nothing is kept, and a reader that blocks holds the engine back. */
public interface ContainerStreams {

    /**
     * Reads a container's output as the engine keeps it, until its end, or with {@code follow} until the container ends. Throws
     * {@link RuntimeFailure} if there is no such container.
     *
     * @return ends the reading early when closed
     */
    AutoCloseable logs(String containerId, LogQuery query, OutputReader reader);

    /** Starts one more process in a running container. Throws {@link RuntimeFailure} if it does not run. */
    ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader);

    /** Joins the streams of the container's own process. Throws {@link RuntimeFailure} if it does not run. */
    ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader);

    /**
     * Connects to a port on the loopback address of the container's network. Throws {@link RuntimeFailure} if nobody listens
     * there, or it does not run.
     */
    SocketChannel dial(String containerId, int port);

    /** Calls back once, when the container does not run any more; returns at once. Closing it ends the waiting. */
    AutoCloseable whenEnded(String containerId, Runnable ended);

    /**
     * Which part of the output.
     *
     * @param tail how many of the last lines; empty for all
     * @param since only what was written at that time or later; empty for all
     */
    record LogQuery(boolean follow, boolean timestamps, Optional<Long> tail, Optional<Instant> since) {}

    /** A command, and which of its streams are wanted. */
    record ExecRequest(List<String> command, boolean stdin, boolean stdout, boolean stderr, boolean tty) {
        public ExecRequest {
            command = List.copyOf(command);
        }
    }

    /** Which streams of a container's own process are wanted. */
    record AttachRequest(boolean stdin, boolean stdout, boolean stderr) {}
}
