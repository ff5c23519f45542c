package dev.podproof.conformance.disruption;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostMarks;
import dev.podproof.conformance.subject.Offers;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.Runs;
import dev.podproof.conformance.subject.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The hosts that a scenario has taken away. None is taken without which the cluster would be lost to those who own it. */
public final class Disruption {
    /** Tags of scenarios that take hosts away, or add some. */
    private static final Set<String> TAGS = Set.of("@disruptive", "@host-list");

    private final DockerHosts hosts;
    private final ApiProbe api;
    private final RunIdentity run;
    private final HostMarks marks;
    private final Settings settings;
    private final Indispensable indispensable;
    private final Map<String, Host> gone = new LinkedHashMap<>();

    public Disruption(DockerHosts hosts, ApiProbe api, RunIdentity run, Settings settings) {
        this.hosts = hosts;
        this.api = api;
        this.run = run;
        this.marks = new HostMarks(api, run);
        this.settings = settings;
        this.indispensable = new Indispensable(api);
    }

    /** Needs of a scenario with these tags, on top of its requirement's. */
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

    /** Marks a host that is going to be taken away, so that it comes back even if this run is killed. */
    private void take(Host host, Consumer<Host> mark) {
        indispensable.why(host).ifPresent(why -> {
            throw spared(why);
        });
        Runs.another(api, run).ifPresent(other -> {
            throw new MissingNeed(
                    "sole-run", other + " is at work on this cluster, and would lose a host; run this again after it");
        });
        try {
            mark.accept(host);
        } catch (NotMet | MissingNeed e) {
            throw spared("no mark on host " + host.name() + " can say that this run has taken it away ("
                    + e.getMessage() + ")");
        }
        gone.put(host.name(), host);
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
        take(host, marks::stopped);
        hosts.stop(host.name());
    }

    /**
     * Takes it off the hosts' network; what runs on it goes on.
     *
     * @throws MissingNeed when the cluster cannot do without it
     */
    public void cutOff(Host host) {
        take(host, marks::cutOff);
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
            marks.back(host);
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
