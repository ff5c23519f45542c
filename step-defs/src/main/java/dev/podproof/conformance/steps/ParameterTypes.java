package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.registry.Registry;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.Objects.Kind;
import dev.podproof.conformance.world.World;
import io.cucumber.java.ParameterType;
import java.util.List;

/** The words that vary in the vocabulary of the features. */
public final class ParameterTypes {
    private static final List<String> ORDER = List.of("first", "second", "third");

    private final World world;

    public ParameterTypes(World world) {
        this.world = world;
    }

    /** A name that the scenario gives: of a pod, a container or a service. */
    @ParameterType("[a-z][a-z0-9-]*")
    public String name(String word) {
        return word;
    }

    /** Names in a row: {@code one}, {@code one and two}, {@code one, two and three}. */
    @ParameterType("[a-z][a-z0-9-]*(?:, [a-z][a-z0-9-]*)* and [a-z][a-z0-9-]*|[a-z][a-z0-9-]*")
    public Names names(String row) {
        return new Names(List.of(row.split(", | and ")));
    }

    /** A host by its place in the order of names, or by a pod that runs there or does not. */
    @ParameterType(
            "the (first|second|third) host|the host of pod ([a-z0-9-]+)|another host than that of pod ([a-z0-9-]+)")
    public Host host(String place, String with, String without) {
        if (place != null) {
            return at(ORDER.indexOf(place));
        }
        String taken = world.pods().get(with == null ? without : with).host();
        // A pod that was sent nowhere may be on a host that the suite does not use by itself.
        List<Host> among = with == null ? world.hosts() : Host.known(world.api());
        return among.stream()
                .filter(host -> host.name().equals(taken) == (with != null))
                .findFirst()
                .orElseThrow(() -> new NotMet(
                        (with == null ? "no host beside " : "there is no host ") + taken + " among " + among));
    }

    /** A bare Docker host by its place in the order of names. */
    @ParameterType("the (first|second) bare host")
    public String bare(String place) {
        return world.bareHosts().host(ORDER.indexOf(place));
    }

    /** The scenario's namespace, or one more. */
    @ParameterType("the same namespace|another namespace")
    public Namespace namespace(String which) {
        return which.equals("the same namespace") ? world.namespace() : world.anotherNamespace();
    }

    @ParameterType("TCP|UDP")
    public String protocol(String word) {
        return word;
    }

    /** An absolute path inside a container. */
    @ParameterType("/[\\w/.-]*")
    public String path(String path) {
        return path;
    }

    /** A variable's name. */
    @ParameterType("/[\\w/.-]*(?:, /[\\w/.-]*)* and /[\\w/.-]*")
    public List<String> paths(String row) {
        return List.of(row.split(", | and "));
    }

    @ParameterType("[A-Z][A-Z0-9_]*")
    public String variable(String word) {
        return word;
    }

    /** A way to name a service. */
    @ParameterType("its short name|its name and namespace|its full name")
    public String form(String form) {
        return form;
    }

    /** How a pod stands to the service that it is for. */
    @ParameterType("ready|not ready|not selected")
    public String standing(String standing) {
        return standing;
    }

    /** What makes a pod an endpoint, or ends that. */
    @ParameterType(
            "begins to match|matches no longer|becomes ready|is ready no longer|fails|is started again|is taken away")
    public String change(String change) {
        return change;
    }

    /** A store of registrations. */
    @ParameterType("etcd|ZooKeeper|Consul")
    public Registry registry(String name) {
        return Registry.of(name);
    }

    /** A kind of objects. */
    @ParameterType("pods|services|replication controllers")
    public Kind kind(String words) {
        return Kind.of(words);
    }

    /** A way to lose a host. */
    @ParameterType("is stopped|is cut off")
    public String loss(String loss) {
        return loss;
    }

    private Host at(int index) {
        if (index >= world.hosts().size()) {
            throw new NotMet("the cluster has " + world.hosts().size() + " usable hosts, not " + (index + 1));
        }
        return world.hosts().get(index);
    }
}
