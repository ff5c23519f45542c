package dev.podproof.conformance.probe;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at one host from below: what its Docker Engine shows of containers and networks, and its routes. */
public final class HostProbe {
    private final String name;
    private final DockerClient engine;
    private final Function<String[], ExecResult> shell;

    /** Takes the host's Engine, and what runs a command on the host. */
    public HostProbe(String name, DockerClient engine, Function<String[], ExecResult> shell) {
        this.name = name;
        this.engine = engine;
        this.shell = shell;
    }

    public String name() {
        return name;
    }

    /** A mount as the Engine shows it; the type is {@code bind}, {@code volume} or {@code tmpfs}. */
    public record Mount(String type, String source, String destination, boolean writable) {}

    /**
     * A container as the Engine shows it.
     *
     * @param state {@code running}, {@code exited}, {@code created} …
     * @param networkMode the network that it was started in: a name, {@code host}, {@code none}, or {@code container:ID}
     * @param mounts what it sees of anything outside its own image
     * @param volumesFrom the containers whose volumes it took
     * @param links the containers that it is linked to, as {@code /target:/self/alias}
     */
    public record Container(
            String id,
            String name,
            String image,
            Map<String, String> labels,
            String state,
            String networkMode,
            List<Mount> mounts,
            List<String> volumesFrom,
            List<String> links) {
        public Container {
            labels = Map.copyOf(labels);
            mounts = List.copyOf(mounts);
            volumesFrom = List.copyOf(volumesFrom);
            links = List.copyOf(links);
        }
    }

    /** Every container that the Engine knows, running or not. */
    public List<Container> containers() {
        return engine.listContainersCmd().withShowAll(true).exec().stream()
                .flatMap(container -> container(container.getId()).stream())
                .toList();
    }

    /** One container by the ID that the API reports ({@code docker://…}) or the Engine's own; empty when the Engine has none such. */
    public Optional<Container> container(String id) {
        try {
            return Optional.of(container(
                    engine.inspectContainerCmd(id.replaceFirst("^\\w+://", "")).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * A network that the Engine attaches containers to.
     *
     * @param bridge the host's device; empty where the network has none
     */
    public record Attachment(String network, String driver, String bridge) {}

    /** The network that a container is on, or the one whose network it shares is; empty when it is on none that the Engine knows. */
    public Optional<Attachment> attachment(Container container) {
        if (container.networkMode().startsWith("container:")) {
            return container(container.networkMode().substring("container:".length()))
                    .flatMap(this::attachment);
        }
        String name = container.networkMode().equals("default") ? "bridge" : container.networkMode();
        return engine.listNetworksCmd().exec().stream()
                .filter(network ->
                        network.getName().equals(name) || network.getId().equals(name))
                .findFirst()
                .map(network -> new Attachment(network.getName(), network.getDriver(), bridge(network)));
    }

    /** Docker names a bridge after its network where it was not told another name. */
    private static String bridge(Network network) {
        if (!network.getDriver().equals("bridge")) {
            return "";
        }
        String named = network.getOptions().get("com.docker.network.bridge.name");
        return named == null ? "br-" + network.getId().substring(0, 12) : named;
    }

    /** The addresses of one of the host's devices, each with its prefix; none when there is no such device. */
    public List<String> addresses(String device) {
        return run("ip", "-o", "addr", "show", "dev", device)
                .out()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[2].startsWith("inet"))
                .map(words -> words[3])
                .toList();
    }

    /**
     * The host's end of a pod's cable.
     *
     * @param device empty where the host has none of that number
     * @param bridge what it is plugged into; empty where that is nothing, or no bridge
     */
    public record Cable(String device, String bridge) {
        @Override
        public String toString() {
            return device.isEmpty()
                    ? "no device of the host"
                    : device + ", plugged into " + (bridge.isEmpty() ? "no bridge" : bridge);
        }
    }

    /** The device of the host that has this number, and the bridge that it is plugged into, as the kernel shows them. */
    public Cable cable(String number) {
        return run("ip", "-o", "link", "show")
                .out()
                .lines()
                .filter(line -> line.startsWith(number + ":"))
                .findFirst()
                .map(line -> List.of(line.strip().split("\\s+")))
                .map(words -> new Cable(words.get(1).replaceAll("[@:].*", ""), master(words)))
                .orElse(new Cable("", ""));
    }

    private String master(List<String> words) {
        int at = words.indexOf("master");
        String master = at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
        return !master.isEmpty()
                        && run("test", "-d", "/sys/class/net/" + master + "/bridge")
                                .succeeded()
                ? master
                : "";
    }

    /** The Engine's networks with their drivers, by name. */
    public Map<String, String> networks() {
        Map<String, String> drivers = new TreeMap<>();
        engine.listNetworksCmd().exec().forEach(network -> drivers.put(network.getName(), network.getDriver()));
        return drivers;
    }

    /** The host's routes, one a line, as {@code ip route} shows them. */
    public List<String> routes() {
        return run("ip", "route", "show").out().lines().map(String::strip).toList();
    }

    /** Runs a command on the host, outside of any container. */
    public ExecResult run(String... command) {
        return shell.apply(command);
    }

    private static Container container(InspectContainerResponse inspected) {
        var config = inspected.getHostConfig();
        return new Container(
                inspected.getId(),
                inspected.getName().replaceFirst("^/", ""),
                inspected.getConfig().getImage(),
                Objects.requireNonNullElse(inspected.getConfig().getLabels(), Map.of()),
                inspected.getState().getStatus(),
                config.getNetworkMode(),
                mounts(inspected),
                all(config.getVolumesFrom()).map(Object::toString).toList(),
                all(config.getLinks()).map(Object::toString).toList());
    }

    /** Read from what the Engine said itself: docker-java's class of mounts leaves their type out. */
    private static List<Mount> mounts(InspectContainerResponse inspected) {
        return ((List<?>) inspected.getRawValues().getOrDefault("Mounts", List.of()))
                .stream()
                        .map(mount -> (Map<?, ?>) mount)
                        .map(mount -> new Mount(
                                String.valueOf(mount.get("Type")),
                                String.valueOf(mount.get("Source")),
                                String.valueOf(mount.get("Destination")),
                                Boolean.TRUE.equals(mount.get("RW"))))
                        .toList();
    }

    private static <T> Stream<T> all(T[] values) {
        return values == null ? Stream.of() : Arrays.stream(values);
    }
}
