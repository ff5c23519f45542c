package dev.podproof.reference.main;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What runs on each host beside its Docker Engine. */
@Command(
        name = "node",
        description = "Runs the pods that are bound to this host, keeps its network, and makes services work on it.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--name", required = true, description = "This host's name as a node of the cluster.")
    private String name;

    @Option(
            names = "--docker",
            defaultValue = "unix:///var/run/docker.sock",
            description = "This host's Docker Engine (default: ${DEFAULT-VALUE}).")
    private URI docker;

    @Option(
            names = "--pause-image",
            defaultValue = "podproof/pause:1",
            description = "What holds a pod's namespaces open (default: ${DEFAULT-VALUE}).")
    private String pauseImage;

    @Option(
            names = "--node-port",
            defaultValue = "10250",
            description = "Where the API server asks for logs and commands (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--join",
            paramLabel = "TICKET",
            description = "Gets this host its certificates on its first start (podproof host join-command prints one).")
    private Optional<String> ticket = Optional.empty();

    @Option(
            names = "--images-ready",
            paramLabel = "FILE",
            description = "Runs pods only when this file is there: for those who load the pods' images meanwhile.")
    private Optional<Path> imagesReady = Optional.empty();

    @Override
    public Integer call() {
        return Main.runUntilStopped(
                new Node(cluster, name, ticket, docker, imagesReady, pauseImage, port, Clock.systemUTC()));
    }
}
