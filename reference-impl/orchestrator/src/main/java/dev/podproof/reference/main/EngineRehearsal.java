package dev.podproof.reference.main;

import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.ContainerSpec.Namespaces;
import dev.podproof.reference.node.runtime.ContainerSpec.Privileges;
import dev.podproof.reference.node.runtime.ContainerSpec.Propagation;
import dev.podproof.reference.node.runtime.ContainerSpec.PublishedPort;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import dev.podproof.reference.node.runtime.ContainerSpec.Terminal;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.docker.DockerRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host asks its Docker Engine from its start until its first pod runs, put to an Engine that is not there: what counts in a rehearsal is
 * that the questions were made.
 */
final class EngineRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRehearsal.class);
    private static final String NAME = "rehearsal";

    private static final ContainerSpec CONTAINER = new ContainerSpec(
            NAME,
            NAME,
            List.of("sleep"),
            List.of("1"),
            List.of("NAME=value"),
            Optional.of("/"),
            Optional.of(NAME),
            Map.of("label", "value"),
            new Namespaces(NAME, "shareable", "", Map.of("net.ipv4.ip_unprivileged_port_start", "0")),
            List.of(new Mount("/tmp", "/tmp", true, Propagation.PRIVATE)),
            List.of(new PublishedPort("", 80, 80, "tcp")),
            new Resources(1 << 30, 1, 1),
            Privileges.DEFAULT,
            Terminal.NONE);

    private static final List<Consumer<ContainerRuntime>> QUESTIONS = List.of(
            ContainerRuntime::ping,
            ContainerRuntime::info,
            ContainerRuntime::images,
            engine -> engine.ensureNetwork(new PodNetwork(NAME, PodBridge.OURS, "10.244.1.0/24", "10.244.1.1", 1500)),
            ContainerRuntime::containers,
            engine -> engine.image(NAME),
            engine -> engine.create(CONTAINER),
            engine -> engine.start(NAME),
            engine -> engine.find(NAME),
            engine -> engine.signal(NAME, "SIGTERM"),
            engine -> engine.remove(NAME));

    private EngineRehearsal() {}

    /** @param socket that nobody listens on */
    static void at(Path socket) {
        try (DockerRuntime engine = DockerRuntime.at(URI.create("unix://" + socket), NAME, Clock.systemUTC())) {
            QUESTIONS.forEach(question -> ask(engine, question));
        }
    }

    private static void ask(ContainerRuntime engine, Consumer<ContainerRuntime> question) {
        try {
            question.accept(engine);
        } catch (RuntimeFailure none) {
            LOG.debug("no engine, as expected: {}", none.getMessage());
        }
    }
}
