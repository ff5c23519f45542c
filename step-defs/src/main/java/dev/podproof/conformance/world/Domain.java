package dev.podproof.conformance.world;

import java.util.Optional;
import java.util.stream.Stream;

/** The domain of the cluster's names, such as {@code cluster.local}. */
final class Domain {
    private static final String OWN = "kubernetes.default.svc.";

    private Domain() {}

    /** That of the name which the cluster's own address has; and, as that is no more than a SHOULD, else of the resolver's search list. */
    static String of(World world, Pod pod) {
        String address = world.services().read("default", "kubernetes").reverseName();
        return world.resolve(pod, address, "PTR", "UDP").data().stream()
                .flatMap(name -> inName(name).stream())
                .findFirst()
                .orElseGet(() -> inSearchList(world.shell()
                        .run(pod, pod.container(), "grep ^search /etc/resolv.conf")
                        .out()));
    }

    /** The domain in the full name of the cluster's own service. */
    static Optional<String> inName(String name) {
        return name.startsWith(OWN)
                ? Optional.of(name.substring(OWN.length()).replaceFirst("\\.$", ""))
                : Optional.empty();
    }

    /** The domain in a line of a resolver's settings. */
    static String inSearchList(String line) {
        return Stream.of(line.strip().split("\\s+", -1))
                .filter(each -> each.startsWith("svc."))
                .map(each -> each.substring("svc.".length()))
                .findFirst()
                .orElse("cluster.local");
    }
}
