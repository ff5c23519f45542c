package dev.podproof.conformance.disruption;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Offers;
import dev.podproof.conformance.subject.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hosts that a scenario has taken away. None is taken without which the cluster would be lost to those who own it. */
public final class Disruption {
    /** Tags of scenarios that take hosts away, or add some. */
    private static final Set<String> TAGS = Set.of("@disruptive", "@host-list");

    private final DockerHosts hosts;
    private final ApiProbe api;
    private final Settings settings;
    private final Indispensable indispensable;
    private final Map<String, Host> gone = new LinkedHashMap<>();

    public Disruption(DockerHosts hosts, ApiProbe api, Settings settings) {
        this.hosts = hosts;
        this.api = api;
        this.settings = settings;
        this.indispensable = new Indispensable(api);
    }

    /** What a scenario with these tags needs on top of what its requirement does. */
    public static List<String> needs(Collection<String> tags) {
        return tags.stream().anyMatch(TAGS::contains) ? List.of(Offers.DISRUPTION) : List.of();
    }

    /**
     * The first of these hosts that may be taken away.
     *
     * @throws MissingNeed when none of them may, with the reason for each
     */
    public Host choose(List<Host> among) {
        List<String> reasons = new ArrayList<>();
        for (Host host : among) {
            Optional<String> why = whyNot(host);
            if (why.isEmpty()) {
                return host;
            }
            reasons.add(why.get());
        }
        throw spared(reasons.isEmpty() ? "there is none to choose among" : String.join("; ", reasons));
    }

    private Optional<String> whyNot(Host host) {
        return hosts.list().contains(host.name())
                ? indispensable.why(host)
                : Optional.of("no way to host " + host.name() + " is given, only to " + hosts.list());
    }

    private void spare(Host host) {
        indispensable.why(host).ifPresent(why -> {
            throw spared(why);
        });
    }

    private static MissingNeed spared(String why) {
        return new MissingNeed("spare-host", why);
    }

    /**
     * Takes its power away.
     *
     * @throws MissingNeed when the cluster cannot do without it
     */
    public void stop(Host host) {
        spare(host);
        gone.put(host.name(), host);
        hosts.stop(host.name());
    }

    /**
     * Takes it off the hosts' network; what runs on it goes on.
     *
     * @throws MissingNeed when the cluster cannot do without it
     */
    public void cutOff(Host host) {
        spare(host);
        gone.put(host.name(), host);
        hosts.cutOff(host.name());
    }

    /**
     * Brings back every host that was taken away.
     *
     * @throws NotMet when the API does not show one ready again in time, at the addresses that it had
     */
    public void bringBack() {
        hosts.restore();
        List.copyOf(gone.values()).forEach(host -> {
            Eventually.eventually(
                    "host " + host + " to be ready again",
                    settings.patience(),
                    () -> Host.takingPods(api),
                    usable -> usable.contains(host));
            gone.remove(host.name());
        });
    }

    /**
     * For the end of a scenario.
     *
     * @throws NotUndone when a host is not back
     */
    public void undo() {
        try {
            bringBack();
        } catch (RuntimeException | NotMet e) {
            throw new NotUndone(
                    "the suite took " + String.join(", ", gone.keySet()) + " away and did not get it back ("
                            + e.getMessage() + "); see to it before the next run",
                    e);
        }
    }
}
