package dev.podproof.conformance.subject;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** A cluster that the suite is held against. */
public interface ClusterUnderTest {
    /** What people call it, for reports. */
    String name();

    /** Where its API is and how to authenticate there. */
    Config access();

    /** What of the requirements' needs it has, probed once. */
    Offers offers();

    /** Its hosts from below, where somebody has said how to reach them. */
    Optional<DockerHosts> dockerHosts();

    /** Docker hosts beside it that no orchestrator works on, where there are such: what the model is compared with (profile docker). */
    Optional<DockerHosts> bareHosts();

    /** The means to let hosts join and leave, where there are such. */
    Optional<HostPool> hostPool();

    /** What of the requirements' needs the bare hosts have. */
    Offers bareOffers();

    /** How this run is to treat it. */
    Settings settings();
}
