package dev.podproof.report.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.podproof.features.Profile;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was known before the first scenario started, see {@link RunSince} for the rest; recorded as an attachment of {@link Recorded#RUN}.
 *
 * @param startedAt when the run began, in UTC
 * @param environment what was detected on the machine that ran the suite, as words
 * @param offers need by need: {@code true}, or the reason why the target does not offer it
 * @param requirements the selected IDs; absent when all were
 * @param planned how many examples each selected requirement has
 * @param inapplicable what the target's overlay can't be held to by its nature: the reason, by requirement
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RunStart(
        Instant startedAt,
        Implementation implementation,
        Suite suite,
        Map<String, String> environment,
        Map<String, Object> offers,
        List<Profile> profiles,
        Optional<List<String>> requirements,
        Map<String, Integer> planned,
        Topology topology,
        Map<String, String> inapplicable) {
    public RunStart {
        environment = sorted(environment);
        offers = sorted(offers);
        profiles = List.copyOf(profiles);
        requirements = requirements == null ? Optional.empty() : requirements.map(List::copyOf);
        planned = sorted(planned);
        topology = topology == null ? Topology.UNKNOWN : topology;
        inapplicable = sorted(inapplicable);
    }

    /** In an order that is the same in every process, so that a report that is made again is the same, byte for byte. */
    private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map == null ? Map.of() : map));
    }

    /**
     * What was tested.
     *
     * @param target how it was reached: reference, kubeconfig or k3s
     * @param hosts how many schedulable hosts it had
     */
    public record Implementation(String name, String version, String target, int hosts) {}

    /** Which suite judged: its version, and the digest of statements, requirements and features. */
    public record Suite(String version, String digest) {}

    /**
     * Where the target's hosts stood.
     *
     * @param bareHosts Docker hosts beside them that belong to no cluster
     */
    public record Topology(List<Host> hosts, List<Host> bareHosts) {
        /** Of a target that nothing was asked. */
        public static final Topology UNKNOWN = new Topology(List.of(), List.of());

        public Topology {
            hosts = hosts == null ? List.of() : List.copyOf(hosts);
            bareHosts = bareHosts == null ? List.of() : List.copyOf(bareHosts);
        }

        /** The address of a host of either kind; empty where none is known. */
        public String address(String host) {
            return Stream.concat(hosts.stream(), bareHosts.stream())
                    .filter(each -> each.name().equals(host))
                    .map(Host::address)
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * One host of the target.
     *
     * @param podRange the addresses that its pods get; empty where the target does not say
     */
    public record Host(String name, String address, String podRange) {
        public Host {
            address = address == null ? "" : address;
            podRange = podRange == null ? "" : podRange;
        }
    }
}
