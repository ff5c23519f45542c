package dev.podproof.hosts.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the Docker Engine listens: what docker's own command line would use, then the sockets that products are known to make. */
final class DockerAddress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MachineReader machine;

    DockerAddress(MachineReader machine) {
        this.machine = machine;
    }

    /** Empty when nothing names an Engine and no known socket exists. */
    Optional<URI> find() {
        return machine.variable("DOCKER_HOST")
                .map(URI::create)
                .or(this::ofContext)
                .or(this::knownSocket);
    }

    private Optional<URI> ofContext() {
        var docker = machine.variable("DOCKER_CONFIG").map(Path::of).orElse(home().resolve(".docker"));
        return machine.variable("DOCKER_CONTEXT")
                .or(() -> machine.text(docker.resolve("config.json"))
                        .map(text -> parse(text, "config.json")
                                .path("currentContext")
                                .asText("")))
                .filter(context -> !context.isEmpty() && !context.equals("default"))
                .flatMap(context -> machine.text(docker.resolve("contexts/meta/" + sha256(context) + "/meta.json")))
                .map(meta ->
                        parse(meta, "meta.json").at("/Endpoints/docker/Host").asText(""))
                .filter(host -> !host.isEmpty())
                .map(URI::create);
    }

    private Optional<URI> knownSocket() {
        var runtime = machine.variable("XDG_RUNTIME_DIR").map(Path::of).stream();
        return Stream.of(
                        Stream.of(Path.of("/var/run/docker.sock")),
                        runtime.map(directory -> directory.resolve("docker.sock")),
                        Stream.of(".docker/run", ".docker/desktop", ".colima/default", ".rd")
                                .map(directory -> home().resolve(directory).resolve("docker.sock")))
                .flatMap(paths -> paths)
                .filter(machine::exists)
                .findFirst()
                .map(path -> URI.create("unix://" + path));
    }

    private Path home() {
        return Path.of(machine.property("user.home"));
    }

    private static JsonNode parse(String text, String file) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HostsException(
                    HostsException.Reason.NO_DOCKER,
                    "docker's own " + file + " is no JSON; repair it, or set DOCKER_HOST",
                    e);
        }
    }

    /** docker names a context's directory by the digest of the context's name. */
    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
