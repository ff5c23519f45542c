package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.probe.ExecResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Hosts that are still being made: whoever asks for one waits for them. */
final class LaterHosts implements DockerHosts {
    private final CompletableFuture<DockerHosts> hosts;

    LaterHosts(CompletableFuture<DockerHosts> hosts) {
        this.hosts = hosts;
    }

    private DockerHosts made() {
        try {
            return hosts.join();
        } catch (CompletionException e) {
            throw new HostLost("the hosts could not be started: " + e.getCause().getMessage(), e);
        }
    }

    @Override
    public List<String> list() {
        return made().list();
    }

    @Override
    public DockerClient engine(String host) {
        return made().engine(host);
    }

    @Override
    public ExecResult exec(String host, String... command) {
        return made().exec(host, command);
    }

    @Override
    public void stop(String host) {
        made().stop(host);
    }

    @Override
    public void start(String host) {
        made().start(host);
    }

    @Override
    public void cutOff(String host) {
        made().cutOff(host);
    }

    @Override
    public void heal(String host) {
        made().heal(host);
    }

    @Override
    public void restore() {
        made().restore();
    }

    /** Those that were not made by now have nothing to let go of. */
    @Override
    public void close() {
        if (hosts.isDone() && !hosts.isCompletedExceptionally()) {
            hosts.join().close();
        }
    }
}
