package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A process that was started in a container. */
record ExecStreams(DockerClient docker, String id, HijackedConnection connection) implements ProcessStreams {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final int LOOKS = 1_000;

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
        Engine.tell(() -> docker.resizeExecCmd(id).withSize(rows, columns).exec());
    }

    /** The Engine closes the streams a moment before it notes the exit code, and has no event that could not be missed. */
    @Override
    public int exitCode() {
        for (int look = 0; look < LOOKS; look++) {
            Long code = Engine.ask(() -> docker.inspectExecCmd(id).exec().getExitCodeLong());
            if (code != null) {
                return Math.toIntExact(code);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new RuntimeFailure(RuntimeFailure.Reason.FAILED, "the command closed its output but does not end", null);
    }

    @Override
    public void close() {
        connection.close();
    }
}
