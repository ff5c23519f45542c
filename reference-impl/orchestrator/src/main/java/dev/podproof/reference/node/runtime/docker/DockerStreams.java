package dev.podproof.reference.node.runtime.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeFailure.Reason;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/**
 * Streams of a Docker Engine, each over a connection of its own. A container may end between a look at it and what is asked of it then:
 * so each is looked at again, or the Engine itself refuses.
 */
final class DockerStreams implements ContainerStreams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine;
    private final Path socket;
    private final Clock clock;
    private final DockerLogs logs;

    DockerStreams(Engine engine, Path socket, Clock clock) {
        this.engine = engine;
        this.socket = socket;
        this.clock = clock;
        this.logs = new DockerLogs(socket);
    }

    @Override
    public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
        return engine.ask(docker -> logs.read(containerId, hasTerminal(inspect(containerId)), query, reader));
    }

    @Override
    public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
        return engine.ask(docker -> {
            String id = docker.execCreateCmd(containerId)
                    .withCmd(request.command().toArray(String[]::new))
                    .withAttachStdin(request.stdin())
                    .withAttachStdout(request.stdout())
                    .withAttachStderr(request.stderr())
                    .withTty(request.tty())
                    .exec()
                    .getId();
            ObjectNode start = JSON.createObjectNode().put("Detach", false).put("Tty", request.tty());
            EngineConnection connection = EngineConnection.upgrade(socket, "/exec/" + id + "/start", start.toString());
            connection.read(Frames.to(reader, request.tty()), reader::end);
            return new ExecStreams(engine, containerId, id, connection);
        });
    }

    @Override
    public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
        return engine.ask(docker -> {
            InspectContainerResponse container = inspect(containerId);
            process(container);
            Attachment attachment = new Attachment(logs, containerId, hasTerminal(container), clock.instant(), reader);
            EngineConnection connection = EngineConnection.upgrade(
                    socket,
                    "/containers/" + containerId + "/attach?stream=1&stdin=" + flag(request.stdin()) + "&stdout="
                            + flag(request.stdout()) + "&stderr=" + flag(request.stderr()),
                    "");
            if (!isRunning(inspect(containerId))) {
                connection.close();
                attachment.tellTheRest();
                return new AttachStreams(engine, containerId, connection, attachment);
            }
            attachment.follow(connection, whenEnded(containerId, attachment::containerEnded));
            return new AttachStreams(engine, containerId, connection, attachment);
        });
    }

    @Override
    public SocketChannel dial(String containerId, int port) {
        return engine.ask(docker -> {
            long process = process(inspect(containerId));
            try (NetworkNamespace network = NetworkNamespace.ofProcess(process)) {
                // By now another process may have its number.
                if (process(inspect(containerId)) != process) {
                    throw notRunning();
                }
                return network.connect(port);
            }
        });
    }

    @Override
    public AutoCloseable whenEnded(String containerId, Runnable ended) {
        try {
            EngineConnection waiting = EngineConnection.ask(socket, "POST", "/containers/" + containerId + "/wait");
            waiting.read(bytes -> {}, failure -> {
                waiting.close();
                ended.run();
            });
            return waiting;
        } catch (RuntimeFailure gone) {
            ended.run();
            return () -> {};
        }
    }

    private InspectContainerResponse inspect(String containerId) {
        return engine.ask(docker -> docker.inspectContainerCmd(containerId).exec());
    }

    private static boolean hasTerminal(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getConfig().getTty());
    }

    private static boolean isRunning(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getState().getRunning());
    }

    /** The number of its first process. Throws {@link RuntimeFailure} if it does not run. */
    private static long process(InspectContainerResponse container) {
        long process = Objects.requireNonNullElse(container.getState().getPidLong(), 0L);
        if (!isRunning(container) || process == 0) {
            throw notRunning();
        }
        return process;
    }

    private static RuntimeFailure notRunning() {
        return new RuntimeFailure(Reason.CONFLICT, "the container is not running", null);
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }
}
