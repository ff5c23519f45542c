package dev.podproof.conformance.disruption;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.NotUndone;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hosts that a scenario has taken away. */
public final class Disruption {
    private final DockerHosts hosts;
    private final ApiProbe api;
    private final Settings settings;
    private final Map<String, Host> gone = new LinkedHashMap<>();

    public Disruption(DockerHosts hosts, ApiProbe api, Settings settings) {
        this.hosts = hosts;
        this.api = api;
        this.settings = settings;
    }

    /** Takes its power away. */
    public void stop(Host host) {
        gone.put(host.name(), host);
        hosts.stop(host.name());
    }

    /** Takes it off the hosts' network; what runs on it goes on. */
    public void cutOff(Host host) {
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
                    () -> Host.usable(api, settings),
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
