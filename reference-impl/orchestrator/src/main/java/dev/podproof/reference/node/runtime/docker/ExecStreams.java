package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import dev.podproof.reference.node.files.HostFiles;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A process that was started in a container. */
record ExecStreams(Engine engine, String containerId, String id, EngineConnection connection)
        implements ProcessStreams {
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

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
        engine.tell(docker -> docker.resizeExecCmd(id).withSize(rows, columns).exec());
    }

    /**
     * The Engine closes the streams a moment before it notes the exit code, and has no event that could not be missed. A process
     * that closes its output and goes on is waited for as long as the client waits, or its container runs: of a process that went
     * with its container the Engine may never say so.
     */
    @Override
    public int exitCode() {
        return exitCode(FOR_EVER).orElseThrow();
    }

    @Override
    public Optional<Integer> exitCode(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean gone = false;
        for (long pause = FIRST_PAUSE_NANOS; connection.isOpen(); pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            Long code = inspect().getExitCodeLong();
            if (code != null) {
                return Optional.of(Math.toIntExact(code));
            }
            if (gone) {
                throw new RuntimeFailure(
                        RuntimeFailure.Reason.CONFLICT, "the container ended, and the command with it", null);
            }
            if (System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            // Asked before the next look: what the Engine does not know by then, it never will.
            gone = !containerRuns();
            LockSupport.parkNanos(pause);
        }
        throw new RuntimeFailure(RuntimeFailure.Reason.FAILED, "nobody waits for the command any more", null);
    }

    /**
     * The Engine has no word for it, but knows the process' number on its machine, which is ours. A handle notes when its process began:
     * one that is in the container after that is not somebody else's who has the number next.
     */
    @Override
    public void kill() {
        Optional.ofNullable(inspect().getPidLong())
                .filter(pid -> pid > 0)
                .flatMap(ProcessHandle::of)
                .filter(this::isInContainer)
                .ifPresent(process -> {
                    List<ProcessHandle> begun = process.descendants().toList();
                    process.destroyForcibly();
                    begun.forEach(ProcessHandle::destroyForcibly);
                });
    }

    private boolean isInContainer(ProcessHandle process) {
        try {
            return HostFiles.text(Path.of("/proc/" + process.pid() + "/cgroup")).contains(containerId);
        } catch (IOException gone) {
            return false;
        }
    }

    private InspectExecResponse inspect() {
        return engine.ask(docker -> docker.inspectExecCmd(id).exec());
    }

    private boolean containerRuns() {
        return engine.ask(docker -> Boolean.TRUE.equals(
                docker.inspectContainerCmd(containerId).exec().getState().getRunning()));
    }

    @Override
    public void close() {
        connection.close();
    }
}
