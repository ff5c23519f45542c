package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** A host's Docker Engine, reached through a command; no port is opened for it anywhere. */
final class HostEngine implements AutoCloseable {
    private final StdioSocket socket;
    private final DockerClient client;

    private HostEngine(StdioSocket socket, DockerClient client) {
        this.socket = socket;
        this.client = client;
    }

    static HostEngine open(String host, List<String> dial) {
        StdioSocket socket = StdioSocket.open(host, dial);
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket.path())
                .withDockerTlsVerify(false)
                .build();
        ZerodepDockerHttpClient transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        return new HostEngine(socket, DockerClientImpl.getInstance(config, transport));
    }

    DockerClient client() {
        return client;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            socket.close();
        }
    }
}
