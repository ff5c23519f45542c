package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.podproof.hosts.engine.HostsException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A program run inside a host's container, to its end. */
final class HostCommand {
    private HostCommand() {}

    /**
     * Runs it and answers with what it wrote, both streams together.
     *
     * @throws HostsException BRING_UP when its exit code is not 0
     */
    static String run(DockerClient docker, String container, String... command) {
        var id = docker.execCreateCmd(container)
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        var output = new Output();
        try {
            docker.execStartCmd(id).exec(output).awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while running a command", e);
        }
        var code = Objects.requireNonNullElse(docker.inspectExecCmd(id).exec().getExitCodeLong(), 0L);
        if (code != 0)
            throw new HostsException(
                    HostsException.Reason.BRING_UP,
                    "'" + String.join(" ", command) + "' on " + container + " ended with code " + code + ": "
                            + output.text().strip());
        return output.text();
    }

    /** Frames as they come, put together. */
    static final class Output extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            bytes.writeBytes(frame.getPayload());
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
