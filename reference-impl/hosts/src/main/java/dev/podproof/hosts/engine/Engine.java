package dev.podproof.hosts.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.time.Duration;

/**
 * The outer Docker Engine. Reached directly rather than through Testcontainers' factory, which on its own first use pulls an image to
 * learn the Engine's address and starts a container to clean up: neither can be had where no registry is reached, and our labels do the latter.
 */
public final class Engine {
    private static final String HOW_TO_GET_ONE =
            "start it, or install one (as root on Debian and Ubuntu, ./podproof does), or set DOCKER_HOST";

    private final URI address;
    private final DockerClient client;

    private Engine(URI address, DockerClient client) {
        this.address = address;
        this.client = client;
    }

    /**
     * Connects and makes sure that somebody answers.
     *
     * @throws HostsException NO_DOCKER
     */
    public static Engine connect(Environment environment) {
        var address = environment
                .dockerHost()
                .orElseThrow(() -> new HostsException(
                        HostsException.Reason.NO_DOCKER, "no Docker Engine was found; " + HOW_TO_GET_ONE));
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address.toString())
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        var client = DockerClientImpl.getInstance(config, transport);
        try {
            client.pingCmd().exec();
        } catch (RuntimeException e) {
            throw new HostsException(
                    HostsException.Reason.NO_DOCKER,
                    "no Docker Engine answers at " + address + " (" + e.getMessage() + "); " + HOW_TO_GET_ONE,
                    e);
        }
        return new Engine(address, client);
    }

    public URI address() {
        return address;
    }

    public DockerClient client() {
        return client;
    }
}
