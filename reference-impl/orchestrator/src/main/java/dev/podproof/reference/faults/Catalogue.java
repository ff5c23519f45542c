package dev.podproof.reference.faults;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults that there are, in the order in which they stand in front of each other. */
public final class Catalogue {
    private static final List<Fault> ALL = Stream.of(
                    PodFaults.all(),
                    LifeFaults.all(),
                    RestartFaults.all(),
                    ApiFaults.all(),
                    ReplicationFaults.all(),
                    PlacementFaults.all(),
                    VolumeFaults.all(),
                    LeftoverFaults.all(),
                    ServiceFaults.all(),
                    ServiceChangeFaults.all(),
                    EndpointFaults.all(),
                    VariableFaults.all(),
                    EnvironmentFaults.all(),
                    NameFaults.all(),
                    NetworkFaults.all(),
                    RareCaseFaults.all(),
                    EdgeFaults.all(),
                    HostEdgeFaults.all(),
                    UnusualFaults.all(),
                    UnusualHostFaults.all())
            .flatMap(Collection::stream)
            .toList();

    private Catalogue() {}

    /** In the order of their code. */
    public static List<String> ids() {
        return ALL.stream().map(Fault::id).toList();
    }

    /** @throws IllegalArgumentException naming those that there are not */
    static List<Fault> find(Set<String> ids) {
        List<Fault> found =
                ALL.stream().filter(fault -> ids.contains(fault.id())).toList();
        if (found.size() < ids.size()) {
            List<String> known = ids();
            throw new IllegalArgumentException("there is no fault "
                    + ids.stream().filter(id -> !known.contains(id)).sorted().collect(Collectors.joining(", ")));
        }
        return found;
    }
}
