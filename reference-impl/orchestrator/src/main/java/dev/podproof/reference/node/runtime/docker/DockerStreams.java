package dev.podproof.reference.node.runtime.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Streams of a Docker Engine. What has an input goes over a connection of its own, which can be closed in one direction. */
final class DockerStreams implements ContainerStreams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClient docker;
    private final Path socket;

    DockerStreams(DockerClient docker, Path socket) {
        this.docker = docker;
        this.socket = socket;
    }

    @Override
    public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
        var command = docker.logContainerCmd(containerId)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(query.follow())
                .withTimestamps(query.timestamps());
        query.tail().ifPresent(command::withTail);
        query.since().ifPresent(time -> command.withSince(Math.toIntExact(time.getEpochSecond())));
        return command.exec(new LogCallback(reader));
    }

    @Override
    public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
        return Engine.ask(() -> {
            String id = docker.execCreateCmd(containerId)
                    .withCmd(request.command().toArray(String[]::new))
                    .withAttachStdin(request.stdin())
                    .withAttachStdout(request.stdout())
                    .withAttachStderr(request.stderr())
                    .withTty(request.tty())
                    .exec()
                    .getId();
            ObjectNode start = JSON.createObjectNode().put("Detach", false).put("Tty", request.tty());
            HijackedConnection connection = HijackedConnection.open(socket, "/exec/" + id + "/start", start.toString());
            connection.read(request.tty(), reader);
            return new ExecStreams(docker, id, connection);
        });
    }

    @Override
    public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
        return Engine.ask(() -> {
            var container = docker.inspectContainerCmd(containerId).exec();
            String path = "/containers/" + containerId + "/attach?stream=1&stdin=" + flag(request.stdin()) + "&stdout="
                    + flag(request.stdout()) + "&stderr=" + flag(request.stderr());
            HijackedConnection connection = HijackedConnection.open(socket, path, "");
            connection.read(Boolean.TRUE.equals(container.getConfig().getTty()), reader);
            return new AttachStreams(docker, containerId, connection);
        });
    }

    @Override
    public SocketChannel dial(String containerId, int port) {
        return Engine.ask(() -> {
            Long process =
                    docker.inspectContainerCmd(containerId).exec().getState().getPidLong();
            if (process == null || process == 0) {
                throw new RuntimeFailure(RuntimeFailure.Reason.CONFLICT, "its network is gone: it does not run", null);
            }
            return NetworkNamespace.ofProcess(process).connect(port);
        });
    }

    @Override
    public AutoCloseable whenEnded(String containerId, Runnable ended) {
        return docker.waitContainerCmd(containerId).exec(new ResultCallback.Adapter<>() {
            @Override
            public void onError(Throwable cause) {
                super.onError(cause);
                ended.run();
            }

            @Override
            public void onComplete() {
                super.onComplete();
                ended.run();
            }
        });
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }

    /** The callback's thread reads the socket, so that a reader that blocks holds the Engine back. */
    private static final class LogCallback extends ResultCallback.Adapter<Frame> {
        private final OutputReader reader;

        LogCallback(OutputReader reader) {
            this.reader = reader;
        }

        @Override
        public void onNext(Frame frame) {
            boolean error = frame.getStreamType() == StreamType.STDERR;
            reader.bytes(
                    error ? OutputReader.Source.ERR : OutputReader.Source.OUT, ByteBuffer.wrap(frame.getPayload()));
        }

        @Override
        public void onError(Throwable cause) {
            super.onError(cause);
            String words = Engine.words(cause.getMessage());
            reader.end(Optional.of(new RuntimeFailure(RuntimeFailure.Reason.FAILED, words, cause)));
        }

        @Override
        public void onComplete() {
            super.onComplete();
            reader.end(Optional.empty());
        }
    }
}
