package dev.podproof.report.run;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.KubeconfigCluster;
import dev.podproof.conformance.subject.Leftovers;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.subject.SubjectUnreachable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody's cluster. */
public final class KubeconfigTarget implements Target {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path kubeconfig;
    private final Optional<String> context;
    private final Settings settings;
    private ClusterUnderTest opened;

    public KubeconfigTarget(Path kubeconfig, Optional<String> context, Settings settings) {
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "kubeconfig";
    }

    @Override
    public String implementation(ClusterUnderTest opened) {
        return opened.name();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public ClusterUnderTest open(Phases phases) {
        try {
            opened = phases.measure("offers", () -> KubeconfigCluster.open(kubeconfig, context, settings));
            return opened;
        } catch (SubjectUnreachable e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    @Override
    public void close(Phases phases) {
        if (opened == null) {
            return;
        }
        try {
            // Scenarios remove their own namespaces, unless they are interrupted.
            phases.measure("clean up", () -> Leftovers.ofRun(Subject.api(), Subject.run(), LIMIT));
        } catch (NotMet e) {
            phases.said("The cluster is still at it: " + e.getMessage());
        }
        opened = null;
    }

    @Override
    public List<String> kept() {
        return List.of();
    }
}
