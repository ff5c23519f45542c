package dev.podproof.reference.node.runtime.hollow;

import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Nothing was ever said, and nobody can be told anything. */
enum HollowStreams implements ContainerStreams {
    NONE;

    @Override
    public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
        reader.end(Optional.empty());
        return () -> {};
    }

    @Override
    public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
        throw hollow(containerId);
    }

    @Override
    public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
        throw hollow(containerId);
    }

    @Override
    public AutoCloseable whenEnded(String containerId, Runnable ended) {
        throw hollow(containerId);
    }

    @Override
    public SocketChannel dial(String containerId, int port) {
        throw hollow(containerId);
    }

    private static RuntimeFailure hollow(String containerId) {
        return new RuntimeFailure(Reason.REFUSED, "container " + containerId + " is hollow: it has no process", null);
    }
}
