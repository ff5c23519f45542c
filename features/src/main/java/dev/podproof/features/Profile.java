package dev.podproof.features;

import java.util.Locale;

/** Which targets a requirement is meant for. */
public enum Profile {
    /** Any cluster that serves the Kubernetes API. */
    PORTABLE,
    /** The model of 2015; a modern cluster may differ and still be a fine cluster. */
    ORIGINAL,
    /** Needs a look inside the hosts. */
    HOSTS,
    /** A property of plain Docker hosts without an orchestrator. */
    DOCKER;

    /** The word that stands in requirements.yaml, on the command line and in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
