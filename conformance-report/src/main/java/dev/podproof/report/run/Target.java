package dev.podproof.report.run;

import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.features.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that can be opened as a cluster under test. */
public interface Target {
    /** How it is reached: reference, kubeconfig or k3s. */
    String kind();

    /** What reports call it; {@code opened} helps where only the cluster knows, and is absent when it could not be opened. */
    String implementation(Optional<ClusterUnderTest> opened);

    /** What was detected about the machine that it is opened from. */
    Map<String, String> environment();

    /** Why it can't be opened on this machine, as far as that can be told before anything is started; empty when nothing stands against it. */
    default Optional<String> whyNot(Phases phases) {
        return Optional.empty();
    }

    /** What its overlay can't be held to by its nature: the reason, by requirement. */
    default Map<String, String> inapplicable() {
        return Map.of();
    }

    /**
     * Makes it ready.
     *
     * @param selected what is to be tested: what none of it needs is not made
     * @throws BadInput when that cannot be; nothing is left behind then
     */
    ClusterUnderTest open(Phases phases, List<Requirement> selected);

    /** Takes away what was made to open it, and what the suite may have left there. Does nothing when it was never opened. */
    void close(Phases phases);

    /** What a person has to know to use or remove what was kept; empty when nothing was. */
    List<String> kept();
}
