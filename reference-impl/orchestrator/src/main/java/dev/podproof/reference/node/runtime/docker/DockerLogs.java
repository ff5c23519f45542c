package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.podproof.reference.node.runtime.Logs;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Output as the Engine kept it; the callback's thread reads the socket, so that a reader that blocks holds the Engine back. */
final class DockerLogs implements Logs {
    private final DockerClient docker;

    DockerLogs(DockerClient docker) {
        this.docker = docker;
    }

    @Override
    public AutoCloseable read(String id, Query query, Reader reader) {
        var command = docker.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(query.follow())
                .withTimestamps(query.timestamps());
        query.tail().ifPresent(command::withTail);
        query.since().ifPresent(time -> command.withSince(Math.toIntExact(time.getEpochSecond())));
        return command.exec(new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                reader.bytes(ByteBuffer.wrap(frame.getPayload()));
            }

            @Override
            public void onError(Throwable cause) {
                super.onError(cause);
                reader.end(Optional.of(failure(cause)));
            }

            @Override
            public void onComplete() {
                super.onComplete();
                reader.end(Optional.empty());
            }
        });
    }

    private static RuntimeFailure failure(Throwable cause) {
        return new RuntimeFailure(RuntimeFailure.Reason.FAILED, Engine.words(cause.getMessage()), cause);
    }
}
