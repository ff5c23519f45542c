package dev.podproof.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.podproof.hosts.Host;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.Role;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.Tar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A shell and a place for files on one host of a reference cluster. */
final class OnHost {
    private final DockerClient docker = Engine.connect(Environment.detect()).client();
    private final Host host;

    private OnHost(Host host) {
        this.host = host;
    }

    /** The first host of the role. */
    static OnHost first(ReferenceCluster cluster, Role role) {
        return new OnHost(cluster.hosts().stream()
                .filter(each -> each.role() == role)
                .findFirst()
                .orElseThrow());
    }

    /** Every host of the role. */
    static List<OnHost> all(ReferenceCluster cluster, Role role) {
        return cluster.hosts().stream()
                .filter(each -> each.role() == role)
                .map(OnHost::new)
                .toList();
    }

    String name() {
        return host.name();
    }

    /** Takes its power away. */
    void kill() {
        docker.killContainerCmd(host.containerId()).exec();
    }

    /** Gives it power again. */
    void start() {
        docker.startContainerCmd(host.containerId()).exec();
    }

    String address() {
        return host.address();
    }

    /**
     * What a script of bash prints, on both of its streams.
     *
     * @throws IOException if it fails, or is not done within the limit
     */
    String run(Duration limit, String script) throws IOException, InterruptedException {
        return exec(limit, "bash", "-euo", "pipefail", "-c", script);
    }

    /** The same of any command. */
    String exec(Duration limit, String... command) throws IOException, InterruptedException {
        var output = new StringBuilder();
        var exec = docker.execCreateCmd(host.containerId())
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec();
        boolean done = docker.execStartCmd(exec.getId())
                .exec(new Output(output))
                .awaitCompletion(limit.toSeconds(), TimeUnit.SECONDS);
        Long code = done ? docker.inspectExecCmd(exec.getId()).exec().getExitCodeLong() : null;
        if (code == null || code != 0) {
            throw new IOException((done ? "a command failed on " : "a command took too long on ") + host.name() + ":\n"
                    + String.join(" ", command) + "\n" + output);
        }
        return output.toString().strip();
    }

    /** Passes on what a script of bash prints, until whoever reads it closes it. */
    void follow(String script, ResultCallback<Frame> reader) {
        var exec = docker.execCreateCmd(host.containerId())
                .withCmd("bash", "-c", script)
                .withAttachStdout(true)
                .exec();
        docker.execStartCmd(exec.getId()).exec(reader);
    }

    /** Writes a file into a directory that is there. */
    void write(String directory, String name, int mode, String content) throws IOException {
        var archive = new ByteArrayOutputStream();
        try (Tar tar = new Tar(archive)) {
            tar.file(name, mode, content.getBytes(StandardCharsets.UTF_8));
        }
        copy(new ByteArrayInputStream(archive.toByteArray()), directory);
    }

    /** Puts an archive's files into a directory that is there. */
    void copy(InputStream tar, String directory) {
        docker.copyArchiveToContainerCmd(host.containerId())
                .withRemotePath(directory)
                .withTarInputStream(tar)
                .exec();
    }
}
