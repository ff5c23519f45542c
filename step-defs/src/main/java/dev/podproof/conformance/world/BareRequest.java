package dev.podproof.conformance.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A container that a bare host's Docker Engine is asked for: its name in the scenario, Docker's options for it, and what it listens on. */
public final class BareRequest {
    private static final String HOST_NETWORK = "host";

    private final String host;
    private final String name;
    private final List<String> options = new ArrayList<>();
    private final Set<String> doors = new TreeSet<>();
    private boolean onHostNetwork;
    private boolean reachedFromAfar;
    private boolean asleep;

    private BareRequest(String host, String name) {
        this.host = host;
        this.name = name;
    }

    public static BareRequest of(String host, String name) {
        return new BareRequest(host, name);
    }

    /** Answers on these ports, over TCP. */
    public BareRequest listeningOn(int... ports) {
        for (int port : ports) {
            doors.add("TCP:" + port);
            options.addAll(List.of("--expose", String.valueOf(port)));
        }
        return this;
    }

    /** Answers over UDP too, on the ports given so far. */
    public BareRequest alsoOverUdp() {
        Set.copyOf(doors).forEach(door -> doors.add(door.replace("TCP", "UDP")));
        return this;
    }

    /** Without a network of its own; answers at this address of the host's alone, so that answers over UDP bear the address that was called. */
    public BareRequest onHostNetwork(String address) {
        onHostNetwork = true;
        reachedFromAfar = true;
        options.addAll(List.of("--env", "BIND=" + address));
        return onNetwork(HOST_NETWORK);
    }

    public BareRequest onNetwork(String network) {
        options.addAll(List.of("--network", network));
        return this;
    }

    /** On a network that both hosts have in common. */
    public BareRequest onSharedNetwork(String network) {
        reachedFromAfar = true;
        return onNetwork(network);
    }

    /** Linked to a container, by its name at the Docker Engine. */
    public BareRequest linkedTo(String docker, String alias) {
        options.addAll(List.of("--link", docker + ":" + alias));
        return this;
    }

    /** With a data volume that Docker finds a place for. */
    public BareRequest withVolume(String path) {
        options.addAll(List.of("--volume", path));
        return this;
    }

    /** With a directory of the host, which is made where it is not there. */
    public BareRequest withDirectory(String onHost, String path) {
        return withVolume(onHost + ":" + path);
    }

    /** With the volumes of a container, by its name at the Docker Engine. */
    public BareRequest withVolumesOf(String docker) {
        options.addAll(List.of("--volumes-from", docker));
        return this;
    }

    /** Made and never started. */
    public BareRequest asleep() {
        asleep = true;
        return this;
    }

    String host() {
        return host;
    }

    String name() {
        return name;
    }

    Set<String> doors() {
        return Set.copyOf(doors);
    }

    boolean isOnHostNetwork() {
        return onHostNetwork;
    }

    boolean isReachedFromAfar() {
        return reachedFromAfar;
    }

    boolean isAsleep() {
        return asleep;
    }

    /** The arguments of Docker's command line. */
    List<String> command(String docker, List<String> labels, String image) {
        List<String> command = new ArrayList<>(asleep ? List.of("create") : List.of("run", "--detach"));
        command.addAll(List.of("--name", docker));
        labels.forEach(label -> command.addAll(List.of("--label", label)));
        command.addAll(options);
        command.addAll(List.of(image, "sh", "-c", Programs.ANSWER, "podproof", name + "/" + name));
        command.addAll(new TreeSet<>(doors));
        return command;
    }
}
