package dev.podproof.conformance.subject;

import dev.podproof.conformance.eventually.Limit;
import java.time.Duration;
import java.util.Optional;

/**
 * What a user can say about a run.
 *
 * @param image the image of all pods, with busybox's applets
 * @param maxHosts how many of the cluster's hosts to use at most
 * @param outside a server outside the cluster, as HOST:PORT
 * @param outsideName a name that only the hosts' resolver knows
 * @param hostGrace how long the target lets a host be silent before it takes it for lost
 * @param registries the images of the stores that pods register themselves in
 * @param patience how long the suite waits for a pod to run, or for the cluster to come to anything else that has no limit of its own
 * @param disruption whether hosts may be taken away, and hosts added: always on a cluster that was made for the run, elsewhere only when its owner says so
 * @param again the command that tests the same target in the same way, but for which requirements
 */
public record Settings(
        String image,
        int maxHosts,
        Optional<String> outside,
        Optional<String> outsideName,
        Duration hostGrace,
        RegistryImages registries,
        Limit patience,
        boolean disruption,
        String again) {
    public static final String DEFAULT_IMAGE = "busybox:1.36";
    public static final int DEFAULT_MAX_HOSTS = 3;
    /** What RC-05 takes it to be where nobody says. */
    public static final Duration DEFAULT_HOST_GRACE = Duration.ofSeconds(60);

    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

    public static Settings defaults() {
        return new Settings(
                DEFAULT_IMAGE,
                DEFAULT_MAX_HOSTS,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_HOST_GRACE,
                RegistryImages.defaults(),
                Limit.patience(DEFAULT_PATIENCE),
                false,
                "podproof run");
    }

    public Settings withImage(String other) {
        return new Settings(other, maxHosts, outside, outsideName, hostGrace, registries, patience, disruption, again);
    }

    public Settings withMaxHosts(int other) {
        return new Settings(image, other, outside, outsideName, hostGrace, registries, patience, disruption, again);
    }

    public Settings withOutside(Optional<String> other) {
        return new Settings(image, maxHosts, other, outsideName, hostGrace, registries, patience, disruption, again);
    }

    public Settings withOutsideName(Optional<String> other) {
        return new Settings(image, maxHosts, outside, other, hostGrace, registries, patience, disruption, again);
    }

    public Settings withHostGrace(Duration other) {
        return new Settings(image, maxHosts, outside, outsideName, other, registries, patience, disruption, again);
    }

    public Settings withRegistries(RegistryImages other) {
        return new Settings(image, maxHosts, outside, outsideName, hostGrace, other, patience, disruption, again);
    }

    public Settings withPatience(Duration other) {
        return new Settings(
                image, maxHosts, outside, outsideName, hostGrace, registries, Limit.patience(other), disruption, again);
    }

    public Settings withDisruption(boolean other) {
        return new Settings(image, maxHosts, outside, outsideName, hostGrace, registries, patience, other, again);
    }

    public Settings withAgain(String other) {
        return new Settings(image, maxHosts, outside, outsideName, hostGrace, registries, patience, disruption, other);
    }
}
