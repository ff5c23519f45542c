package dev.podproof.reference.node.runtime.docker;

import dev.podproof.reference.node.runtime.ProcessStreams;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** The container's own process. */
record AttachStreams(Engine engine, String containerId, EngineConnection connection, Attachment output)
        implements ProcessStreams {
    @Override
    public void write(ByteBuffer bytes) {
        connection.write(bytes);
    }

    @Override
    public void endInput() {
        connection.endInput();
    }

    @Override
    public void resize(int columns, int rows) {
        engine.tell(docker ->
                docker.resizeContainerCmd(containerId).withSize(rows, columns).exec());
    }

    /** Who attaches watches; how the container ends is the pod's status to tell. */
    @Override
    public int exitCode() {
        return 0;
    }

    @Override
    public Optional<Integer> exitCode(Duration limit) {
        return Optional.of(exitCode());
    }

    /** Its life is its pod's affair. */
    @Override
    public void kill() {
        throw new UnsupportedOperationException("who attaches to a container does not end it");
    }

    @Override
    public void close() {
        connection.close();
        output.close();
    }
}
