package dev.podproof.conformance.subject;

import io.fabric8.kubernetes.client.Config;
import java.util.Collection;
import java.util.Optional;

/** A cluster that the suite is held against. */
public interface ClusterUnderTest {
    /** What people call it, for reports. */
    String name();

    /** Where its API is and how to authenticate there. */
    Config access();

    /** What of the requirements' needs it has, as far as that is known by now. */
    Offers offers();

    /** The same, once it is known of these needs; waits where one of them is still being made. */
    default Offers offers(Collection<String> needs) {
        return offers();
    }

    /** Whether all is there and known that it is asked for; until then a question for the rest waits. */
    default boolean isComplete() {
        return true;
    }

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
