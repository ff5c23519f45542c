package dev.podproof.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Pairs of containers, a pause container and one joined to it, started with docker-java and nothing else. Runs inside the
 * host, on the orchestrator's own libraries, and prints the microseconds that all of them took.
 */
final class RawPairs {
    private static final String ENGINE = "unix:///var/run/docker.sock";

    private RawPairs() {}

    public static void main(String[] arguments) throws Exception {
        int pairs = Integer.parseInt(arguments[0]);
        int atOnce = Integer.parseInt(arguments[1]);
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(ENGINE)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(ENGINE))
                .maxConnections(2 * atOnce)
                .build();
        try (DockerClient docker = DockerClientImpl.getInstance(config, transport)) {
            start(docker, 2, 2);
            long micros = start(docker, pairs, atOnce);
            new PrintStream(System.out, true, StandardCharsets.UTF_8).println(micros);
        }
    }

    /** Gives back how long the starts took; the removal is not counted. */
    private static long start(DockerClient docker, int pairs, int atOnce) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        long begin = System.nanoTime();
        List<Future<List<String>>> started = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            started.add(threads.submit(() -> pair(docker)));
        }
        List<String> containers = new ArrayList<>();
        for (Future<List<String>> each : started) {
            containers.addAll(each.get());
        }
        long micros = (System.nanoTime() - begin) / 1_000;
        for (String container : containers) {
            Future<?> unused = threads.submit(
                    () -> docker.removeContainerCmd(container).withForce(true).exec());
        }
        threads.shutdown();
        if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the containers could not be removed");
        }
        return micros;
    }

    private static List<String> pair(DockerClient docker) {
        String pause = docker.createContainerCmd("podproof/pause:1")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("podproof"))
                .exec()
                .getId();
        docker.startContainerCmd(pause).exec();
        String main = docker.createContainerCmd("busybox:1.36")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("container:" + pause))
                .withCmd("sleep", "3600")
                .exec()
                .getId();
        docker.startContainerCmd(main).exec();
        return List.of(main, pause);
    }
}
